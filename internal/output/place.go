package output

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"
)

// place is an output folder with the work folder in which its next site is written. The lock is held as long as the
// program runs, so that whatever stands in the work folder of a place that was just entered is left over from a run that
// was cut off.
type place struct {
	dir, work string
	lock      *os.File
}

// What stands in a work folder: the new site, the old one where folders cannot be exchanged, and what may be removed
// without looking.
func (p *place) fresh() string { return filepath.Join(p.work, "new") }
func (p *place) old() string   { return filepath.Join(p.work, "old") }
func (p *place) trash() string { return filepath.Join(p.work, "trash") }

// resolve gives the absolute path of the output folder without symbolic links: writing through a link updates what it
// names.
func (t Target) resolve() (string, error) {
	dir, err := filepath.Abs(t.Dir)
	if err != nil {
		return "", fmt.Errorf("find the output folder: %w", err)
	}
	real, err := resolved(dir)
	if err != nil {
		return "", fmt.Errorf("find the output folder %s: %w", t.Dir, err)
	}
	if info, err := os.Stat(real); err == nil && !info.IsDir() {
		return "", fmt.Errorf("the output folder %s is not a folder", t.Dir)
	}
	if t.Within == "" {
		return real, nil
	}
	within, err := resolved(t.Within)
	if err != nil {
		return "", fmt.Errorf("find the folder %s: %w", t.Within, err)
	}
	if !inside(real, within) {
		return "", fmt.Errorf("the output folder %s is a symbolic link that leads out of the project, to %s\n"+
			"if the site belongs there, say so: --output %s", t.Dir, real, real)
	}
	return real, nil
}

// resolved gives an absolute path without symbolic links. Its last parts need not exist, but a link has to lead somewhere.
func resolved(p string) (string, error) {
	p, err := filepath.Abs(p)
	if err != nil {
		return "", err
	}
	info, err := os.Lstat(p)
	if errors.Is(err, fs.ErrNotExist) && filepath.Dir(p) != p {
		parent, err := resolved(filepath.Dir(p))
		return filepath.Join(parent, filepath.Base(p)), err
	}
	if err != nil {
		return "", err
	}
	real, err := filepath.EvalSymlinks(p)
	if errors.Is(err, fs.ErrNotExist) && info.Mode()&fs.ModeSymlink != 0 {
		to, err := os.Readlink(p)
		return "", errors.Join(fmt.Errorf("%s is a symbolic link to %s, which does not exist: make that folder or remove the link", p, to), err)
	}
	return real, err
}

// inside tells whether a path is a folder or lies in it. Both are absolute and without links.
func inside(p, folder string) bool {
	rel, err := filepath.Rel(folder, p)
	return err == nil && filepath.IsLocal(rel)
}

// enter makes the work folder and waits until no other run uses it.
func (t Target) enter(ctx context.Context, dir string) (*place, error) {
	p := &place{dir: dir, work: t.workFolder(dir)}
	for {
		held, err := p.tryLock()
		if err != nil {
			return nil, fmt.Errorf("use the folder %s: %w", p.work, err)
		}
		if held {
			return p, nil
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("wait for another build that writes %s: %w", dir, ctx.Err())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// workFolder gives a folder on the file system of the output folder, where renaming works: in Temp, else beside.
func (t Target) workFolder(dir string) string {
	beside := filepath.Join(filepath.Dir(dir), "."+filepath.Base(dir)+".clausebook")
	if t.Temp == "" || makeFolder(t.Temp) != nil { // without it, beside is as good
		return beside
	}
	temp, err := resolved(t.Temp)
	if err != nil || inside(temp, dir) || !sameDevice(temp, filepath.Dir(dir)) {
		return beside
	}
	return filepath.Join(temp, fmt.Sprintf("site-%x", sha256.Sum256([]byte(dir)))[:17])
}

// makeFolder sees that a folder exists, and that it is no link to one: a commit could have put the link there.
func makeFolder(dir string) error {
	if err := os.Mkdir(dir, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := os.Lstat(dir)
	if err == nil && !info.IsDir() {
		err = fmt.Errorf("%s is not a folder", dir)
	}
	return err
}

// tryLock takes the lock if nobody has it. One that was removed meanwhile, by the run that had it, is none.
func (p *place) tryLock() (bool, error) {
	if err := makeFolder(p.work); err != nil {
		return false, err
	}
	root, err := os.OpenRoot(p.work)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer root.Close() //nolint:errcheck // the lock is open by itself
	f, err := root.OpenFile("lock", os.O_CREATE|os.O_RDWR, 0o644)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if !lockFile(f) || !p.current(f) {
		return false, f.Close()
	}
	p.lock = f
	// The work folder is no part of the repository, also where a run is cut off.
	return true, os.WriteFile(filepath.Join(p.work, ".gitignore"), []byte("*\n"), 0o644)
}

// current tells whether an open file is the one that stands at the lock's path.
func (p *place) current(f *os.File) bool {
	opened, err := f.Stat()
	if err != nil {
		return false
	}
	there, err := os.Lstat(filepath.Join(p.work, "lock"))
	return err == nil && os.SameFile(opened, there)
}

// leave removes the work folder, unless something is still in it, and lets go of the lock.
func (p *place) leave() error {
	if runtime.GOOS == "windows" { // which removes no open file
		defer p.sweep()
	} else {
		p.sweep()
	}
	return p.lock.Close()
}

// sweep removes what is left of the work folder. What cannot be removed is removed by the next run.
func (p *place) sweep() {
	for _, name := range []string{".gitignore", "lock", "."} {
		if os.Remove(filepath.Join(p.work, name)) != nil {
			return
		}
	}
}
