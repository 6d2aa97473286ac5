// Package trace joins standards, documents and history to the traceability matrix.
//
// Every required document, requirement, clause and process gets a state, the reason for it and the evidence, each
// piece with the file, the line and the commit that show it. The matrix reads forward, from a clause to its evidence,
// and backward, from a document to what it serves.
package trace

import (
	"slices"

	"clausebook/internal/applicability"
	"clausebook/internal/carry"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
)

// State says how far something is evidenced. The order is worst first: where several apply, the worst wins.
type State string

// The states.
const (
	Missing       State = "missing"
	Draft         State = "draft"
	Overdue       State = "overdue"
	Partly        State = "partly"
	Unapproved    State = "unapproved"
	Waived        State = "waived"
	NotApplicable State = "not-applicable"
	Met           State = "met"
)

// States lists all states, worst first.
var States = [...]State{Missing, Draft, Overdue, Partly, Unapproved, Waived, NotApplicable, Met}

// Rank gives the place in States; a lower rank is worse.
func (s State) Rank() int {
	for i, t := range States {
		if s == t {
			return i
		}
	}
	return len(States)
}

// words gives the word for the state within a sentence.
func (s State) words() phrase.Phrase {
	switch s {
	case Missing:
		return phrase.Of("missing")
	case Draft:
		return phrase.Of("draft")
	case Overdue:
		return phrase.Of("overdue")
	case Partly:
		return phrase.Of("partly")
	case Unapproved:
		return phrase.Of("unapproved")
	case Waived:
		return phrase.Of("waived")
	case NotApplicable:
		return phrase.Of("not-applicable")
	case Met:
		return phrase.Of("met")
	}
	return phrase.Text(string(s))
}

// told says the state of a document after "is".
func (s State) told() phrase.Phrase {
	switch s {
	case Draft:
		return phrase.Of("a draft")
	case Partly:
		return phrase.Of("partly evidenced")
	case Unapproved:
		return phrase.Of("not approved")
	}
	return s.words()
}

// Gap tells whether something remains to be done or to be decided: everything but met and not applicable.
func (s State) Gap() bool { return s != Met && s != NotApplicable }

// Worst gives the worst of the states; Met if there is none.
func Worst(states ...State) State {
	worst := Met
	for _, s := range states {
		if s.Rank() < worst.Rank() {
			worst = s
		}
	}
	return worst
}

// Cell is the state of one item of a standard.
type Cell struct {
	Ref      standard.Ref
	Kind     standard.Kind
	Title    string
	Strength standard.Strength
	State    State
	Reason   phrase.Phrase // one sentence that says why this state
	Evidence []Evidence    // what was looked at, best first
	At       doc.ID        // the document that the worst of the faults is of; empty where it is of none, such as a missing one
	Owner    string        // role id of the owner of the evidence; empty where nobody is named
	Due      date.Date     // when a review or record is or was due; or when the waiver expires
	Fix      Fix           // how to fix it; empty for what is met or does not apply
	Waiver   *Waiver
	Since    date.Date      // of a gap: the day of its cause; zero where nothing tells
	SinceBy  phrase.Phrase  // of a gap: what shows that
	Missing  []string       // for partly and overdue: the sections, services, suppliers or months that are missing
	From     []standard.Ref // the items that this state follows from, such as the required documents of a clause
	Share    Share          // of what is partly evidenced: how much of it is there
	Carried  []Carried      // what is evidenced for items of other standards and says something here, the most first
	Also     []standard.Ref // of a gap: the items of other standards that ask for the same and are gaps too
	Listed   standard.Ref   // of a gap that is listed with another one: that other; else zero
}

// Carried is what the evidence of an item of another standard counts here.
type Carried struct {
	carry.Way
	Title   string // of the item that it comes from
	State   State  // of that item, by what documents say of it
	Counted bool   // the state here follows from it
}

// CarriedInPart tells whether the state follows from evidence for another standard that is a part of what is asked for here. No
// document of ours is wrong then: something has still to be written.
func (cell Cell) CarriedInPart() bool {
	for _, x := range cell.Carried {
		if x.Counted && x.Worth() == carry.Part {
			return true
		}
	}
	return false
}

