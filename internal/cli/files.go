package cli

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"clausebook/internal/author"
	"clausebook/internal/history"
	"clausebook/internal/plain"
)

// create writes a new file below a folder. A file that exists is never touched: the error is then fs.ErrExist. Links
// that lead out of the folder are not followed.
func create(dir string, f author.File) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("open the project folder: %w", err)
	}
	defer root.Close() //nolint:errcheck // nothing is written through it
	if at := path.Dir(f.Path); at != "." {
		if err := root.MkdirAll(at, 0o755); err != nil {
			return fmt.Errorf("create the folder %s: %w", at, err)
		}
	}
	return writeNew(root, f.Path, f.Bytes, 0o644)
}

// createAll writes several new files, or none of them.
func createAll(dir string, files []author.File) error {
	for i, f := range files {
		err := create(dir, f)
		if err == nil {
			continue
		}
		if errors.Is(err, fs.ErrExist) {
			err = usageError{fmt.Errorf("%s already exists and was not changed", f.Path)}
		}
		for _, written := range files[:i] {
			err = errors.Join(err, os.Remove(filepath.Join(dir, filepath.FromSlash(written.Path))))
		}
		return err
	}
	return nil
}

// writeNew writes a file that must not exist yet, or nothing.
func writeNew(root *os.Root, name string, data []byte, mode fs.FileMode) error {
	w, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return fmt.Errorf("create %s: %w", name, err)
	}
	_, err = w.Write(data)
	if err = errors.Join(err, w.Sync(), w.Close()); err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", name, err), root.Remove(name))
	}
	return nil
}

// replace puts new content in the place of a file at once, keeping its mode. The change is made from the content whose
// hash is given; if the file has another one by now it is left alone.
func replace(dir, name, sha string, change func([]byte) ([]byte, error)) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("open the project folder: %w", err)
	}
	defer root.Close() //nolint:errcheck // nothing is written through it
	info, err := root.Stat(name)
	if err != nil {
		return fmt.Errorf("look at %s: %w", name, err)
	}
	tree, err := plain.Open(dir)
	if err != nil {
		return fmt.Errorf("open the project folder: %w", err)
	}
	old, err := plain.Read(tree, name, maxRead)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	same, err := hasHash(dir, tree, name, sha)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	if !same {
		return fmt.Errorf("%s was changed while it was being read; run the command again", name)
	}
	fresh, err := change(old)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	beside := path.Join(path.Dir(name), "."+path.Base(name)+"."+rand.Text())
	if err := writeNew(root, beside, fresh, info.Mode().Perm()); err != nil {
		return err
	}
	if err := root.Rename(beside, name); err != nil {
		return errors.Join(fmt.Errorf("replace %s: %w", name, err), root.Remove(beside))
	}
	return nil
}

// hasHash tells whether a file has a hash, which is that of the bytes that git would store.
func hasHash(dir string, tree fs.FS, name, sha string) (bool, error) {
	stored, err := history.WorkTree(dir, tree, os.Getenv)
	if err != nil {
		return false, err
	}
	raw, err := plain.Read(stored, name, maxRead)
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:]) == sha, err
}
