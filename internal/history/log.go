package history

import (
	"slices"
	"strings"
	"sync"
	"time"

	"clausebook/internal/date"
	"clausebook/internal/objects"
)

// view gives what an index holds as commits and revisions, when it is asked for: most callers look at a part, and taking
// apart every commit costs more than the rest of a reading from the cache.
type view struct {
	index   *index
	said    said
	place   func(string) string // a path of the repository relative to the project root
	people  *mailmap
	ignored map[oid]struct{}
	zone    *time.Location // of judgement
	facts   bool           // there was a reader

	mu        sync.Mutex
	commits   map[oid]*Commit
	landings  map[string][]Landing // by path at the head
	revisions map[int32][]Revision // start of a trail -> its revisions
	trails    map[string]trail
	head      map[string]Hash
}

// said is what the tree that is read says of people and of commits.
type said struct{ mailmap, ignored string }

// newView gives the view of an index.
func newView(x *index, repo *repository, o Options) *view {
	s := said{x.mailmap, x.ignored}
	if o.WorkTree {
		s = repo.said(s)
	}
	t := &view{
		index:     x,
		said:      s,
		place:     repo.relative,
		zone:      o.Zone,
		facts:     o.Reader != nil,
		people:    parseMailmap(s.mailmap),
		ignored:   map[oid]struct{}{},
		commits:   map[oid]*Commit{},
		revisions: map[int32][]Revision{}, landings: map[string][]Landing{},
		trails: make(map[string]trail, len(x.trails)),
		head:   make(map[string]Hash, len(x.files)),
	}
	for line := range strings.Lines(s.ignored) {
		digits, _, _ := strings.Cut(line, "#")
		if id, ok := objects.ParseID(strings.TrimSpace(digits)); ok {
			t.ignored[id] = struct{}{}
		}
	}
	for _, f := range x.files {
		t.head[t.place(x.paths[f.path])] = hashOf(x.blobs[f.blob])
	}
	// Documents at the head come before former ones of the same path, and newer former ones before older ones.
	for _, former := range [...]bool{false, true} {
		for _, k := range x.trails {
			p := t.place(x.paths[k.path])
			if _, taken := t.trails[p]; k.former == former && !taken {
				t.trails[p] = k
			}
		}
	}
	return t
}

// commit describes a commit, once.
func (t *view) commit(i int32) *Commit {
	v := &t.index.graph.vertices[i]
	if c := t.commits[v.id]; c != nil {
		return c
	}
	c, err := describe(v.id, v.raw, t.people)
	if err != nil { // it was read before, so this does not happen; what is certain is its name
		c = &Commit{Hash: hashOf(v.id), Tree: hashOf(v.tree), Raw: v.raw}
	}
	landed := &t.index.graph.vertices[v.landed]
	c.Author, c.Committer = c.Author.in(t.zone), c.Committer.in(t.zone)
	c.Mainline, c.Landed, c.Place = v.main, hashOf(landed.id), int(landed.place)
	t.commits[v.id] = c
	return c
}

// read gives the revisions of a trail.
func (t *view) read(k trail) []Revision {
	if revs, ok := t.revisions[k.start]; ok {
		return revs
	}
	revs := make([]Revision, 0, k.end-k.start)
	for _, v := range t.index.revisions[k.start:k.end] {
		revs = append(revs, t.revision(v))
	}
	t.revisions[k.start] = revs
	return revs
}

// revision gives a Revision from its numbers.
func (t *view) revision(v revision) Revision {
	x := t.index
	r := Revision{Commit: t.commit(v.commit), Path: t.place(x.paths[v.to]), Blob: t.hash(v.new), OldBlob: t.hash(v.old),
		Mode: v.new.mode, Class: classes[v.class]}
	of, path := v.new, v.to
	if v.from != none {
		r.From = t.place(x.paths[v.from])
	}
	if v.new.mode == 0 {
		r.Mode, of = v.old.mode, v.old
	}
	if t.facts && (side{mode: of.mode}).regular() && isDocument(x.paths[path]) {
		r.Facts, r.Unread = unpackFacts(x.facts[of.blob]), x.facts[of.blob] == unread || x.facts[of.blob] == tooLarge
	}
	_, r.Ignored = t.ignored[x.graph.vertices[v.commit].id]
	return r
}

// hash gives the name of the blob in a slot.
func (t *view) hash(s slot) Hash {
	if s.mode == 0 {
		return ""
	}
	return hashOf(t.index.blobs[s.blob])
}

// Revisions gives the revisions of the document at this path at HEAD, newest first, following it through moves.
func (l *Log) Revisions(path string) []Revision {
	if l.view == nil {
		return nil
	}
	l.view.mu.Lock()
	defer l.view.mu.Unlock()
	k, ok := l.view.trails[l.StoodAt(path)]
	if !ok {
		return nil
	}
	return l.view.read(k)
}

// Commit gives a commit that can be reached from Head, also by its name before the history was moved, or nil.
func (l *Log) Commit(h Hash) *Commit {
	id, ok := objects.ParseID(string(h))
	if l.view == nil || l.view.index.graph == nil || !ok {
		return nil
	}
	l.view.mu.Lock()
	defer l.view.mu.Unlock()
	i, ok := l.view.index.graph.find(id)
	if !ok {
		i, ok = l.view.index.graph.find(l.Moved.now[id])
	}
	if !ok {
		return nil
	}
	return l.view.commit(i)
}

// Until gives the newest commit of the main line whose committer's time is not after a day of the zone of judgement, or
// nil where there is none: the one that the day means as a revision.
func (l *Log) Until(day date.Date) *Commit {
	if l.view == nil || l.view.index.graph == nil {
		return nil
	}
	l.view.mu.Lock()
	defer l.view.mu.Unlock()
	i, ok := l.view.index.graph.until(day, l.view.zone)
	if !ok {
		return nil
	}
	return l.view.commit(i)
}

// First gives the commit that is dated earliest of all that can be reached from Head, or nil.
func (l *Log) First() *Commit {
	if l.view == nil || l.view.index.graph == nil || len(l.view.index.graph.vertices) == 0 {
		return nil
	}
	l.view.mu.Lock()
	defer l.view.mu.Unlock()
	all, first := l.view.index.graph.vertices, 0
	for i := range all {
		if all[i].when < all[first].when {
			first = i
		}
	}
	return l.view.commit(int32(first)) //nolint:gosec // places of vertices are int32
}

// Former gives the documents that HEAD has no more, by path and then newest first. Two may have had the same path.
func (l *Log) Former() (former []Trail) {
	if l.view == nil {
		return nil
	}
	l.view.mu.Lock()
	defer l.view.mu.Unlock()
	for _, k := range l.view.index.trails {
		if !k.former {
			continue
		}
		if at := l.view.place(l.view.index.paths[k.path]); !l.foreign[at] {
			former = append(former, Trail{at, l.view.read(k)})
		}
	}
	return former
}

// Paths gives the files of the folder at HEAD, and those that stand in the project root itself, in order.
func (l *Log) Paths() []string {
	if l.view == nil {
		return nil
	}
	return slices.DeleteFunc(sortedKeys(l.view.head), func(p string) bool { return l.foreign[p] })
}

// HeadBlob gives the blob at this path at HEAD, or nothing if HEAD has no such file. It knows the files of the folder
// and those that stand in the project root itself.
func (l *Log) HeadBlob(path string) Hash {
	if l.view == nil {
		return ""
	}
	return l.view.head[path]
}
