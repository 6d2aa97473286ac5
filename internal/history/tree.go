package history

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/objects"

	"github.com/go-git/go-git/v5/plumbing"
)

// The modes of tree entries, as git writes them.
const (
	modeTree    = 0o040000
	modeSymlink = 0o120000
	modeGitlink = 0o160000
	modeMask    = 0o170000
)

// side is what stands at a path on one side of a change. The zero side says that nothing does.
type side struct {
	mode uint32
	blob oid
}

// absent tells whether nothing stands at the path.
func (s side) absent() bool { return s.mode == 0 }

// regular tells whether a file stands at the path, rather than a symbolic link or a submodule.
func (s side) regular() bool { return s.mode&modeMask == 0o100000 }

// entry is one line of a tree. A folder's name ends in a slash, so that names sort and compare as git does.
type entry struct {
	name string
	side
}

// folder tells whether the entry is a tree.
func (e entry) folder() bool { return e.mode&modeMask == modeTree }

// checkTree gives the bytes of a tree whose entries are as they should be and in order, which are mostly those that are given. Hostile
// trees may be unsorted or hold any name; names that are no names of files are refused.
func checkTree(data []byte) ([]byte, error) {
	sorted := true
	var c, last cursor
	for c.rest = data; ; last = c {
		if len(c.rest) == 0 {
			break
		}
		if err := c.check(); err != nil {
			return nil, err
		}
		sorted = sorted && (last.name == nil || compareNames(&last, &c) < 0)
	}
	if sorted {
		return data, nil
	}
	list := listTree(data)
	slices.SortStableFunc(list, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	raw := make([]byte, 0, len(data))
	for _, e := range list {
		raw = fmt.Appendf(raw, "%o %s\x00", e.mode, strings.TrimSuffix(e.name, "/"))
		raw = append(raw, e.blob[:]...)
	}
	return raw, nil
}

// listTree gives the entries of a tree that was checked. Their names are cut from one string.
func listTree(raw []byte) []entry {
	entries := make([]entry, 0, len(raw)/36+1)
	names := make([]byte, 0, len(raw))
	c := cursor{rest: raw}
	for c.next() {
		names = append(names, c.name...)
		if c.folder() {
			names = append(names, '/')
		}
		entries = append(entries, entry{side: c.side()})
	}
	all, c := string(names), cursor{rest: raw}
	for i := 0; c.next(); i++ {
		n := len(c.name)
		if c.folder() {
			n++
		}
		entries[i].name, all = all[:n], all[n:]
	}
	return entries
}

// cursor goes through the entries of a tree as it is stored, for most of them are only passed over.
type cursor struct {
	rest []byte // behind the entry
	name []byte // as stored, without a slash; nil before the first entry and behind the last
	mode uint32
	id   []byte
}

// next goes to the next entry of a tree that was checked, and tells whether there is one.
func (c *cursor) next() bool {
	if len(c.rest) == 0 {
		c.name = nil
		return false
	}
	c.mode = 0
	i := 0
	for ; c.rest[i] != ' '; i++ {
		c.mode = c.mode<<3 | uint32(c.rest[i]-'0')
	}
	end := i + 1 + bytes.IndexByte(c.rest[i+1:], 0)
	c.name = c.rest[i+1 : end]
	c.id, c.rest = c.rest[end+1:end+1+objects.IDSize], c.rest[end+1+objects.IDSize:]
	return true
}

// check goes to the next entry and looks whether it is as it should be.
func (c *cursor) check() error {
	head, rest, ok := bytes.Cut(c.rest, []byte{0})
	if !ok || len(rest) < objects.IDSize {
		return errors.New("tree ends within an entry")
	}
	digits := bytes.IndexByte(head, ' ')
	if digits <= 0 || digits > 7 {
		return errors.New("tree entry without a mode")
	}
	for _, d := range head[:digits] {
		if d < '0' || d > '7' {
			return fmt.Errorf("tree entry with mode %q", head[:digits])
		}
	}
	if c.next(); !fileName(c.name) || c.mode == 0 {
		return fmt.Errorf("tree entry named %q", c.name)
	}
	return nil
}

// folder tells whether the entry is a tree.
func (c *cursor) folder() bool { return c.mode&modeMask == modeTree }

// side gives what stands there.
func (c *cursor) side() side { return side{c.mode, oid(c.id)} }

// path gives the name of the entry, that of a folder with a slash.
func (c *cursor) path() string {
	if c.folder() {
		return string(c.name) + "/"
	}
	return string(c.name)
}

// skip goes behind all entries of the name of the one at which it stands.
func (c *cursor) skip() {
	for at := *c; c.next() && compareNames(c, &at) == 0; {
	}
}

// compareNames compares the names of two entries as git orders them, that of a folder with a slash at its end.
func compareNames(a, b *cursor) int {
	n := min(len(a.name), len(b.name))
	if by := bytes.Compare(a.name[:n], b.name[:n]); by != 0 {
		return by
	}
	return int(a.letter(n)) - int(b.letter(n))
}

// letter gives a byte of the name; a slash behind that of a folder.
func (c *cursor) letter(i int) byte {
	switch {
	case i < len(c.name):
		return c.name[i]
	case c.folder():
		return '/'
	}
	return 0
}

// fileName tells whether a name in a tree can be the name of a file.
func fileName(name []byte) bool {
	switch string(name) {
	case "", ".", "..":
		return false
	}
	return bytes.IndexByte(name, '/') < 0
}

// forest reads trees and keeps those that were read lately: the trees of a commit are mostly its parent's.
type forest struct {
	objects *objects.Store
	young   map[oid][]byte
	old     map[oid][]byte
	size    int // bytes in young
}

// forestSize is how many bytes of trees become old together.
const forestSize = 6 << 20

// newForest gives a forest without trees.
func newForest(o *objects.Store) *forest {
	return &forest{objects: o, young: map[oid][]byte{}}
}

// raw gives the bytes of a tree, in order; none for the zero name, which stands for a tree that is not there.
func (f *forest) raw(id oid) ([]byte, error) {
	if id.IsZero() {
		return nil, nil
	}
	if t, ok := f.young[id]; ok {
		return t, nil
	}
	t, ok := f.old[id]
	if !ok {
		data, err := f.objects.ReadAs(plumbing.TreeObject, id)
		if err != nil {
			return nil, err
		}
		if t, err = checkTree(data); err != nil {
			return nil, fmt.Errorf("tree %s: %w", id, err)
		}
	}
	if f.size += len(t) + 64; f.size > forestSize {
		f.old, f.young, f.size = f.young, map[oid][]byte{}, len(t)+64
	}
	f.young[id] = t
	return t, nil
}

// read gives the entries of a tree.
func (f *forest) read(id oid) ([]entry, error) {
	raw, err := f.raw(id)
	return listTree(raw), err
}

// find gives what stands at a path below a tree.
func (f *forest) find(tree oid, path string) (side, error) {
	at := side{modeTree, tree}
	for name := range strings.SplitSeq(path, "/") {
		if name == "" {
			continue
		}
		if at.mode&modeMask != modeTree {
			return side{}, nil
		}
		raw, err := f.raw(at.blob)
		if err != nil {
			return side{}, err
		}
		if at = pick(raw, name); at.absent() {
			return side{}, nil
		}
	}
	return at, nil
}

// pick gives the entry with a name, file or folder; the file if there are both.
func pick(raw []byte, name string) (found side) {
	for c := (cursor{rest: raw}); c.next(); {
		if string(c.name) == name && (found.absent() || found.mode&modeMask == modeTree && !c.folder()) {
			found = c.side()
		}
	}
	return found
}

// scope says which paths are looked at: a tree of names whose leaves stand for all below them.
type scope struct {
	all   bool              // everything from here on
	holds func(string) bool // of the whole scope: tells the paths that count from those that do not; nil where all do
	below map[string]*scope // file name, or folder name with a slash
}

// add brings a path into the scope; a folder with all that it holds if the path ends in a slash.
func (s *scope) add(path string) {
	for path != "" && !s.all {
		i := strings.IndexByte(path, '/') + 1
		if i == 0 {
			i = len(path)
		}
		if s.below == nil {
			s.below = map[string]*scope{}
		}
		next := s.below[path[:i]]
		if next == nil {
			next = &scope{}
			s.below[path[:i]] = next
		}
		s, path = next, path[i:]
	}
	s.all = true
}

// enter gives the scope below a name, or nil if the name is outside.
func (s *scope) enter(name string) *scope {
	if s.all {
		return s
	}
	return s.below[name]
}

// change is a path that a commit left other than all of its parents had it.
type change struct {
	path   string // relative to the top of the repository
	old    side   // in the first parent that had the path
	new    side
	others []side // of a merge: in each parent
}

// differ compares trees.
type differ struct {
	forest *forest
	names  map[string]string // paths already seen, so that each is kept once
}

// newDiffer gives a differ that reads from an object store.
func newDiffer(o *objects.Store) *differ {
	return &differ{forest: newForest(o), names: map[string]string{}}
}

// diff gives the paths within a scope that differ between a tree and all of its parents' trees, in order. Subtrees
// with equal names are not read.
func (d *differ) diff(result oid, parents []oid, in *scope) ([]change, error) {
	var found []change
	err := d.walk("", result, parents, in, func(c change) { found = append(found, c) })
	return found, err
}

// walk compares one folder of the result with the same folder of every parent, entry by entry.
func (d *differ) walk(base string, result oid, parents []oid, in *scope, emit func(change)) error {
	mine, err := d.open(result)
	if err != nil {
		return err
	}
	theirs := make([]cursor, len(parents))
	for i, p := range parents {
		if theirs[i], err = d.open(p); err != nil {
			return err
		}
	}
	for {
		if len(theirs) == 1 {
			skipEqual(&mine, &theirs[0])
		}
		least := leastName(&mine, theirs)
		if least == nil {
			return nil
		}
		at := *least
		was := make([]side, len(theirs))
		for i := range theirs {
			was[i] = take(&theirs[i], &at)
		}
		is := take(&mine, &at)
		if slices.Contains(was, is) {
			continue
		}
		name := at.path()
		next := in.enter(name)
		if next == nil {
			continue
		}
		if err := d.compare(base+name, is, was, next, emit); err != nil {
			return err
		}
	}
}

// open gives a cursor at the first entry of a tree.
func (d *differ) open(id oid) (cursor, error) {
	raw, err := d.forest.raw(id)
	c := cursor{rest: raw}
	c.next()
	return c, err
}

// skipEqual passes over the entries that are the same in the result and its only parent, which most are.
func skipEqual(mine, theirs *cursor) {
	for mine.name != nil && theirs.name != nil && mine.mode == theirs.mode &&
		bytes.Equal(mine.id, theirs.id) && bytes.Equal(mine.name, theirs.name) {
		mine.next()
		theirs.next()
	}
}

// compare reports a file that differs, or walks into a folder that does. The path of a folder ends in a slash.
func (d *differ) compare(path string, is side, was []side, in *scope, emit func(change)) error {
	if !strings.HasSuffix(path, "/") {
		if in.all {
			emit(newChange(d.intern(path), is, was))
		}
		return nil
	}
	below := make([]oid, len(was))
	for i := range was {
		below[i] = was[i].blob
	}
	// A tree may be written with several modes; the same content is no change.
	if slices.Contains(below, is.blob) {
		return nil
	}
	return d.walk(path, is.blob, below, in, emit)
}

// newChange makes a change of what a path is and what it was in each parent.
func newChange(path string, is side, was []side) change {
	c := change{path: path, new: is}
	for _, w := range was {
		if c.old.absent() {
			c.old = w
		}
	}
	if len(was) > 1 {
		c.others = was
	}
	return c
}

// intern gives the one copy of a path.
func (d *differ) intern(path string) string {
	if p, ok := d.names[path]; ok {
		return p
	}
	d.names[path] = path
	return path
}

// leastName gives the cursor with the first name of several; nil when all are at their end.
func leastName(mine *cursor, theirs []cursor) (least *cursor) {
	if mine.name != nil {
		least = mine
	}
	for i := range theirs {
		if t := &theirs[i]; t.name != nil && (least == nil || compareNames(t, least) < 0) {
			least = t
		}
	}
	return least
}

// take gives what has a name where a cursor stands, and passes over it and any that repeat it.
func take(c, name *cursor) side {
	if c.name == nil || compareNames(c, name) != 0 {
		return side{}
	}
	is := c.side()
	c.skip()
	return is
}
