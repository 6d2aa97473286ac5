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
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// Write renders all files into a folder of its own and swaps that in when every one of them is written. Until then, and
// where anything fails, the output folder stays as it was. Files in it that are not of the site are kept. progress is
// told the number of files written so far; it may be nil.
func Write(ctx context.Context, t Target, files []File, progress func(done int)) error {
	if err := checkPlan(files); err != nil {
		return err
	}
	dir, err := t.resolve()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return fmt.Errorf("create the parent folder of %s: %w", dir, err)
	}
	p, err := t.enter(ctx, dir)
	if err != nil {
		return err
	}
	return errors.Join(p.replace(ctx, files, progress), p.leave())
}

// step is told how far a run has come; tests end a process there.
var step = func(string) {}

// replace puts the files in the place of the old site.
func (p *place) replace(ctx context.Context, files []File, progress func(int)) error {
	if err := p.recover(); err != nil {
		return err
	}
	if err := adopt(p.dir, files); err != nil {
		return err
	}
	// Looked at before rendering, which may take long, and again when nothing can come between any more.
	if _, err := strangers(p.dir, files); err != nil {
		return err
	}
	fresh := p.fresh()
	err := makeSite(ctx, fresh, files, progress)
	var kept []string
	if err == nil {
		kept, err = strangers(p.dir, files)
	}
	if err == nil {
		err = p.swap(kept)
	}
	if err != nil {
		return errors.Join(err, p.retire(fresh))
	}
	return nil
}

// checkPlan refuses a plan that would write outside its folder, over the list of its files, or one file twice, also
// where a file system does not tell upper from lower case.
func checkPlan(files []File) error {
	seen := map[string]string{marker: marker, manifest: manifest}
	for _, f := range files {
		if !fs.ValidPath(f.Path) || !filepath.IsLocal(filepath.FromSlash(f.Path)) || f.Path == "." || strings.Contains(f.Path, "\n") {
			return fmt.Errorf("the path %q is outside the site", f.Path)
		}
		key := strings.ToLower(f.Path)
		if first, dup := seen[key]; dup {
			return fmt.Errorf("two files of the site share one path: %q and %q", first, f.Path)
		}
		seen[key] = f.Path
	}
	return nil
}

// makeSite writes a whole site into a new folder: the list of its files first, so that every file in it can be told to
// be its own at any moment, and the marker last.
func makeSite(ctx context.Context, dir string, files []File, progress func(int)) error {
	if err := os.Mkdir(dir, 0o755); err != nil {
		return fmt.Errorf("make a folder for the new site: %w", err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		return fmt.Errorf("set the permissions of %s: %w", dir, err)
	}
	step("folder made")
	if err := writeManifest(dir, files); err != nil {
		return err
	}
	step("list written")
	if err := writeAll(ctx, dir, files, progress); err != nil {
		return err
	}
	step("pages written")
	said := "made by clausebook; the next build replaces the files that " + manifest + " lists\n"
	if err := os.WriteFile(filepath.Join(dir, marker), []byte(said), 0o644); err != nil {
		return fmt.Errorf("mark the new site: %w", err)
	}
	return nil
}

func writeAll(ctx context.Context, dir string, files []File, progress func(int)) error {
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
			n := int(done.Add(1))
			if n == 1 {
				step("one page written")
			}
			if progress != nil {
				progress(n)
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
