package inforce

import (
	"cmp"
	"slices"
	"sort"

	"clausebook/internal/content"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
)

// What says what became of a document on a day.
type What uint8

// The changes, in the order in which those of one day and document are listed.
const (
	Added      What = iota // the document came into the repository, with no approved version yet
	TookEffect             // its first version did
	FirstKnown             // the first version that the history knows did; it came with the first documents, and may have followed others
	Replaced               // a version took the place of the one before
	Uncounted              // an approval was given that does not count
	Altered                // an approved text was changed under the same version
	Retired                // the document was withdrawn or superseded, or the approval of a version was taken back
	Returned               // it was put back
	Removed                // it was deleted
)

var whatNames = [...]string{"added", "took-effect", "first-known", "replaced", "approval-does-not-count", "changed-after-approval",
	"retired", "returned",
	"removed"}

// String gives the word for the change as programs read it.
func (w What) String() string { return whatNames[w] }

// Words names the change for readers.
func (w What) Words() phrase.Phrase {
	switch w {
	case TookEffect:
		return phrase.Of("First approved version")
	case FirstKnown:
		return phrase.Of("First version known here")
	case Replaced:
		return phrase.Of("New approved version")
	case Uncounted:
		return phrase.Of("Approval does not count")
	case Altered:
		return phrase.Of("Changed after approval")
	case Retired:
		return phrase.Of("Retired")
	case Returned:
		return phrase.Of("Put back")
	case Removed:
		return phrase.Of("Deleted")
	}
	return phrase.Of("Added, not approved yet")
}

// Change is one thing that became of a document.
type Change struct {
	On       date.Date
	What     What
	Document *doc.Document // nil for one that the tree has no more
	Version  *Tenure       // that took effect, was approved or was changed; nil for others
	Before   *Tenure       // the version whose place was taken
	Gone     Gone          // the deleted document
	Commit   *history.Commit
}

// ID gives the id of the document.
func (c Change) ID() string {
	if c.Document != nil {
		return string(c.Document.ID)
	}
	return c.Gone.ID
}

// Changes lists what became of all documents on the days after one day up to another, the earliest first. The list is the
// caller's own, to be sorted as a page likes.
func (b *Book) Changes(after, to date.Date) []Change {
	all := b.all()
	till := func(day date.Date) int {
		return sort.Search(len(all), func(i int) bool { return all[i].On.After(day) })
	}
	from := till(after)
	return slices.Clone(all[from:max(till(to), from)])
}

// allChanges lists what became of all documents on any day.
func (b *Book) allChanges() []Change {
	var out []Change
	for _, d := range b.docs.Documents {
		out = append(out, b.Of(d).changes()...)
	}
	out = append(out, b.removals()...)
	slices.SortStableFunc(out, func(a, b Change) int {
		return cmp.Or(a.On.Compare(b.On), cmp.Compare(a.ID(), b.ID()), cmp.Compare(a.What, b.What))
	})
	return out
}

// changes lists all that became of a document.
func (l *Life) changes() []Change {
	var out []Change
	add := func(c Change) {
		c.Document = l.Document
		out = append(out, c)
	}
	var last *Tenure
	for _, v := range l.inOrder() {
		what := Replaced
		switch {
		case last == nil && v.imported:
			what = FirstKnown
		case last == nil:
			what = TookEffect
		}
		add(Change{On: v.Spans[0].From, What: what, Version: v, Before: last, Commit: v.Landed})
		last = v
	}
	for _, v := range l.Versions {
		if v.From.IsZero() && !v.On.IsZero() {
			add(Change{On: v.On, What: Uncounted, Version: v, Commit: v.Landed})
		}
		if !v.From.IsZero() && !v.Until.IsZero() {
			add(Change{On: v.Until.AddDays(1), What: Retired, Version: v})
		}
		if c, day := l.alteration(v); c != nil {
			add(Change{On: day, What: Altered, Version: v, Commit: c})
		}
	}
	if first := l.first(); !first.IsZero() && !slices.ContainsFunc(out, func(c Change) bool { return !c.On.After(first) }) {
		add(Change{On: first, What: Added})
	}
	for _, r := range l.left {
		add(Change{On: r.From, What: Retired, Version: l.On(r.From.AddDays(-1))})
		if !r.To.IsZero() {
			add(Change{On: r.To.AddDays(1), What: Returned, Version: l.On(r.To.AddDays(1))})
		}
	}
	return out
}

// inOrder gives the versions that were in force, by the day on which they first were.
func (l *Life) inOrder() []*Tenure {
	out := slices.DeleteFunc(slices.Clone(l.Versions), func(v *Tenure) bool { return len(v.Spans) == 0 })
	slices.SortStableFunc(out, func(a, b *Tenure) int { return a.Spans[0].From.Compare(b.Spans[0].From) })
	return out
}

// alteration gives the commit that changed the text of an approved version under the same number, and its day.
func (l *Life) alteration(v *Tenure) (*history.Commit, date.Date) {
	for _, doubt := range v.Verdicts {
		if doubt.Rule == ledger.RuleChangedAfter {
			return l.landing(doubt.Commit)
		}
	}
	return nil, date.Date{}
}

// first gives the day on which the document came into the repository; zero where that is not known.
func (l *Life) first() date.Date {
	if len(l.landings) == 0 {
		return date.Date{}
	}
	return l.landings[0].day
}

// removals lists the documents that were deleted.
func (b *Book) removals() []Change {
	var out []Change
	for _, trail := range b.former() {
		last := trail.Revisions[0]
		c := Change{On: b.day, What: Removed, Gone: Gone{ID: cmp.Or(last.Facts.ID, trail.Path), Title: last.Facts.Title, Path: trail.Path,
			Version: last.Facts.Version}}
		if last.Deleted() {
			c.Commit = b.log.LandedBy(last.Commit)
			c.On = b.land(c.Commit)
		}
		c.Gone.Removed = c.On
		out = append(out, c)
	}
	return out
}

// former gives the documents that the tree has no more: those that were deleted, and those that the work tree lacks.
func (b *Book) former() []history.Trail {
	if b.log == nil || !b.log.Reliable() {
		return nil
	}
	all := b.log.Former()
	for _, at := range b.log.Paths() {
		if b.docs.Holds(at) && b.docs.ByPath(at) == nil {
			all = append(all, history.Trail{Path: at, Revisions: b.log.Revisions(at)})
		}
	}
	return slices.DeleteFunc(all, func(t history.Trail) bool {
		return !content.IsMarkdown(t.Path) || len(t.Revisions) == 0 || t.Revisions[0].Commit == nil ||
			b.docs.ByID(doc.ID(t.Revisions[0].Facts.ID)) != nil
	})
}
