// Package mapped brings a file into memory: mapped where the system can, so that memory follows what is read, and read where
// it cannot (ADR 28). What a file holds is untrusted: whoever looks into one does so within Guard.
package mapped

import (
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/edsrzf/mmap-go"
)

// File is a file in memory.
type File struct {
	Bytes []byte    // not to be changed, nor kept beyond Close
	view  mmap.MMap // nil where the file was read
}

// maxRead bounds the file that is read where it cannot be mapped, in bytes.
const maxRead = 1 << 30

// Open brings a file into memory.
func Open(name string) (File, error) { return open(name, mapWhole) }

// mapWhole maps all of a file.
func mapWhole(f *os.File) (mmap.MMap, error) { return mmap.Map(f, mmap.RDONLY, 0) }

// open is Open with the way of mapping, which fails on some systems and for files on some others.
func open(name string, mapped func(*os.File) (mmap.MMap, error)) (File, error) {
	f, err := os.Open(name)
	if err != nil {
		return File{}, err
	}
	defer f.Close() //nolint:errcheck // read only, and a mapping outlives it
	info, err := f.Stat()
	if err != nil {
		return File{}, err
	}
	if info.Size() == 0 {
		return File{}, nil
	}
	if view, err := mapped(f); err == nil {
		return File{view, view}, nil
	}
	if info.Size() > maxRead {
		return File{}, fmt.Errorf("%s can be neither mapped nor read: %d bytes", name, info.Size())
	}
	data, err := io.ReadAll(f)
	return File{data, nil}, err
}

// Close lets go of the file.
func (m File) Close() {
	if m.view != nil {
		_ = m.view.Unmap() // read-only: nothing is lost
	}
}

// Guard runs a function on foreign bytes and turns a panic into an error; a fault too, as of a file that was cut short while
// it was mapped.
func Guard(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("malformed data: %v", p)
		}
	}()
	return f()
}
