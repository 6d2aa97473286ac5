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
	stories, owners := w.stories(l)
	// The verses of each story stand together: first it is told where, then they are put there.
	at := make([]int32, len(stories))
	for i := range stories[:max(len(stories)-1, 0)] {
		at[i+1] = at[i] + stories[i].length
		stories[i+1].start = at[i+1]
	}
	verses := make([]verse, len(owners))
	var links []link
	for i, d := range w.index.deeds {
		if d == nil {
			continue
		}
		links = d.links(links[:0])
		for _, k := range links {
			verses[at[owners[0]]] = newVerse(int32(i), k)
			at[owners[0]]++
			owners = owners[1:]
		}
	}
	w.index.verses = verses
	w.write(stories, w.owners(l), l)
}

// stories gives the documents in the order in which they are met, and for each link which one it belongs to.
func (w *walker) stories(l *lineage) (stories []story, owners []int32) {
	number := make([]int32, len(l.parent)) // document -> its story, plus one
	owners = make([]int32, 0, len(w.index.blobs))
	var links []link
	for _, d := range w.index.deeds {
		if d == nil {
			continue
		}
		links = d.links(links[:0])
		for _, k := range links {
			document := l.owner(k)
			if number[document] == 0 {
				stories = append(stories, story{document: document})
				number[document] = int32(len(stories))
			}
			s := &stories[number[document]-1]
			s.inside = s.inside || w.inside(w.index.paths[k.from]) || w.inside(w.index.paths[k.to])
			s.length++
			owners = append(owners, number[document]-1)
		}
	}
	return stories, owners
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
	document      int32
	start, length int32 // of its verses
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

// write lists the tales: of the files at the head, and of the documents that are no more.
func (w *walker) write(stories []story, owners map[int32][]version, l *lineage) {
	for i := range stories {
		s := &stories[i]
		at, end := owners[s.document], s.start+s.length
		switch {
		case len(at) == 1:
			w.index.tales = append(w.index.tales, tale{at[0].path, s.start, end, false})
		case len(at) > 1:
			for _, f := range at {
				w.index.addTale(f.path, l.ledTo(f, w.index.verses[s.start:end]))
			}
		case s.inside:
			w.index.tales = append(w.index.tales, tale{w.index.verses[s.start].to, s.start, end, true})
		}
	}
	slices.SortStableFunc(w.index.tales, func(a, b tale) int {
		return cmp.Or(cmp.Compare(w.index.paths[a.path], w.index.paths[b.path]),
			cmp.Compare(w.index.verses[a.start].commit, w.index.verses[b.start].commit))
	})
}

// addTale adds the tale of a document at the head with verses of its own.
func (x *index) addTale(path int32, verses []verse) {
	if len(verses) == 0 {
		return
	}
	start := int32(len(x.verses))
	x.verses = append(x.verses, verses...)
	x.tales = append(x.tales, tale{path, start, int32(len(x.verses)), false})
}

// ledTo gives the revisions that led to one version, where a document went several ways: two branches moved it to
// different places, and both stayed.
func (l *lineage) ledTo(end version, verses []verse) (own []verse) {
	n, _ := l.at(end)
	led := map[int32]bool{n: true}
	for _, v := range verses {
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
