package plain

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// WriteBeside writes a file of the cache beside its place and renames it. The folder is made, and kept out of the repository.
func WriteBeside(file string, write func(io.Writer) error) error {
	dir := filepath.Dir(file)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	ignore := filepath.Join(dir, ".gitignore")
	if _, err := os.Lstat(ignore); errors.Is(err, fs.ErrNotExist) {
		if err := os.WriteFile(ignore, []byte("*\n"), 0o644); err != nil {
			return err
		}
	}
	return Replace(file, 0o600, write)
}

// Replace writes a file beside its place and renames it, so that whoever reads it finds the old one or the new one, whole. The folder
// must be there.
func Replace(file string, mode fs.FileMode, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(file), strings.TrimPrefix(filepath.Base(file), ".")+".tmp-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if err := errors.Join(write(f), f.Chmod(mode), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), file)
}

// Stream tells whether a path leads to something that is written as it stands: a pipe, a device, or what the program was given to write to.
// Behind /dev/stdout a shell may have put a regular file, yet a file put in its place would take the name from the whole machine.
func Stream(path string) bool {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return true
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return false
	}
	dir, name := filepath.Split(filepath.ToSlash(abs))
	return dir == "/dev/" && (name == "stdout" || name == "stderr") || dir == "/dev/fd/" ||
		strings.HasPrefix(dir, "/proc/") && strings.HasSuffix(dir, "/fd/")
}