// Lent tells whether the state follows from evidence for another standard, in full or in part. What is due by it is due there.
func (cell Cell) Lent() bool {
	return slices.ContainsFunc(cell.Carried, func(x Carried) bool { return x.Counted })
}

// Share is how many of several things there are; the zero Share where nothing was counted.
type Share struct{ Have, Of int }

// Waiver is an accepted gap.
type Waiver struct {
	Reason, ApprovedBy string
	Expires            date.Date
	Pos                diag.Pos
}

// Evidence is one document, or one section of it, as proof of an item.
type Evidence struct {
	Document doc.ID
	Path     string
	Line     int    // where the document says so; 0 for the file as a whole
	Section  string // fragment of the heading, empty for the document
	Heading  string
	How      string // fulfils | covers | stated, by a statement of applicability
	State    State  // of this piece alone
	Reason   phrase.Phrase
	Through  standard.Ref // the item of another standard that the document serves, where it counts here by a mapping; else zero
	Commit   history.Hash // the commit that last changed the document; empty if not known
	Revised  date.Date    // the day of that commit, in UTC
}

// Use is the backward direction: one thing that a document serves.
type Use struct {
	Ref     standard.Ref
	Kind    standard.Kind
	Title   string
	How     string // fulfils | covers | stated, by a statement of applicability
	Section string // fragment, empty for the document
	State   State  // of the item as a whole
}

// Matrix is the result for every standard in use.
type Matrix struct {
	AsOf      date.Date
	Standards []StandardMatrix
	Stated    *applicability.Book // the statements of applicability, by standard
	uses      map[doc.ID][]Use
	cells     map[standard.Ref]*Cell
}

// StandardMatrix holds the cells of one standard, each list in the standard's own order.
type StandardMatrix struct {
	Standard     string
	Required     []Cell
	Requirements []Cell
	Clauses      []Cell
	Processes    []Cell
}

// NewMatrix makes a matrix and its look-ups.
func NewMatrix(asOf date.Date, standards []StandardMatrix, uses map[doc.ID][]Use) *Matrix {
	m := &Matrix{AsOf: asOf, Standards: standards, uses: uses, cells: map[standard.Ref]*Cell{}}
	for i := range standards {
		for _, cells := range [][]Cell{standards[i].Required, standards[i].Requirements, standards[i].Clauses, standards[i].Processes} {
			for j := range cells {
				m.cells[cells[j].Ref] = &cells[j]
			}
		}
	}
	return m
}

// Cell gives the cell of an item, or nil.
func (m *Matrix) Cell(ref standard.Ref) *Cell { return m.cells[ref] }

// Uses gives what a document serves, in the order of the standards.
func (m *Matrix) Uses(id doc.ID) []Use { return m.uses[id] }

// Standard gives the cells of a standard, or nil.
func (m *Matrix) Standard(id string) *StandardMatrix {
	for i := range m.Standards {
		if m.Standards[i].Standard == id {
			return &m.Standards[i]
		}
	}
	return nil
}

// Gaps gives the required documents that are not met, worst first and then in the standard's order. Where items of several standards
// ask for the same, one of them stands for all (see Cell.Also).
func (m *Matrix) Gaps() []Cell {
	var out []Cell
	for _, state := range States {
		for _, s := range m.Standards {
			for _, c := range s.Required {
				if c.State == state && state.Gap() && c.Listed == (standard.Ref{}) {
					out = append(out, c)
				}
			}
		}
	}
	return out
}

// ByState gives the items of cells by their state, in their order.
func ByState(cells []Cell) map[State][]string {
	out := map[State][]string{}
	for _, c := range cells {
		out[c.State] = append(out[c.State], c.Ref.Item)
	}
	return out
}

// Tally counts cells by state.
func Tally(cells []Cell) map[State]int {
	n := map[State]int{}
	for _, c := range cells {
		n[c.State]++
	}
	return n
}
