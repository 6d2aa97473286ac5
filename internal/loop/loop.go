// Package loop follows continual improvement round: what raised a case, what was decided, what was done, and what came of it. Each step
// has its day, who answers for it and what shows it; what does not go on is named with what somebody can do about it.
//
// A case is a nonconformity, an improvement, an opportunity that an audit found and nobody has taken up, or an objective or benefit that
// was missed and that nobody answers. Nothing is taken for done that no document says.
package loop

import (
	"cmp"
	"slices"

	"clausebook/internal/aims"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/witness"
)

// Kind says what a case is.
type Kind string

// The kinds.
const (
	Nonconformity Kind = "nonconformity"
	Improvement   Kind = "improvement"
	Opportunity   Kind = "opportunity" // of an audit
	Missed        Kind = "missed"      // an objective or benefit
)

// State says how a case or a step stands.
type State string

// The states. A step is done, open, stuck or unsaid: nothing says anything of it, and nobody waits for it.
const (
	Done     State = "done"
	Open     State = "open"
	Stuck    State = "stuck"
	Declined State = "declined" // of a case: it was decided against
	Unsaid   State = "unsaid"   // of a step
)

// Steps name the steps in their order.
var Steps = [...]string{"Raised", "Decision", "Action", "Check of effect"}

// The places of the steps in a case.
const (
	Raised = iota
	Decided
	Acted
	Checked
)

// The times after which a step that nobody has set a day for is stuck. They are ours: no standard names them.
var (
	DecideWithin = date.Period{Months: 3} // after a case was raised, for a decision
	CheckWithin  = date.Period{Months: 6} // after a case was closed, for a check of its effect
)

// Step is one step of a case.
type Step struct {
	State State
	Day   date.Date     // on which it was done, else by which it is due; may be zero
	By    string        // who did it, or answers for it: id of a role or person, or a name
	Says  phrase.Phrase // what is said of it
	Shown []Origin      // what shows it
}

// Origin is something that is called by a name: a document, or an entry or row of one.
type Origin struct {
	Name     string
	Document doc.ID // where it is known
}

// Case is what goes round.
type Case struct {
	Kind     Kind
	Document *doc.Document
	Item     string // the finding of an audit, or the objective or benefit; empty for a document
	Title    string
	Aim      *aims.Aim // that was missed
	Steps    [len(Steps)]Step
	State    State

	Why   phrase.Phrase // it is stuck
	Fix   phrase.Phrase // what somebody can do about it
	Told  bool          // a rule of its own tells it
	Since date.Date     // since when it is stuck
	Pos   diag.Pos      // where somebody can act
	Owner string
}

// StepName names a step: what is decided about a nonconformity is what caused it.
func (c *Case) StepName(step int) string {
	if c.Kind == Nonconformity && step == Decided {
		return Cause
	}
	return Steps[step]
}

// Cause is the second step of a nonconformity.
const Cause = "Cause"

// Name is by what the case is known.
func (c *Case) Name() string {
	if c.Item == "" {
		return string(c.Document.ID)
	}
	return string(c.Document.ID) + "#" + c.Item
}

// Book is all cases of a set, as known on a day. A nil book has none.
type Book struct {
	Cases   []*Case // those that are stuck first, then the open ones, then the others; of each the newest first
	Unknown []Answer
}

// Answer is a name under `answers` by which nothing is called, or several things are.
type Answer struct {
	Document *doc.Document
	Number   int
	Name     string
	Could    int // how many objectives or benefits could be meant
}

// Stuck gives the cases that do not go on.
func (b *Book) Stuck() []*Case {
	if b == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(b.Cases), func(c *Case) bool { return c.State != Stuck })
}

// All gives the cases; none of a nil book.
func (b *Book) All() []*Case {
	if b == nil {
		return nil
	}
	return b.Cases
}

// Source is what cases are found in.
type Source struct {
	Day  date.Date
	Docs *doc.Set
	Acts *witness.Book
	Aims *aims.Book
	Due  func(*doc.Document) date.Date // by which a case is due
}

// Read finds the cases of a set.
func Read(s Source) *Book {
	r := reader{Source: s, answered: map[string]*doc.Document{}, spoken: map[string]bool{}, book: &Book{}}
	r.entries = entriesOf(s.Docs)
	for _, d := range s.Docs.Documents {
		if d.TranslationOf == "" && !d.Status.Retired() {
			r.answers(d)
		}
	}
	for _, d := range s.Docs.Documents {
		switch {
		case d.TranslationOf != "" || d.Status.Retired():
		case d.Type == "nonconformity":
			r.add(r.nonconformity(d))
		case d.Type == "improvement":
			r.add(r.improvement(d))
		case d.Type == "audit-report" && d.Status.Current() && !s.Acts.Ahead(d):
			r.opportunities(d)
		}
	}
	for _, a := range s.Aims.InUse() {
		r.missed(a)
	}
	slices.SortStableFunc(r.book.Cases, func(x, y *Case) int {
		return cmp.Or(cmp.Compare(rank(x), rank(y)), y.Steps[Raised].Day.Compare(x.Steps[Raised].Day), cmp.Compare(x.Name(), y.Name()))
	})
	return r.book
}

func rank(c *Case) int { return slices.Index([]State{Stuck, Open, Done, Declined}, c.State) }

type reader struct {
	Source
	book     *Book
	entries  map[string]doc.ID        // ids of findings, actions, decisions and rows -> the document that has them
	answered map[string]*doc.Document // what cases answer, by the name with its document
	spoken   map[string]bool          // ids that documents other than audit reports name
}

func (r *reader) add(c *Case) { r.book.Cases = append(r.book.Cases, c) }

// answers notes what a case answers, and which ids a document names.
func (r *reader) answers(d *doc.Document) {
	if d.Type != "audit-report" {
		for _, id := range d.Body.Names {
			r.spoken[id] = true
		}
	}
	for i, name := range d.Front.Get("answers").Texts() {
		if at, could, known := r.meant(name); known {
			r.answered[string(at.Document)+"#"+at.Name] = d
		} else {
			r.book.Unknown = append(r.book.Unknown, Answer{d, i, name, could})
		}
	}
}

// meant finds what a name under `answers` is of: an objective or benefit, a document, or an entry or row of one. Where nothing has it, it
// tells how many objectives or benefits could be meant.
func (r *reader) meant(name string) (at Origin, could int, known bool) {
	of, id := aims.Qualified(name)
	a, could := r.Aims.Find(name, nil)
	switch {
	case a != nil:
		return Origin{id, a.Document.ID}, could, true
	case of != "":
		return Origin{id, of}, could, r.has(of, id)
	case r.Docs.ByID(doc.ID(id)) != nil:
		return Origin{id, doc.ID(id)}, could, true
	}
	return Origin{id, r.entries[id]}, could, r.entries[id] != ""
}

// origins gives what raised a case, and what it answers.
func (r *reader) origins(d *doc.Document) []Origin {
	var out []Origin
	if by := d.Front.Get("raised_by").Text(); by != "" {
		out = append(out, Origin{by, doc.ID(by)})
	}
	for _, name := range d.Front.Get("answers").Texts() {
		at, _, _ := r.meant(name)
		out = append(out, at)
	}
	return out
}
