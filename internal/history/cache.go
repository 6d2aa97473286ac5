package history

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"clausebook/internal/mapped"
	"clausebook/internal/plain"
)

// The cache keeps an index in one file per folder of documents, for histories of CacheFrom commits and more. Everything
// in it follows from commits, which never change, and from the Reader, for which the version of the tool stands; so an
// entry is never wrong, only unneeded.
// A file that is damaged, of another version or of another folder is passed over and written anew. It is written
// beside and renamed, so that two processes do each other no harm; it is not forced to the disk, since a file cut
// short by a power failure is found out by its checksum.

// cacheFormat is raised whenever the meaning of the file changes.
const cacheFormat = "clausebook history 6\n"

// CacheFrom is the number of commits from which an index is kept. A shorter history is read in a quarter of a second of
// the processor's time or less (ADR 34 has the figures), and what is not kept cannot be out of date or tampered with.
const CacheFrom = 300

// historyCache is the file of one folder. The zero value keeps nothing.
type historyCache struct {
	file  string
	more  string // the file of its segments
	key   string
	area  area
	chain chain    // what was loaded, or written last
	from  int      // commits from which an index is kept
	heads Memo     // where branches were when they were last read
	notes []string // why it is not used or could not be written
}

// openCache gives the cache that the options ask for. It is not used for a shallow clone, nor where the repository
// itself holds the folder: what is committed there was written by whoever wrote the commit.
func openCache(repo *repository, o Options, head oid) *historyCache {
	c := &historyCache{from: cmp.Or(o.cacheFrom, CacheFrom)}
	if o.CacheDir == "" || len(repo.shallow) > 0 {
		return c
	}
	if err := repo.distrust(o.CacheDir, head); err != nil {
		c.notes = append(c.notes, fmt.Sprintf("the cache of the history is not used: %v", err))
		return c
	}
	c.key = indexKey(repo, o)
	c.area = repo.area(o.Folder)
	c.file, c.more = memoFile(repo, o, "history"), memoFile(repo, o, "segments")
	c.heads = Memo{file: memoFile(repo, o, "heads"), key: headsFormat}
	return c
}

// indexKey names what an index is of and how it was read. Facts with another set of fields are other facts.
func indexKey(repo *repository, o Options) string {
	return fmt.Sprintf("%s%s\n%q %q %v %+v\n", cacheFormat, o.Version, repo.prefix, repo.area(o.Folder).name, o.Reader != nil, Facts{})
}

// distrust says why a folder may not be used as cache, or nil.
func (r *repository) distrust(dir string, head oid) error {
	for _, part := range []string{dir, filepath.Dir(dir)} {
		info, err := os.Lstat(part)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		if !info.IsDir() {
			return fmt.Errorf("%s is not a folder", filepath.Base(part))
		}
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	inside, err := filepath.Rel(r.root, resolved(abs))
	if err != nil || !filepath.IsLocal(inside) {
		return nil // not in the work tree, so that no commit can have put it there
	}
	c, err := r.commit(head)
	if err != nil {
		return err
	}
	at, err := newForest(r.objects).find(c.tree, filepath.ToSlash(inside))
	if err == nil && !at.absent() {
		err = fmt.Errorf("%s is part of the commit", filepath.ToSlash(inside))
	}
	return err
}

// resolved gives a path without symbolic links, as far as it exists.
func resolved(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	if parent := filepath.Dir(path); parent != path {
		return filepath.Join(resolved(parent), filepath.Base(path))
	}
	return path
}

// load gives the index that was kept, or nil. Whatever is wrong with the file, the index is made anew.
func (c *historyCache) load() *index {
	if c.file == "" {
		return nil
	}
	m, err := mapped.Open(c.file)
	if err != nil {
		return nil
	}
	defer m.Close()
	c.chain = chain{}
	var x *index
	err = mapped.Guard(func() error {
		x, err = decodeIndex(m.Bytes, c.key)
		return err
	})
	if err != nil {
		return nil
	}
	c.chain.sum, c.chain.base = binary.LittleEndian.Uint32(m.Bytes[len(m.Bytes)-4:]), int64(len(m.Bytes))
	return c.loadSegments(x)
}

// save keeps the index of a long history. That of a short one is not kept, and one of when it was longer is removed.
func (c *historyCache) save(x *index) {
	switch {
	case c.file == "":
	case len(x.graph.vertices) >= c.from:
		if c.append(x) {
			return
		}
		// The segments of the old one go first: those that a second process adds meanwhile go on from none that is left.
		c.remove(c.more)
		c.note(plain.WriteBeside(c.file, func(f io.Writer) error { return encodeIndex(f, x, c.key) }))
	default:
		c.remove(c.file)
		c.remove(c.more)
	}
}

// remove removes a file of the cache, if it is there.
func (c *historyCache) remove(file string) {
	if err := os.Remove(file); !errors.Is(err, fs.ErrNotExist) {
		c.note(err)
	}
}

// note says once that the cache could not be written, which is no error.
func (c *historyCache) note(err error) {
	if err != nil && len(c.notes) == 0 {
		c.notes = append(c.notes, fmt.Sprintf("the cache of the history was not written: %v", err))
	}
}
