package history

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

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

// parseTree reads a tree object. Hostile trees may be unsorted or hold any name; they are put in order, and names
// that are no names of files are refused.
func parseTree(data []byte) ([]entry, error) {
	count := len(data)/36 + 1
	entries := make([]entry, 0, count)
	// All names are cut from one string, into which each is copied with its slash.
	names := make([]byte, 0, len(data))
	ends := make([]int32, 0, count)
	for len(data) > 0 {
		head, rest, ok := bytes.Cut(data, []byte{0})
		if !ok || len(rest) < len(oid{}) {
			return nil, errors.New("tree ends within an entry")
		}
		e, name, err := parseEntry(head)
		if err != nil {
			return nil, err
		}
		copy(e.blob[:], rest)
		data = rest[len(oid{}):]
		names = append(names, name...)
		if e.folder() {
			names = append(names, '/')
		}
		entries, ends = append(entries, e), append(ends, int32(len(names)))
	}
	return nameEntries(entries, string(names), ends), nil
}

// nameEntries gives entries their names, which stand one behind the other, and puts them in order.
func nameEntries(entries []entry, names string, ends []int32) []entry {
	sorted, start := true, int32(0)
	for i, end := range ends {
		entries[i].name, start = names[start:end], end
		sorted = sorted && (i == 0 || entries[i-1].name < entries[i].name)
	}
	if !sorted {
		slices.SortStableFunc(entries, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	}
	return entries
}

// parseEntry reads "100644 name".
func parseEntry(head []byte) (e entry, name []byte, err error) {
	digits, name, ok := bytes.Cut(head, []byte(" "))
	if !ok || len(digits) == 0 || len(digits) > 7 {
		return entry{}, nil, errors.New("tree entry without a mode")
	}
	for _, d := range digits {
		if d < '0' || d > '7' {
			return entry{}, nil, fmt.Errorf("tree entry with mode %q", digits)
		}
		e.mode = e.mode<<3 | uint32(d-'0')
	}
	if !fileName(name) || e.mode == 0 {
		return entry{}, nil, fmt.Errorf("tree entry named %q", name)
	}
	return e, name, nil
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
	objects  *objects
	young    map[oid][]entry
	old      map[oid][]entry
	size     int // entries in young
	capacity int // entries after which young becomes old
}

// newForest gives a forest that keeps about a quarter of a million entries.
func newForest(o *objects) *forest {
	return &forest{objects: o, young: map[oid][]entry{}, capacity: 1 << 17}
}

// read gives the entries of a tree; none for the zero name, which stands for a tree that is not there.
func (f *forest) read(id oid) ([]entry, error) {
	if id.IsZero() {
		return nil, nil
	}
	if t, ok := f.young[id]; ok {
		return t, nil
	}
	t, ok := f.old[id]
	if !ok {
		data, err := f.objects.readAs(plumbing.TreeObject, id)
		if err != nil {
			return nil, err
		}
		if t, err = parseTree(data); err != nil {
			return nil, fmt.Errorf("tree %s: %w", id, err)
		}
	}
	if f.size += len(t) + 1; f.size > f.capacity {
		f.old, f.young, f.size = f.young, map[oid][]entry{}, len(t)+1
	}
	f.young[id] = t
	return t, nil
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
		entries, err := f.read(at.blob)
		if err != nil {
			return side{}, err
		}
		if at = pick(entries, name); at.absent() {
			return side{}, nil
		}
	}
	return at, nil
}

// pick gives the entry with a name, file or folder.
func pick(entries []entry, name string) side {
	for _, want := range [...]string{name, name + "/"} {
		i, ok := slices.BinarySearchFunc(entries, want, func(e entry, n string) int { return strings.Compare(e.name, n) })
		if ok {
			return entries[i].side
		}
	}
	return side{}
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
func newDiffer(o *objects) *differ {
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
	mine, err := d.forest.read(result)
	if err != nil {
		return err
	}
	theirs := make([][]entry, len(parents))
	for i, p := range parents {
		if theirs[i], err = d.forest.read(p); err != nil {
			return err
		}
	}
	for {
		mine = skipEqual(mine, theirs)
		name := leastName(mine, theirs)
		if name == "" {
			return nil
		}
		was := make([]side, len(theirs))
		for i := range theirs {
			was[i], theirs[i] = take(theirs[i], name)
		}
		var is side
		is, mine = take(mine, name)
		next := in.enter(name)
		if next == nil || slices.Contains(was, is) {
			continue
		}
		if err := d.compare(base+name, is, was, next, emit); err != nil {
			return err
		}
	}
}

// skipEqual passes over the entries at the start that are the same in the result and its only parent, which most are.
func skipEqual(mine []entry, theirs [][]entry) []entry {
	if len(theirs) != 1 {
		return mine
	}
	n, other := 0, theirs[0]
	for n < len(mine) && n < len(other) && mine[n].side == other[n].side && mine[n].name == other[n].name {
		n++
	}
	theirs[0] = other[n:]
	return mine[n:]
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

// leastName gives the first name of several lists of entries; nothing when all are at their end.
func leastName(mine []entry, theirs [][]entry) string {
	name := ""
	if len(mine) > 0 {
		name = mine[0].name
	}
	for _, t := range theirs {
		if len(t) > 0 && (name == "" || t[0].name < name) {
			name = t[0].name
		}
	}
	return name
}

// take removes the entry of a name from the start of a list, with any that repeat it.
func take(entries []entry, name string) (side, []entry) {
	if len(entries) == 0 || entries[0].name != name {
		return side{}, entries
	}
	is := entries[0].side
	for len(entries) > 0 && entries[0].name == name {
		entries = entries[1:]
	}
	return is, entries
}
