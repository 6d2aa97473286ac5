// Package inforce tells which version of a document was in force on which days, and how everything else of it stood.
//
// It is the only place that answers so: pages, periods, exports and commands ask the book that Read gives. A version is in
// force from the latest of its approval, the day that its text names and the landing of that text, to the day before the next
// one. What came with the import was in force before the repository knew of it, so its landing is left out.
package inforce

import (
	"cmp"
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
)

// State is where a version, or the text of a document, is in its life.
type State uint8

// The states.
const (
	Draft       State = iota // being written, and nothing of the document was approved before
	Proposed                 // another text than the last approved one, or one that nothing counting approves
	Unevidenced              // in use when the repository began, and nothing shows that it was approved
	Scheduled                // approved, and takes effect on a later day
	InForce
	Superseded
	Withdrawn
)

var stateNames = [...]string{"draft", "proposed", "in-use-not-evidenced", "scheduled", "in-force", "superseded", "withdrawn"}

// String gives the word for the state as programs read it.
func (s State) String() string { return stateNames[s] }

// Words names the state for readers.
func (s State) Words() phrase.Phrase {
	switch s {
	case Proposed:
		return phrase.Of("Proposed")
	case Unevidenced:
		return phrase.Of("In use, not evidenced")
	case Scheduled:
		return phrase.Of("Scheduled")
	case InForce:
		return phrase.Of("In force")
	case Superseded:
		return phrase.Of("Superseded")
	case Withdrawn:
		return phrase.Of("Withdrawn")
	}
	return phrase.Of("Draft")
}

// Tenure is a version that was said to be approved, with the days on which it was in force.
type Tenure struct {
	ledger.Version
	Document *doc.Document
	From     date.Date  // the first day on which it could be in force; zero where its approval does not count
	Spans    []doc.Span // the days on which it was; the last one may be open; none where another took its place before
	Said     date.Date  // since when the repository says so, where that is later than From; else zero
	Next     *Tenure    // that takes its place, or would have; nil where none does
	Landed   *history.Commit
	imported bool // it came with the first documents
	adopted  bool // it was in use before anybody asked for approvals, and nothing that counts shows one
	left     []retirement
}

// Number is what the front matter calls the version.
func (v *Tenure) Number() string { return v.Version.Version }

// Blob names the file that holds its text; empty where no commit does.
func (v *Tenure) Blob() string {
	if v.Revision == nil {
		return ""
	}
	return string(v.Revision.Blob)
}

// To gives the last day in force; zero where there is no end, or no day at all.
func (v *Tenure) To() date.Date {
	if n := len(v.Spans); n > 0 {
		return v.Spans[n-1].To
	}
	return date.Date{}
}

// State tells how the version stands on a day.
func (v *Tenure) State(day date.Date) State {
	switch {
	case v.adopted && (v.Next == nil || day.Before(v.Next.From)):
		return Unevidenced
	case v.adopted:
		return Superseded
	case v.From.IsZero():
		return Proposed
	case len(v.Spans) > 0 && day.Before(v.Spans[0].From):
		return Scheduled
	}
	for _, s := range v.Spans {
		if s.Contains(day) {
			return InForce
		}
	}
	if v.Next != nil && !day.Before(v.Next.From) || len(v.Spans) == 0 {
		return Superseded
	}
	for _, r := range v.left {
		if r.Contains(day) {
			return r.state
		}
	}
	return Withdrawn
}

// Approved tells whether the text of the version was approved, whatever became of it afterwards under the same number.
func Approved(v ledger.Version, least ledger.Grade) bool {
	var doubts []ledger.Verdict
	for _, d := range v.Verdicts {
		if d.Rule != ledger.RuleChangedAfter && d.Rule != ledger.RuleWithdrawn {
			doubts = append(doubts, d)
		}
	}
	v.Verdicts = doubts
	return v.Counts(least)
}

// retirement is some days on which the main line had a document as retired, or not at all.
type retirement struct {
	doc.Span
	state State
}

// Life is all that a document has been.
type Life struct {
	Document *doc.Document
	Versions []*Tenure  // said to be approved, the oldest first
	Present  *Tenure    // whose text the tree has and whose approval counts; nil if there is none
	Adopted  bool       // the text is one from before anybody asked for approvals, and nothing that counts approves it
	judged   doc.Status // see approval.Ledger.Status
	day      date.Date  // of judgement
	landings []landed
	left     []retirement
	now      *Tenure // in force on that day
	by       map[claim]*Tenure
	landing  func(history.Hash) (*history.Commit, date.Date) // of a commit, and its day
}

// claim tells a version of a document from every other one.
type claim struct {
	revision *history.Revision
	number   string
	on       date.Date
}

func claimOf(v ledger.Version) claim { return claim{v.Revision, v.Version, v.On} }

// landed is what a document was from a day on, as the main line had it.
type landed struct {
	day             date.Date
	version, status string
	gone            bool
	spared          bool // it came before anybody asked for approvals
}

// On gives the version that was in force on a day; nil if none was.
func (l *Life) On(day date.Date) *Tenure {
	if day == l.day {
		return l.now
	}
	return l.on(day)
}

func (l *Life) on(day date.Date) *Tenure {
	for i := len(l.Versions) - 1; i >= 0; i-- {
		if v := l.Versions[i]; !v.From.IsZero() && v.State(day) == InForce {
			return v
		}
	}
	return nil
}

// Beside gives the version that was in force on a day or, if none was, the first one that was in force together with a version of
// another document; nil if none was.
func (l *Life) Beside(other *Tenure, day date.Date) *Tenure {
	if v := l.On(day); v != nil {
		return v
	}
	var first *Tenure
	for _, v := range l.Versions {
		if len(v.Spans) > 0 && slices.ContainsFunc(other.Spans, func(s doc.Span) bool { return s.Contains(v.Spans[0].From) }) &&
			(first == nil || v.Spans[0].From.Before(first.Spans[0].From)) {
			first = v
		}
	}
	return first
}

// Coming gives the version that takes effect next after a day; nil if none does.
func (l *Life) Coming(day date.Date) *Tenure {
	var next *Tenure
	for _, v := range l.Versions {
		if v.State(day) == Scheduled && (next == nil || v.From.Before(next.From)) {
			next = v
		}
	}
	return next
}

// Text tells how the text that the tree has stands on the day of judgement.
func (l *Life) Text() State {
	switch s := cmp.Or(l.judged, l.Document.Status); {
	case s == doc.Withdrawn:
		return Withdrawn
	case s == doc.Superseded:
		return Superseded
	case l.Present != nil && !l.Present.From.IsZero():
		return l.Present.State(l.day)
	case l.Adopted || s == doc.InUse:
		return Unevidenced
	case (s == doc.Draft || s == "") && l.On(l.day) == nil:
		return Draft
	}
	return Proposed
}
