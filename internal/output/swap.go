package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// swap puts the fresh folder in the place of the old one, with the files that are to be kept. The old site is whole on
// disk until the new one stands in its place, and no file that is kept is ever in two places or in none.
func (p *place) swap(kept []string) error {
	fresh := p.fresh()
	for i, name := range kept {
		if err := moveFile(p.dir, fresh, name); err != nil {
			return fmt.Errorf("keep %s: %w", name, err)
		}
		if i == 0 {
			step("one file moved over")
		}
	}
	step("files moved over")
	if _, err := os.Lstat(p.dir); errors.Is(err, fs.ErrNotExist) {
		if err := os.Rename(fresh, p.dir); err != nil {
			return fmt.Errorf("put the new site in place: %w", err)
		}
		return nil
	}
	switch err := exchange(fresh, p.dir); {
	case err == nil:
		step("exchanged")
		return p.retire(fresh)
	case errors.Is(err, errors.ErrUnsupported):
		return p.swapByRenaming()
	default:
		return fmt.Errorf("put the new site in place: %w", err)
	}
}

// swapByRenaming swaps where folders cannot be exchanged. Between two renames there is no site; a run that is cut off
// there leaves it to the next one to put the old site back.
func (p *place) swapByRenaming() error {
	if err := os.Rename(p.dir, p.old()); err != nil {
		return fmt.Errorf("move the old site aside: %w", err)
	}
	step("moved aside")
	if err := os.Rename(p.fresh(), p.dir); err != nil {
		return errors.Join(fmt.Errorf("put the new site in place: %w", err), os.Rename(p.old(), p.dir))
	}
	step("put in place")
	return p.retire(p.old())
}

// recover removes what a run that was cut off left behind, and puts the old site back if there is none.
func (p *place) recover() error {
	if err := os.RemoveAll(p.trash()); err != nil {
		return fmt.Errorf("remove what an interrupted build left: %w", err)
	}
	_, err := os.Lstat(p.dir)
	if info, was := os.Lstat(p.old()); errors.Is(err, fs.ErrNotExist) && was == nil && info.IsDir() {
		if err := os.Rename(p.old(), p.dir); err != nil {
			return fmt.Errorf("put the old site back: %w", err)
		}
	}
	for _, left := range []string{p.fresh(), p.old()} {
		if err := p.retire(left); err != nil {
			return err
		}
	}
	return nil
}

// retire removes a site that is no longer wanted or never became whole. Files in it that it does not list as its own
// were kept and go back to the output folder.
func (p *place) retire(site string) error {
	switch info, err := os.Lstat(site); {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("look at what is to be removed: %w", err)
	case !info.IsDir():
		return fmt.Errorf("%s is not a folder: remove it", site)
	}
	if err := p.giveBack(site); err != nil {
		return err
	}
	step("given back")
	// Renamed first: removing takes long, and half a site without its list could not be told from files to keep.
	if err := os.Rename(site, p.trash()); err != nil {
		return fmt.Errorf("move the old site away: %w", err)
	}
	step("in the trash")
	if err := os.RemoveAll(p.trash()); err != nil {
		return fmt.Errorf("remove the old site: %w", err)
	}
	return nil
}

// giveBack moves the files that are not of a site to the output folder.
func (p *place) giveBack(site string) error {
	found, err := list(site)
	if err != nil {
		return fmt.Errorf("read %s: %w", site, err)
	}
	own, err := readManifest(site)
	if err != nil {
		return err
	}
	for _, e := range found {
		if own[e.path] || e.path == manifest {
			continue
		}
		if err := moveFile(site, p.dir, e.path); err != nil {
			return fmt.Errorf("put %s back, which an interrupted build left in %s: %w", e.path, site, err)
		}
	}
	return nil
}

// moveFile moves a file from one folder to the same path in another, where nothing may stand. It goes through no link
// that leads out of that folder.
func moveFile(from, to, name string) error {
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	root, err := os.OpenRoot(to)
	if err != nil {
		return err
	}
	defer root.Close() //nolint:errcheck // nothing is written through it
	name = filepath.FromSlash(name)
	if err := root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	if _, err := root.Lstat(name); err == nil {
		return fmt.Errorf("%s already exists there: keep one of the two", filepath.Join(to, name))
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.Rename(filepath.Join(from, name), filepath.Join(to, name))
}
