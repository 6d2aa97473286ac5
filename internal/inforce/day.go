package inforce

import (
	"cmp"
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/history"
)

// Day is how the maintained documents stood on a day, each list by id.
type Day struct {
	On      date.Date
	InForce []Entry
	Others  []Entry // documents that were there on the day, without a version in force
	Gone    []Gone  // documents that were there, and that the tree has no more
}

// Entry is a document on a day.
type Entry struct {
	Document *doc.Document
	State    State
	Version  *Tenure // in force, or the one that was to come; nil where there is none
	Text     string  // the version that the text bore where none was in force
}

// Gone is a document that was deleted after the day. What it said of its approval is not judged any more.
type Gone struct {
	ID, Title, Path, Version string
	Approved                 date.Date // as it said; zero where it said nothing
	Removed                  date.Date
}

// cases are the types of documents that are closed rather than in force. Records are evidence of a day.
var cases = map[string]bool{"nonconformity": true, "improvement": true}

// Maintained tells whether a document is something that holds from one day to another, rather than evidence or a case.
func Maintained(d *doc.Document) bool { return !d.IsRecord() && !cases[d.Type] }

// Day gives what was in force on a day as it is known now.
func (b *Book) Day(on date.Date) Day {
	out := Day{On: on, Gone: b.gone(on)}
	for _, d := range b.docs.Documents {
		if !Maintained(d) {
			continue
		}
		switch e, there := b.Of(d).at(on); {
		case !there:
		case e.State == InForce:
			out.InForce = append(out.InForce, e)
		default:
			out.Others = append(out.Others, e)
		}
	}
	byID := func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Document.ID, b.Document.ID), cmp.Compare(a.Document.Path, b.Document.Path))
	}
	slices.SortFunc(out.InForce, byID)
	slices.SortFunc(out.Others, byID)
	return out
}

// At gives how one document stood on a day, and whether it was there at all.
func (b *Book) At(d *doc.Document, on date.Date) (Entry, bool) { return b.Of(d).at(on) }

func (l *Life) at(on date.Date) (Entry, bool) {
	e := Entry{Document: l.Document}
	if e.Version = l.On(on); e.Version != nil {
		e.State, e.Text = InForce, e.Version.Number()
		return e, true
	}
	var there bool
	if e.State, e.Text, there = l.then(on); !there {
		return e, false
	}
	if v := l.Coming(on); v != nil && v.announced(on, l.day) && e.State != Withdrawn && e.State != Superseded {
		e.State, e.Version, e.Text = Scheduled, v, v.Number()
	}
	return e, true
}

// announced tells whether a version that takes effect after a day was approved by then, or is by now.
func (v *Tenure) announced(on, now date.Date) bool { return !v.On.After(on) || !on.Before(now) }

// then tells what the text was on a day, and whether it was there.
func (l *Life) then(on date.Date) (State, string, bool) {
	if !on.Before(l.day) || len(l.landings) == 0 {
		if state := l.Text(); state != InForce {
			return state, l.Document.Version, true
		}
		return Proposed, l.Document.Version, true // it is in force on another day
	}
	at := -1
	for i, x := range l.landings {
		if !x.day.After(on) {
			at = i
		}
	}
	if at < 0 || l.landings[at].gone {
		return Draft, "", false
	}
	x := l.landings[at]
	state, off := retiredAs(x.status, false)
	switch {
	case off:
	case x.spared && (x.status == string(doc.Approved) || x.status == ""), l.inUse(x.status):
		state = Unevidenced
	case x.status == string(doc.Draft) && !l.approvedBy(on):
		state = Draft
	default:
		state = Proposed
	}
	return state, x.version, true
}

// inUse tells whether a version was in use without evidence: it says so, or it says nothing, as the document does of which adoption
// says so.
func (l *Life) inUse(status string) bool {
	return status == string(doc.InUse) || status == "" && l.Document.Status == doc.InUse
}

// approvedBy tells whether any version had been in force by a day.
func (l *Life) approvedBy(on date.Date) bool {
	return slices.ContainsFunc(l.Versions, func(v *Tenure) bool { return !v.From.IsZero() && !v.From.After(on) })
}

// gone lists the documents that were there on a day and are no more, with what they said of themselves.
func (b *Book) gone(on date.Date) []Gone {
	var out []Gone
	for _, trail := range b.former() {
		if g, there := b.formerAt(trail, on); there {
			out = append(out, g)
		}
	}
	slices.SortFunc(out, func(a, b Gone) int { return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Path, b.Path)) })
	return out
}

// approvedAfter tells whether what came with the import was not approved by a day, as far as it says.
func approvedAfter(f history.Facts, on date.Date) bool {
	approved, err := date.Parse(f.ApprovedOn)
	return err != nil || approved.After(on)
}

// formerAt tells what a document that was deleted was on a day; nothing where it was a record, a case, retired or no document.
func (b *Book) formerAt(trail history.Trail, on date.Date) (Gone, bool) {
	var last *history.Revision
	var removed date.Date
	for i := len(trail.Revisions) - 1; i >= 0; i-- {
		r := &trail.Revisions[i]
		if r.Commit == nil {
			continue
		}
		by := b.log.LandedBy(r.Commit)
		switch day := b.land(by); {
		case !day.After(on) || b.elsewhere.Holds(by) && !r.Deleted() && !approvedAfter(r.Facts, on):
			last, removed = r, date.Date{}
		case r.Deleted() && removed.IsZero():
			removed = day
		}
	}
	if removed.IsZero() && !trail.Revisions[0].Deleted() && on.Before(b.day) {
		removed = b.day // the work tree lacks it
	}
	if last == nil || last.Deleted() || last.Unread || removed.IsZero() {
		return Gone{}, false
	}
	f := last.Facts
	if _, off := retiredAs(f.Status, false); off || f.Status != string(doc.Approved) || !Maintained(&doc.Document{Type: f.Type}) {
		return Gone{}, false
	}
	approved, _ := date.Parse(f.ApprovedOn)
	return Gone{ID: cmp.Or(f.ID, trail.Path), Title: f.Title, Path: last.Path, Version: f.Version, Approved: approved, Removed: removed}, true
}
