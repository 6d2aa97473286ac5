package history

import (
	"cmp"
	"slices"
)

// revision is a Revision in numbers.
type revision struct {
	commit   int32
	from, to int32 // paths; from is none where the document stayed
	old, new slot
	class    class
}

// none stands for no path and no version.
const none = -1

// trail is the history of one document: some revisions, newest first, under the path that it has or last had.
type trail struct {
	path       int32
	start, end int32 // of its revisions
	former     bool  // it is no more at the head
}

// follow makes the trails of all documents out of the changesets.
func (w *walker) follow() {
	l := newLineage(w.index)
	l.follow()
	spans, owners := w.spans(l)
	// The revisions of each document stand together: first it is found out where, then they are put there.
	at := make([]int32, len(spans))
	for i := range spans[:max(len(spans)-1, 0)] {
		at[i+1] = at[i] + spans[i].length
		spans[i+1].start = at[i+1]
	}
	revisions := make([]revision, len(owners))
	var links []link
	for i, d := range w.index.changesets {
		if d == nil {
			continue
		}
		links = d.links(links[:0])
		for _, k := range links {
			revisions[at[owners[0]]] = newRevision(int32(i), k)
			at[owners[0]]++
			owners = owners[1:]
		}
	}
	w.index.revisions = revisions
	w.write(spans, w.owners(l), l)
}

// spans gives the documents in the order in which they are met, and for each link which one it belongs to.
func (w *walker) spans(l *lineage) (spans []span, owners []int32) {
	number := make([]int32, len(l.parent)) // document -> the place of its span, plus one
	owners = make([]int32, 0, len(w.index.blobs))
	var links []link
	for _, d := range w.index.changesets {
		if d == nil {
			continue
		}
		links = d.links(links[:0])
		for _, k := range links {
			document := l.owner(k)
			if number[document] == 0 {
				spans = append(spans, span{document: document})
				number[document] = int32(len(spans))
			}
			s := &spans[number[document]-1]
			s.inside = s.inside || w.inside(w.index.paths[k.from]) || w.inside(w.index.paths[k.to])
			s.length++
			owners = append(owners, number[document]-1)
		}
	}
	return spans, owners
}

// newRevision gives what a commit did to a document.
func newRevision(commit int32, k link) revision {
	v := revision{commit: commit, from: none, to: k.to, old: k.old, new: k.new, class: k.class}
	if k.from != k.to {
		v.from = k.from
	}
	return v
}

// span is where the revisions of one document stand, newest first.
type span struct {
	document      int32
	start, length int32 // of its revisions
	inside        bool  // it stood in the folder at some time
}

// owner gives the document that a link belongs to.
func (l *lineage) owner(k link) int32 {
	if k.new.mode != 0 {
		return l.document(l.node(k.to, k.new))
	}
	return l.document(l.node(k.from, k.old))
}

// owners gives the paths of the folder at the head by document.
func (w *walker) owners(l *lineage) map[int32][]version {
	owners := make(map[int32][]version, len(w.index.files))
	for _, f := range w.index.files {
		if n, ok := l.at(f); ok && w.inside(w.index.paths[f.path]) {
			d := l.document(n)
			owners[d] = append(owners[d], f)
		}
	}
	return owners
}

// write lists the trails: of the files at the head, and of the documents that are no more.
func (w *walker) write(spans []span, owners map[int32][]version, l *lineage) {
	for i := range spans {
		s := &spans[i]
		at, end := owners[s.document], s.start+s.length
		switch {
		case len(at) == 1:
			w.index.trails = append(w.index.trails, trail{at[0].path, s.start, end, false})
		case len(at) > 1:
			for _, f := range at {
				w.index.addTrail(f.path, l.ledTo(f, w.index.revisions[s.start:end]))
			}
		case s.inside:
			w.index.trails = append(w.index.trails, trail{w.index.revisions[s.start].to, s.start, end, true})
		}
	}
	slices.SortStableFunc(w.index.trails, func(a, b trail) int {
		return cmp.Or(cmp.Compare(w.index.paths[a.path], w.index.paths[b.path]),
			cmp.Compare(w.index.revisions[a.start].commit, w.index.revisions[b.start].commit))
	})
}

// addTrail adds the trail of a document at the head with revisions of its own.
func (x *index) addTrail(path int32, revisions []revision) {
	if len(revisions) == 0 {
		return
	}
	start := int32(len(x.revisions))
	x.revisions = append(x.revisions, revisions...)
	x.trails = append(x.trails, trail{path, start, int32(len(x.revisions)), false})
}

// ledTo gives the revisions that led to one version, where a document went several ways: two branches moved it to
// different places, and both stayed.
func (l *lineage) ledTo(end version, revisions []revision) (own []revision) {
	n, _ := l.at(end)
	led := map[int32]bool{n: true}
	for _, v := range revisions {
		if v.new.mode == 0 || !led[l.node(v.to, v.new)] {
			continue
		}
		own = append(own, v)
		if from := v.from; v.old.mode != 0 {
			if from == none {
				from = v.to
			}
			led[l.node(from, v.old)] = true
		}
	}
	return own
}
