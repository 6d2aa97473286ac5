// Package plain reads files that are what they seem: regular files of bounded size, in one folder, through no link. It also writes
// files of the cache so that none is ever half.
//
// What is committed is not trusted. A symbolic link would show what no commit holds, a pipe would keep the program
// waiting, and a file without bound would fill the memory.
package plain

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync"
)

// Why a file is not read.
var (
	ErrLink    = errors.New("is a symbolic link; links are not followed")
	ErrSpecial = errors.New("is not a regular file")
)

// TooLargeError says that a file is longer than what is read of its kind.
type TooLargeError struct{ Size, Limit int64 }

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("has %d bytes, more than the limit of %d", e.Size, e.Limit)
}

// Refused tells whether a file was not read for what it is, rather than because reading failed.
func Refused(err error) bool {
	var large *TooLargeError
	return errors.Is(err, ErrLink) || errors.Is(err, ErrSpecial) || errors.As(err, &large)
}

// Reason gives an error without the path that it is about.
func Reason(err error) string {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err.Error()
	}
	return err.Error()
}

// Read gives the bytes of a regular file of at most so many bytes. A longer one is not read at all.
func Read(fsys fs.FS, name string, limit int64) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, err
	}
	if err := fit(info, limit); err != nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // read only
	// It may grow while it is read.
	data, err := readAll(io.LimitReader(f, limit+1), info.Size())
	if err == nil && int64(len(data)) > limit {
		err = &fs.PathError{Op: "read", Path: name, Err: &TooLargeError{int64(len(data)), limit}}
	}
	return data, err
}

// readAll reads to the end into no more room than what is likely to be there takes, and the byte by which its end is met.
func readAll(r io.Reader, size int64) ([]byte, error) {
	data := make([]byte, 0, size+1)
	for {
		n, err := r.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		if errors.Is(err, io.EOF) {
			return data, nil
		}
		if err != nil {
			return data, err
		}
		if len(data) == cap(data) {
			data = slices.Grow(data, bytes.MinRead)
		}
	}
}

// fit tells why a file is not read; nil if it is.
func fit(info fs.FileInfo, limit int64) error {
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		return ErrLink
	case !info.Mode().IsRegular():
		return ErrSpecial
	case info.Size() > limit:
		return &TooLargeError{info.Size(), limit}
	}
	return nil
}

// maxWhole bounds what FS.ReadFile gives at once, in bytes, for readers that set no bound of their own.
const maxWhole = 64 << 20

// FS is a folder of the disk. It opens regular files and folders alone, and no path leads through a symbolic link: Stat
// describes the link itself. It may be used by several goroutines, and is let go when nothing refers to it any more.
type FS struct {
	root    *os.Root
	folders sync.Map // paths that were seen to be folders
}

// Open opens a folder. The path that leads to it may hold links.
func Open(dir string) (*FS, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &FS{root: root}, nil
}

// Sub gives a folder of the folder.
func (f *FS) Sub(dir string) (fs.FS, error) {
	info, err := f.Stat(dir)
	if err == nil && info.Mode()&fs.ModeSymlink != 0 {
		err = &fs.PathError{Op: "open", Path: dir, Err: ErrLink}
	} else if err == nil && !info.IsDir() {
		err = &fs.PathError{Op: "open", Path: dir, Err: errors.New("is not a folder")}
	}
	if err != nil {
		return nil, err
	}
	return subFS{f, dir}, nil
}

// Open opens a file or folder.
func (f *FS) Open(name string) (fs.File, error) {
	info, err := f.describe("open", name)
	if err != nil {
		return nil, err
	}
	if err := openable(info); err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	// Opening must not wait, should a pipe have taken the place of the file.
	file, err := f.root.OpenFile(filepath.FromSlash(name), os.O_RDONLY|nonblock, 0)
	if err != nil {
		return nil, err
	}
	if info, err = file.Stat(); err == nil {
		err = openable(info)
	}
	if err != nil {
		return nil, errors.Join(&fs.PathError{Op: "open", Path: name, Err: err}, file.Close())
	}
	return file, nil
}

// openable tells why something is not opened.
func openable(info fs.FileInfo) error {
	if info.IsDir() {
		return nil
	}
	return fit(info, info.Size())
}

// Stat describes what stands at a path, a link as a link.
func (f *FS) Stat(name string) (fs.FileInfo, error) { return f.describe("stat", name) }

// Lstat is Stat.
func (f *FS) Lstat(name string) (fs.FileInfo, error) { return f.describe("lstat", name) }

// ReadLink gives where a link leads, which nothing here follows.
func (f *FS) ReadLink(name string) (string, error) {
	if _, err := f.describe("readlink", name); err != nil {
		return "", err
	}
	return f.root.Readlink(filepath.FromSlash(name))
}

// ReadFile gives the bytes of a file, within reason.
func (f *FS) ReadFile(name string) ([]byte, error) { return Read(f, name, maxWhole) }

// describe looks at a path none of whose folders is a link.
func (f *FS) describe(op, name string) (fs.FileInfo, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	if err := f.passable(path.Dir(name)); err != nil {
		return nil, &fs.PathError{Op: op, Path: name, Err: err}
	}
	return f.root.Lstat(filepath.FromSlash(name))
}

// passable tells why a path cannot be gone along. What was a folder once is not looked at again: should a link take its
// place, it cannot lead out of the root.
func (f *FS) passable(folder string) error {
	if _, seen := f.folders.Load(folder); seen || folder == "." {
		return nil
	}
	if err := f.passable(path.Dir(folder)); err != nil {
		return err
	}
	info, err := f.root.Lstat(filepath.FromSlash(folder))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fs.ErrNotExist
	case err != nil:
		return err
	case info.Mode()&fs.ModeSymlink != 0:
		return fmt.Errorf("`%s` %w", folder, ErrLink)
	case !info.IsDir():
		return fs.ErrNotExist
	}
	f.folders.Store(folder, true)
	return nil
}

// subFS is a folder of an FS.
type subFS struct {
	fs  *FS
	dir string
}

func (s subFS) in(name string) string {
	if !fs.ValidPath(name) {
		return name
	}
	return path.Join(s.dir, name)
}

func (s subFS) Open(name string) (fs.File, error)      { return s.fs.Open(s.in(name)) }
func (s subFS) Stat(name string) (fs.FileInfo, error)  { return s.fs.Stat(s.in(name)) }
func (s subFS) Lstat(name string) (fs.FileInfo, error) { return s.fs.Lstat(s.in(name)) }
func (s subFS) ReadLink(name string) (string, error)   { return s.fs.ReadLink(s.in(name)) }
func (s subFS) ReadFile(name string) ([]byte, error)   { return s.fs.ReadFile(s.in(name)) }
func (s subFS) Sub(dir string) (fs.FS, error)          { return s.fs.Sub(s.in(dir)) }
