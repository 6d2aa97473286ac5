// Package aims reads what an organization wants to reach, objectives and benefits, and what was measured of it, from front matter and
// rows of data files: whether each is met, whether it gets better, and what of it cannot be used.
//
// It judges by what is in use alone. A value of a draft, or of a period that is not over, says nothing yet; two values are needed to
// say which way it goes, and both of periods of one length.
package aims

import (
	"cmp"
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/strictyaml"
	"clausebook/internal/witness"
)

// Kind is the key of front matter under which aims stand.
type Kind string

// The kinds.
const (
	Objective Kind = "objectives"
	Benefit   Kind = "benefits"
)

// Kinds are all kinds, in the order in which pages show them.
var Kinds = [...]Kind{Objective, Benefit}

// Aim is an objective or a benefit: a statement that can be measured.
type Aim struct {
	Kind     Kind
	Document *doc.Document // that states it
	Number   int           // in its list, from 0
	ID, Text string
	Measure  string // what is measured; may be empty
	Unit     string // of all its numbers; may be empty
	Lower    bool   // lower values are better
	Baseline Quantity
	Target   Quantity
	From     date.Date   // the first day that counts; may be zero
	Due      date.Date   // by which it is to be met; may be zero
	Every    date.Period // how often it is measured; may be zero
	Owner    string      // of its own, else of its document
	Evidence []doc.ID    // other documents that show it
	Values   []Value     // by the end of their periods, the earliest first

	State  State
	Judged *Value        // by which State is; nil where it is not measured
	Over   bool          // the day by which it was due is over
	Trend  Trend         // of the value judged, against the one before it
	Before *Value        // that one; nil where there is no trend
	Next   date.Date     // by which it is to be measured next; zero where nothing says so
	Late   bool          // that day is over
	Reason phrase.Phrase // how State came about

	node *strictyaml.Node
}

// Value is what was measured over a period.
type Value struct {
	Quantity
	Span     doc.Span
	Document *doc.Document // that states it
	Row      int           // of its data file; -1 where it stands in front matter
	Pos      diag.Pos
	Counts   bool // it is of days on which the aim holds
}

// State says how an aim stands.
type State string

// The states.
const (
	Met         State = "met"
	NotMet      State = "not-met"
	NotMeasured State = "not-measured"
)

// Trend says which way it goes.
type Trend string

// The trends; the empty one is not known.
const (
	Better Trend = "better"
	Worse  Trend = "worse"
	Same   Trend = "same"
)

// Fault is what cannot be used, and so counts for nothing.
type Fault struct {
	Pos           diag.Pos
	Document      *doc.Document
	Message, Hint string
}

// Book is the aims of a set of documents, as known on a day. A nil book has none.
type Book struct {
	Day    date.Date
	aims   []*Aim
	of     map[string][]*Aim        // by id
	in     map[*doc.Document][]*Aim // by document
	faults []Fault
}

// All gives the aims of one kind that are in use, in the order of their documents.
func (b *Book) All(kind Kind) []*Aim {
	if b == nil {
		return nil
	}
	var out []*Aim
	for _, a := range b.aims {
		if a.Kind == kind && a.Document.Status.Current() {
			out = append(out, a)
		}
	}
	return out
}

// InUse gives the aims of all kinds that are in use.
func (b *Book) InUse() []*Aim {
	var out []*Aim
	for _, k := range Kinds {
		out = append(out, b.All(k)...)
	}
	return out
}

// Of gives the aims of one document, of any state.
func (b *Book) Of(d *doc.Document) []*Aim {
	if b == nil {
		return nil
	}
	return b.in[d]
}

// Faults gives what cannot be used, by document and place.
func (b *Book) Faults() []Fault {
	if b == nil {
		return nil
	}
	return b.faults
}

// Find gives the aim of a name, as seen from a document; how many could be meant where it is not one.
func (b *Book) Find(name string, from *doc.Document) (aim *Aim, could int) {
	if b == nil {
		return nil, 0
	}
	of, id := Qualified(name)
	all := slices.DeleteFunc(slices.Clone(b.of[id]), func(a *Aim) bool { return of != "" && a.Document.ID != of })
	for _, only := range []func(*Aim) bool{func(a *Aim) bool { return a.Document == from },
		func(a *Aim) bool { return a.Document.Status.Current() }} {
		if some := slices.DeleteFunc(slices.Clone(all), func(a *Aim) bool { return !only(a) }); len(some) > 0 {
			all = some
		}
	}
	if len(all) != 1 {
		return nil, len(all)
	}
	return all[0], 1
}

// Read finds the aims of a set and what was measured of them up to a day.
func Read(day date.Date, docs *doc.Set, acts *witness.Book) *Book {
	b := &Book{Day: day, of: map[string][]*Aim{}, in: map[*doc.Document][]*Aim{}}
	r := reader{book: b, docs: docs, acts: acts, told: map[*doc.Document]int{}, kept: map[*doc.Document][]*Aim{}}
	for _, d := range docs.Documents {
		if d.TranslationOf == "" && !d.Status.Retired() {
			r.aims(d)
		}
	}
	for _, d := range docs.Documents {
		if d.TranslationOf == "" && d.Status != doc.Withdrawn {
			r.measured(d)
		}
	}
	for _, a := range b.aims {
		r.rows(a)
		r.order(a)
		b.judge(a)
	}
	r.nobodys()
	slices.SortStableFunc(b.faults, func(x, y Fault) int {
		return cmp.Or(cmp.Compare(x.Pos.File, y.Pos.File), cmp.Compare(x.Pos.Line, y.Pos.Line))
	})
	return b
}
