package pack

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"clausebook/internal/bag"
	"clausebook/internal/plain"
)

// batch is how many files are rendered before they are written, so that memory stays bounded.
const batch = 64

// writeEvidence writes all evidence in order and gives the manifest and the bytes in all.
func (p *Plan) writeEvidence(ctx context.Context, to Sink, progress func(int)) ([]bag.Line, int64, error) {
	lines, size := make([]bag.Line, 0, len(p.Files)), int64(0)
	for at := 0; at < len(p.Files); at += batch {
		files := p.Files[at:min(at+batch, len(p.Files))]
		made := make([]bytes.Buffer, len(files))
		group, ctx := errgroup.WithContext(ctx)
		group.SetLimit(runtime.GOMAXPROCS(0))
		for i, f := range files {
			group.Go(func() error {
				if err := ctx.Err(); err != nil {
					return err
				}
				if err := f.Write(&made[i]); err != nil {
					return fmt.Errorf("write %s: %w", f.Path, err)
				}
				return nil
			})
		}
		if err := group.Wait(); err != nil {
			return nil, 0, err
		}
		for i, f := range files {
			content := made[i].Bytes()
			lines = append(lines, bag.Line{Sum: bag.Sum(content), Path: f.Path})
			size += int64(len(content))
			if err := to.Put(f.Path, content); err != nil {
				return nil, 0, err
			}
		}
		if progress != nil {
			progress(len(lines))
		}
	}
	return lines, size, nil
}

// Zip writes a pack as a ZIP: one folder, one time, and nothing of the machine.
type Zip struct {
	w      *zip.Writer
	folder string
	day    time.Time
}

// NewZip begins a ZIP of the pack.
func (p *Plan) NewZip(w io.Writer) *Zip {
	return &Zip{zip.NewWriter(w), p.Name + "/", p.commit.Committer.When.UTC()}
}

// Put writes a file.
func (z *Zip) Put(path string, content []byte) error {
	h := &zip.FileHeader{Name: z.folder + path, Method: zip.Deflate}
	h.SetMode(0o644)
	h.ModifiedDate, h.ModifiedTime = dosTime(z.day) //nolint:staticcheck // Modified would add a field to each entry
	w, err := z.w.CreateHeader(h)
	if err == nil {
		_, err = w.Write(content)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// dosTime is a time as a ZIP has it without further fields, which is of the years 1980 to 2107 and has no zone.
func dosTime(t time.Time) (day, clock uint16) {
	if t.Year() < 1980 || t.Year() > 2107 {
		return 1<<5 | 1, 0
	}
	return uint16(t.Day() + int(t.Month())<<5 + (t.Year()-1980)<<9), uint16(t.Second()/2 + t.Minute()<<5 + t.Hour()<<11)
}

// Close ends the ZIP.
func (z *Zip) Close() error { return z.w.Close() }

// Folder writes a pack into a folder.
type Folder struct{ root *os.Root }

// Put writes a file.
func (f Folder) Put(path string, content []byte) error {
	name := filepath.FromSlash(path)
	if err := f.root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return fmt.Errorf("write the pack: %w", err)
	}
	if err := f.root.WriteFile(name, content, 0o644); err != nil {
		return fmt.Errorf("write the pack: %w", err)
	}
	return nil
}

// ErrThere says that something stands where a pack should be written.
var ErrThere = errors.New("something is there already; a pack is never mixed with other files")

// InFolder lets write fill a new folder, which takes its place when it is whole.
func InFolder(dir string, write func(Sink) error) (err error) {
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 || err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%s: %w", dir, ErrThere)
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return fmt.Errorf("write the pack: %w", err)
	}
	temp, err := os.MkdirTemp(filepath.Dir(dir), ".pack-*")
	if err != nil {
		return fmt.Errorf("write the pack: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(temp))
		}
	}()
	root, err := os.OpenRoot(temp)
	if err != nil {
		return fmt.Errorf("write the pack: %w", err)
	}
	if err := errors.Join(write(Folder{root}), root.Close()); err != nil {
		return err
	}
	if err := os.Chmod(temp, 0o755); err != nil { //nolint:gosec // a pack is made to be handed over
		return fmt.Errorf("write the pack: %w", err)
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("write the pack: %w", err)
	}
	if err := os.Rename(temp, dir); err != nil {
		return fmt.Errorf("write the pack: %w", err)
	}
	return nil
}

// InZip lets write fill a new ZIP, which takes its place when it is whole.
func (p *Plan) InZip(file string, write func(Sink) error) error {
	if plain.Stream(file) {
		return fmt.Errorf("%s: %w", file, ErrThere)
	}
	err := plain.Replace(file, 0o644, func(w io.Writer) error {
		z := p.NewZip(w)
		return errors.Join(write(z), z.Close())
	})
	if err != nil {
		return fmt.Errorf("write the pack: %w", err)
	}
	return nil
}
