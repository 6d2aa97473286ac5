package history

import (
	"cmp"
	"slices"
)

// verse is one revision of a document in numbers.
type verse struct {
	commit   int32
	from, to int32 // paths; from is none where the document stayed
	old, new slot
	class    class
}

// none stands for no path and no version.
const none = -1

// tale is what happened to one document: some verses, newest first, under the path that it has or last had.
type tale struct {
	path       int32
	start, end int32 // of its verses
	former     bool  // it is no more at the head
}

// tell turns the deeds into the tales of all documents.
func (w *walker) tell() {
	l := newLineage(w.index)
	l.follow()
	stories := map[int32]*story{} // document -> what happened to it
	var order []*story
	for i, d := range w.index.deeds {
		if d == nil {
			continue
		}
		for _, k := range d.links() {
			document, passed := l.passed(k)
			s := stories[document]
			if s == nil {
				s = &story{document: document}
				stories[document] = s
				order = append(order, s)
			}
			s.inside = s.inside || w.inside(w.index.paths[k.from]) || w.inside(w.index.paths[k.to])
			s.passages = append(s.passages, passed)
			s.verses = append(s.verses, newVerse(int32(i), k))
		}
	}
	w.write(order, w.owners(l), l)
}

// newVerse gives what a commit did to a document.
func newVerse(commit int32, k link) verse {
	v := verse{commit: commit, from: none, to: k.to, old: k.old, new: k.new, class: k.class}
	if k.from != k.to {
		v.from = k.from
	}
	return v
}

// story is what happened to one document, newest first.
type story struct {
	document int32
	verses   []verse
	passages []passage
	inside   bool // it stood in the folder at some time
}

// passage says which version a revision made of which; none before an addition and after a deletion.
type passage struct{ before, after int32 }

// passed gives the document that a link belongs to, and its passage.
func (l *lineage) passed(k link) (document int32, p passage) {
	p = passage{none, none}
	if k.old.mode != 0 {
		p.before = l.node(k.from, k.old)
	}
	if k.new.mode != 0 {
		p.after = l.node(k.to, k.new)
	}
	return l.document(max(p.before, p.after)), p
}

// owners gives the paths of the folder at the head by document.
func (w *walker) owners(l *lineage) map[int32][]version {
	owners := make(map[int32][]version, len(w.index.files))
	for _, f := range w.index.files {
		if n, ok := l.at[f]; ok && w.inside(w.index.paths[f.path]) {
			d := l.document(n)
			owners[d] = append(owners[d], f)
		}
	}
	return owners
}

// write lists the tales: of the files at the head, and of the documents that are no more.
func (w *walker) write(stories []*story, owners map[int32][]version, l *lineage) {
	for _, s := range stories {
		at := owners[s.document]
		switch {
		case len(at) == 1:
			w.index.addTale(at[0].path, s.verses, false)
		case len(at) > 1:
			for _, f := range at {
				w.index.addTale(f.path, s.ledTo(l.at[f]), false)
			}
		case s.inside:
			w.index.addTale(s.verses[0].to, s.verses, true)
		}
	}
	slices.SortStableFunc(w.index.tales, func(a, b tale) int {
		return cmp.Or(cmp.Compare(w.index.paths[a.path], w.index.paths[b.path]),
			cmp.Compare(w.index.verses[a.start].commit, w.index.verses[b.start].commit))
	})
}

// addTale adds the tale of one document.
func (x *index) addTale(path int32, verses []verse, former bool) {
	if len(verses) == 0 {
		return
	}
	start := int32(len(x.verses))
	x.verses = append(x.verses, verses...)
	x.tales = append(x.tales, tale{path, start, int32(len(x.verses)), former})
}

// ledTo gives the revisions that led to one version, where a document went several ways: two branches moved it to
// different places, and both stayed.
func (s *story) ledTo(n int32) (own []verse) {
	led := map[int32]bool{n: true}
	for i, p := range s.passages {
		if p.after != none && led[p.after] {
			own = append(own, s.verses[i])
			led[p.before] = true
		}
	}
	return own
}
