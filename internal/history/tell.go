package history

import (
	"cmp"
	"slices"
)

// teller turns records into the revisions of each document.
type teller struct {
	*walker
	log     *Log
	lineage *lineage
	stories map[int32]*story // document -> what happened to it
}

// story is what happened to one document, newest first.
type story struct {
	links     []storyLink
	revisions []Revision
	inside    bool // it stood in the folder at some time
}

// storyLink keeps which versions a revision joins.
type storyLink struct{ before, after int32 }

// none stands for no version, before an addition and after a deletion.
const none = -1

// record adds the revisions that a commit made.
func (t *teller) record(r *record) error {
	commit, err := t.commit(r.vertex)
	if err != nil {
		return err
	}
	_, ignored := t.ignored[t.graph.vertices[r.vertex].id]
	for _, k := range r.links() {
		l := storyLink{none, none}
		if !k.old.absent() {
			l.before = t.lineage.node(k.from, k.old)
		}
		if !k.new.absent() {
			l.after = t.lineage.node(k.to, k.new)
		}
		document := t.lineage.document(max(l.before, l.after))
		s := t.stories[document]
		if s == nil {
			s = &story{}
			t.stories[document] = s
		}
		s.links = append(s.links, l)
		s.revisions = append(s.revisions, t.revision(k, commit, ignored))
		s.inside = s.inside || t.inside(k.from) || t.inside(k.to)
	}
	return nil
}

// revision describes what a commit did to one document.
func (t *teller) revision(k link, c *Commit, ignored bool) Revision {
	r := Revision{
		Commit: c, Path: t.repo.relative(k.to), Blob: hashOf(k.new.blob), OldBlob: hashOf(k.old.blob), Mode: k.new.mode,
		Class: t.facts.classOf(k.from, k.old, k.to, k.new), Ignored: ignored,
	}
	if k.from != k.to {
		r.From = t.repo.relative(k.from)
	}
	of := t.facts.of(k.to, k.new)
	if k.new.absent() {
		r.Mode = k.old.mode
		of = t.facts.of(k.from, k.old)
	}
	r.Facts, r.Unread = of.Facts, of.unread
	return r
}

// commit describes a commit and the one that brought it into the mainline, each once.
func (t *teller) commit(i int32) (*Commit, error) {
	v := &t.graph.vertices[i]
	if c := t.log.commits[hashOf(v.id)]; c != nil {
		return c, nil
	}
	c, err := describe(v.id, v.raw, t.people)
	if err != nil {
		return nil, damaged(err)
	}
	landed := &t.graph.vertices[v.landed]
	c.Mainline, c.Landed, c.Place = v.main, hashOf(landed.id), int(landed.place)
	t.log.commits[c.Hash] = c
	if v.landed != i {
		if _, err := t.commit(v.landed); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// assign gives every file at the head its story, and lists the documents that are no more.
func (t *teller) assign() error {
	t.log.byPath = make(map[string][]Revision, len(t.log.head))
	owners := map[int32][]string{} // document -> its paths at the head
	for path, blob := range t.log.head {
		full := t.repo.absolute(path)
		if n, ok := t.lineage.at[version{full, mustOID(blob)}]; ok && t.inside(full) {
			d := t.lineage.document(n)
			owners[d] = append(owners[d], path)
		}
	}
	for d, s := range t.stories {
		paths := owners[d]
		switch {
		case len(paths) == 1:
			t.log.byPath[paths[0]] = s.revisions
		case len(paths) > 1:
			for _, p := range paths {
				t.log.byPath[p] = t.ownPart(s, p)
			}
		case s.inside:
			t.log.former = append(t.log.former, Trail{s.revisions[0].Path, s.revisions})
		}
	}
	slices.SortFunc(t.log.former, func(a, b Trail) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(b.when(), a.when()), cmp.Compare(a.Revisions[0].Commit.Hash, b.Revisions[0].Commit.Hash))
	})
	for _, f := range t.log.former {
		if _, taken := t.log.byPath[f.Path]; !taken {
			t.log.byPath[f.Path] = f.Revisions
		}
	}
	return nil
}

// when is the time of the last thing that happened to the document, in seconds.
func (f Trail) when() int64 { return f.Revisions[0].Commit.Committer.When.Unix() }

// ownPart gives the revisions that led to the version which stands at a path, where a document went several ways:
// two branches moved it to different places, and both stayed.
func (t *teller) ownPart(s *story, path string) []Revision {
	led := map[int32]bool{t.lineage.at[version{t.repo.absolute(path), mustOID(t.log.head[path])}]: true}
	var own []Revision
	for i, l := range s.links {
		if l.after != none && led[l.after] {
			own = append(own, s.revisions[i])
			led[l.before] = true
		}
	}
	return own
}
