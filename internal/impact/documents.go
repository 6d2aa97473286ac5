package impact

import (
	"bytes"
	"cmp"
	"slices"

	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/markdown"
)

// pair is one document before and after; one of both may be nil.
type pair struct{ before, after *doc.Document }

// match finds for each document what it was before: the document of the same id, else of what is left the one at
// the same path, else the one with the same bytes. The pairs stand by path.
func match(before, after *doc.Set) []pair {
	m := matcher{was: map[*doc.Document]*doc.Document{}, taken: map[*doc.Document]bool{}}
	m.by(before, after, func(d *doc.Document) string {
		if d.DerivedID {
			return "" // an id that nobody chose is the path in other words
		}
		return string(d.ID)
	})
	m.by(before, after, func(d *doc.Document) string { return d.Path })
	m.by(before, after, func(d *doc.Document) string { return d.Blob })
	var out []pair
	for _, d := range after.Documents {
		out = append(out, pair{m.was[d], d})
	}
	for _, d := range before.Documents {
		if !m.taken[d] {
			out = append(out, pair{d, nil})
		}
	}
	slices.SortStableFunc(out, func(a, b pair) int { return cmp.Compare(a.now().Path, b.now().Path) })
	return out
}

type matcher struct {
	was   map[*doc.Document]*doc.Document // after -> before
	taken map[*doc.Document]bool          // of before
}

// by pairs documents that have no partner yet and agree in a key; of several with one key the first by path.
func (m *matcher) by(before, after *doc.Set, key func(*doc.Document) string) {
	free := map[string]*doc.Document{}
	for _, d := range before.Documents {
		k := key(d)
		if _, held := free[k]; !held && !m.taken[d] && k != "" {
			free[k] = d
		}
	}
	for _, d := range after.Documents {
		was, ok := free[key(d)]
		if ok && m.was[d] == nil && !m.taken[was] {
			m.was[d], m.taken[was] = was, true
		}
	}
}

// now gives the document as it is, or as it was if it is no more.
func (p pair) now() *doc.Document {
	if p.after != nil {
		return p.after
	}
	return p.before
}

// document tells what happened to the document; ok is false where nothing did.
func (p pair) document() (d Document, ok bool) {
	now := p.now()
	d = Document{ID: now.ID, Title: now.Title, Path: now.Path, Before: stand(p.before), After: stand(p.after)}
	switch {
	case p.before == nil:
		d.Kind = Added
		return d, true
	case p.after == nil:
		d.Kind = Removed
		return d, true
	}
	if p.before.ID != now.ID {
		d.WasID = p.before.ID
	}
	if p.before.Path != now.Path {
		d.From = p.before.Path
	}
	d.Rows = rows(p.before) != rows(now)
	switch {
	case p.before.SHA256 != now.SHA256 || d.Rows:
		d.Kind, d.Class = Changed, class(p.before, now)
	case d.From != "":
		d.Kind, d.Class = Moved, history.Move
	default:
		return d, false
	}
	return d, true
}

// class tells how far a document changed, as history classes revisions. Other rows are other substance: they are what a
// register says.
func class(before, now *doc.Document) history.Class {
	body, was := bodyOf(now), bodyOf(before)
	switch {
	case rows(before) != rows(now), markdown.Prose(body) != markdown.Prose(was):
		return history.Substance
	case !bytes.Equal(body, was):
		return history.Formatting
	}
	return history.Metadata
}

func bodyOf(d *doc.Document) []byte { return d.Source[min(d.BodyAt, len(d.Source)):] }

// rows gives the hash of the rows beside a document; nothing where there are none.
func rows(d *doc.Document) string {
	if d.Data == nil {
		return ""
	}
	return d.Data.SHA256
}

func stand(d *doc.Document) Stand {
	if d == nil {
		return Stand{}
	}
	return Stand{d.Version, d.Status}
}
