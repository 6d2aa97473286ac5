package view

import (
	"cmp"

	"clausebook/internal/doc"
	"clausebook/internal/fingerprint"
	"clausebook/internal/ledger"
	"clausebook/internal/marked"
	"clausebook/internal/redline"
	"clausebook/internal/theme"
)

// RedlineView is a redline as pages show it.
type RedlineView struct {
	Older, Newer EditionView
	Texts        []Link // the full texts
	Compared     fingerprint.Lazy[marked.Comparison]
}

// Summary says in a sentence what differs.
func (v RedlineView) Summary() string { return v.Compared.Get().Summary }

// Moved says that the file was moved, if so.
func (v RedlineView) Moved() string { return v.Compared.Get().Moved }

// Notes say what could not be compared.
func (v RedlineView) Notes() []string { return v.Compared.Get().Notes }

// Fields are the values of the front matter that differ.
func (v RedlineView) Fields() []marked.Field { return v.Compared.Get().Fields }

// Parts are the stretches of the text.
func (v RedlineView) Parts() []marked.Part { return v.Compared.Get().Parts }

// Rest counts the changed blocks that the page has no room for.
func (v RedlineView) Rest() int { return v.Compared.Get().Rest }

// Whole leads to the full texts, where unchanged text is left out.
func (v RedlineView) Whole() []Link {
	if !v.Compared.Get().Folded {
		return nil
	}
	return v.Texts
}

// EditionView is one side of a redline.
type EditionView struct {
	Version, Status string
	Text            string // address of the page with the whole text
	Approved        string // by whom and when, if the version was approved
	Commit          Link
	Day             string
	Path            string
}

// RedlineStep leads from an approved version to the next one.
type RedlineStep struct {
	At           string // address of the page
	Older, Newer ledger.Version
}

// PlainVersion names a version that may have no number.
func PlainVersion(v string) string { return cmp.Or(v, "unnumbered") }

// RedlineTo gives the step to a version from the one approved before it, if a page shows it.
func (s *View) RedlineTo(d *doc.Document, v ledger.Version) (RedlineStep, bool) {
	for _, step := range s.Addr.Redlines[d] {
		if step.Newer.Revision == v.Revision && step.Newer.Version == v.Version {
			return step, true
		}
	}
	return RedlineStep{}, false
}

const (
	redlineRoom = 70_000 // bytes that the text of a redline may take on a page of the site
	around      = 1      // unchanged blocks shown on either side of a change there
)

// RedlineView compares the two versions of a step.
func (p Page) RedlineView(d *doc.Document, step RedlineStep) RedlineView {
	was, is := step.Older.Revision, step.Newer.Revision
	key := fingerprint.Of(was.Blob, was.Path, is.Blob, is.Path, d.Language, p.Language(), redlineRoom, around)
	older, newer := p.editionView(step.Older), p.editionView(step.Newer)
	return RedlineView{Older: older, Newer: newer, Texts: p.wholes(older, newer),
		Compared: fingerprint.Later(key, func() marked.Comparison { return p.compare(d, step) })}
}

// compare tells what differs between the versions of a step. Contents that the repository does not have are named, and nothing
// is compared then.
func (p Page) compare(d *doc.Document, step RedlineStep) marked.Comparison {
	was, err := p.readings.Content(step.Older.Revision)
	var is *redline.Version
	if err == nil {
		is, err = p.readings.Content(step.Newer.Revision)
	}
	if err != nil {
		return marked.Comparison{Notes: []string{p.T("The versions cannot be compared: %s", err)}}
	}
	r := redline.Changes(was, is, around)
	r.Old.Path, r.New.Path = step.Older.Revision.Path, step.Newer.Revision.Path
	other := p.Other(d.Language)
	return marked.Words{Words: p.Theme.Words, Text: other, Page: p.besides(other)}.Changes(r, around, redlineRoom)
}

// wholes leads to the full texts of versions.
func (p Page) wholes(editions ...EditionView) []Link {
	var out []Link
	for _, e := range editions {
		if e.Text != "" {
			out = append(out, Link{Text: p.T("version %s", e.Version), Href: e.Text})
		}
	}
	return out
}

func (p Page) editionView(v ledger.Version) EditionView {
	e := EditionView{Version: PlainVersion(v.Version), Text: p.EditionOf(v).Href,
		Status: p.Status(doc.Status(v.Revision.Facts.Status)).Text, Path: v.Revision.Path}
	if c := v.Revision.Commit; c != nil {
		e.Commit, e.Day = p.Commit(string(c.Hash)), DayOf(c)
	}
	switch who := p.Approver(v).Text; {
	case who != "" && !v.On.IsZero():
		e.Approved = p.T("approved by %s on %s", who, v.On)
	case !v.On.IsZero():
		e.Approved = p.T("approved on %s", v.On)
	}
	return e
}

// RedlineOf shows the whole of a redline, in words that stand alone. What is unchanged is folded.
func RedlineOf(w *theme.Words, r redline.Redline) RedlineView {
	return RedlineView{Older: editionOf(w, r.Old), Newer: editionOf(w, r.New),
		Compared: fingerprint.Later(fingerprint.Digest{}, func() marked.Comparison { return marked.Words{Words: w}.Whole(r) })}
}

func editionOf(w *theme.Words, e redline.Edition) EditionView {
	v := EditionView{Version: PlainVersion(e.Version), Status: e.Status, Day: e.Day, Path: e.Path,
		Commit: Link{Text: e.Commit[:min(len(e.Commit), 12)], Title: e.Commit}}
	if e.Commit == "" {
		v.Day = w.T("not committed")
	}
	return v
}
