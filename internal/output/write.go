package output

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// keep names the files of the output folder that belong to the repository and survive a swap.
var keep = []string{".gitkeep", ".gitignore"}

// marker is the file by which a later run knows that it may replace the folder.
const marker = ".clausebook-site"

// Write renders all files into a folder beside dir and swaps it in when every one of them is written. Until then,
// and where anything fails, dir stays as it was. progress is told the number of files written so far; it may be nil.
func Write(ctx context.Context, dir string, files []File, progress func(done int)) error {
	if err := checkPlan(files); err != nil {
		return err
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return fmt.Errorf("find the output folder: %w", err)
	}
	if err := checkOurs(dir); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return fmt.Errorf("create the parent folder of %s: %w", dir, err)
	}
	fresh, err := os.MkdirTemp(filepath.Dir(dir), "."+filepath.Base(dir)+".new-")
	if err != nil {
		return fmt.Errorf("create a folder next to %s: %w", dir, err)
	}
	err = writeAll(ctx, fresh, files, progress)
	if err == nil {
		err = os.WriteFile(filepath.Join(fresh, marker), []byte("made by clausebook; the next build replaces this whole folder\n"), 0o644)
	}
	if err == nil {
		err = swap(fresh, dir)
	}
	if err != nil {
		return errors.Join(err, os.RemoveAll(fresh))
	}
	return nil
}

// checkOurs refuses to replace a folder that holds anything but a site of ours.
func checkOurs(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the output folder: %w", err)
	}
	foreign := ""
	for _, e := range entries {
		if e.Name() == marker {
			return nil
		}
		if !slices.Contains(keep, e.Name()) {
			foreign = e.Name()
		}
	}
	if foreign != "" {
		return fmt.Errorf("the output folder %s contains files that clausebook did not write, such as %s: empty it or choose another folder", dir, foreign)
	}
	return nil
}

// checkPlan refuses a plan that would write outside its folder or write one file twice, also where a file system
// does not tell upper from lower case.
func checkPlan(files []File) error {
	seen := make(map[string]string, len(files))
	for _, f := range files {
		if !fs.ValidPath(f.Path) || !filepath.IsLocal(filepath.FromSlash(f.Path)) || f.Path == "." {
			return fmt.Errorf("the path %q lies outside the site", f.Path)
		}
		key := strings.ToLower(f.Path)
		if first, dup := seen[key]; dup {
			return fmt.Errorf("two files of the site share one path: %q and %q", first, f.Path)
		}
		seen[key] = f.Path
	}
	return nil
}

func writeAll(ctx context.Context, dir string, files []File, progress func(int)) error {
	if err := os.Chmod(dir, 0o755); err != nil {
		return fmt.Errorf("set the permissions of %s: %w", dir, err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("open %s: %w", dir, err)
	}
	defer root.Close() //nolint:errcheck // nothing is written through the handle itself
	var done atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, f := range files {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := writeOne(root, f); err != nil {
				return err
			}
			if n := done.Add(1); progress != nil {
				progress(int(n))
			}
			return nil
		})
	}
	return group.Wait()
}

func writeOne(root *os.Root, f File) (err error) {
	name := filepath.FromSlash(f.Path)
	if err := root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return fmt.Errorf("create the folder of %s: %w", f.Path, err)
	}
	w, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fmt.Errorf("create %s: %w", f.Path, err)
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	buffered := bufio.NewWriterSize(w, 64<<10)
	if err := f.Write(buffered); err != nil {
		return fmt.Errorf("write %s: %w", f.Path, err)
	}
	if err := buffered.Flush(); err != nil {
		return fmt.Errorf("write %s: %w", f.Path, err)
	}
	return nil
}

// swap puts the fresh folder in the place of the old one. The old one is moved aside first, and back if the second
// step fails: there is no moment at which neither is whole on disk.
func swap(fresh, dir string) error {
	if err := carryOver(dir, fresh); err != nil {
		return err
	}
	old := fresh + ".old"
	switch err := os.Rename(dir, old); {
	case errors.Is(err, fs.ErrNotExist):
		old = ""
	case err != nil:
		return fmt.Errorf("move the old site aside: %w", err)
	}
	if err := os.Rename(fresh, dir); err != nil {
		if old != "" {
			err = errors.Join(err, os.Rename(old, dir))
		}
		return fmt.Errorf("put the new site in place: %w", err)
	}
	if old == "" {
		return nil
	}
	if err := os.RemoveAll(old); err != nil {
		return fmt.Errorf("remove the old site: %w", err)
	}
	return nil
}

func carryOver(dir, fresh string) error {
	for _, name := range keep {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(fresh, name), content, 0o644)
		}
		if err != nil {
			return fmt.Errorf("carry over %s: %w", name, err)
		}
	}
	return nil
}
