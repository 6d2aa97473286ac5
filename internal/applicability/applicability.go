// Package applicability reads statements of applicability: which controls of a standard an organization applies, why, how far that is
// done, and which documents show it.
//
// A statement is a document of the type applicability with a data file, a row for each control. Whether it counts, its approval
// decides, as of any other document; this package only says what stands in it.
package applicability

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/ids"
	"clausebook/internal/nearest"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
)

// Type is the document type of statements.
const Type = "applicability"

// Answer says whether a control applies.
type Answer int

// The answers.
const (
	Unsaid Answer = iota
	Applies
	DoesNot
)

// Status says how far a control that applies is done.
type Status string

// The statuses; the empty one is not said.
const (
	Implemented Status = "implemented"
	Partly      Status = "partly"
	Planned     Status = "planned"
)

// Words names the status.
func (s Status) Words() phrase.Phrase {
	switch s {
	case Implemented:
		return phrase.Of("implemented")
	case Partly:
		return phrase.Of("partly implemented")
	case Planned:
		return phrase.Of("planned")
	}
	return phrase.Of("not stated")
}

// Row is what a statement says of one control.
type Row struct {
	Control  string
	Answer   Answer
	Reason   string
	Status   Status
	Evidence []doc.ID // documents that show it
	Other    []string // what else is named as evidence
	Pos      diag.Pos
}

// Fault is what makes a row, or a part of it, useless.
type Fault struct {
	Pos           diag.Pos
	Message, Hint string
}

// Statement is a statement of applicability of one standard.
type Statement struct {
	Document *doc.Document
	Standard *standard.Standard
	Rows     []Row // in their order, each control once
	Faults   []Fault
	at       map[string]int
}

// Row gives what is said of a control.
func (s *Statement) Row(control string) (Row, bool) {
	i, ok := s.at[control]
	if !ok {
		return Row{}, false
	}
	return s.Rows[i], true
}

// Unlisted gives the controls of the standard of which the statement says nothing.
func (s *Statement) Unlisted() []string {
	var out []string
	for _, c := range s.Standard.Controls() {
		if _, listed := s.at[c.ID]; !listed {
			out = append(out, c.ID)
		}
	}
	return out
}

// Book holds the statements of a set of documents. A nil book holds none.
type Book struct {
	of     map[string]*Statement // by standard
	listed []*Statement
	unused []Lost
}

// Lost is a statement that does not count, and why.
type Lost struct {
	Document *doc.Document
	Fault
}

// Unused gives the statements that say nothing of any standard in use, or that another one stands before.
func (b *Book) Unused() []Lost {
	if b == nil {
		return nil
	}
	return b.unused
}

// Of gives the statement of a standard, or nil.
func (b *Book) Of(standard string) *Statement {
	if b == nil {
		return nil
	}
	return b.of[standard]
}

// All gives the statements that count, in the order of the standards.
func (b *Book) All() []*Statement {
	if b == nil {
		return nil
	}
	return b.listed
}

// Read reads the statements. Of several for one standard one that is in force stands before drafts of the next one; of equals, the first.
func Read(docs *doc.Set, lib *standard.Library) *Book {
	b := &Book{of: map[string]*Statement{}}
	for _, d := range candidates(docs) {
		s, fault := standardOf(d, lib)
		if s == nil {
			b.unused = append(b.unused, Lost{d, fault})
			continue
		}
		if first := b.of[s.ID]; first != nil {
			if d.Status.Current() {
				b.unused = append(b.unused, Lost{d, Fault{d.Pos("type"),
					fmt.Sprintf("%s is the statement for %s already", first.Document.ID, s.Label()),
					"keep one statement for each standard, and mark the other one as superseded"}})
			}
			continue
		}
		r := &reader{docs: docs, statement: &Statement{Document: d, Standard: s, at: map[string]int{}}, controls: map[string]bool{}}
		for _, c := range s.Controls() {
			r.controls[c.ID] = true
		}
		r.read()
		b.of[s.ID] = r.statement
	}
	for _, s := range lib.Standards {
		if st := b.of[s.ID]; st != nil && !slices.Contains(b.listed, st) {
			b.listed = append(b.listed, st)
		}
	}
	return b
}

// candidates lists the documents of the type, those in force first.
func candidates(docs *doc.Set) []*doc.Document {
	var out []*doc.Document
	for _, d := range docs.Documents {
		translation := d.TranslationOf != "" && docs.ByID(d.TranslationOf) != nil
		if d.Type == Type && d.Status != doc.Superseded && d.Status != doc.Withdrawn && !translation {
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out, func(a, b *doc.Document) int { return cmp.Compare(rank(a), rank(b)) })
	return out
}

func rank(d *doc.Document) int {
	if d.Status.Current() {
		return 0
	}
	return 1
}

// standardOf tells of which standard a statement is: the one it names, else the only one in use that has controls to choose from.
func standardOf(d *doc.Document, lib *standard.Library) (*standard.Standard, Fault) {
	var with []*standard.Standard
	var names []string
	for _, s := range lib.Standards {
		if len(s.Controls()) > 0 {
			with, names = append(with, s), append(names, s.ID)
		}
	}
	known := strings.Join(names, ", ")
	switch name := d.Front.Get("standard").Text(); {
	case len(with) == 0:
		return nil, Fault{d.Pos("type"), "no standard in use has controls to choose from", "add one to `standards:`, such as iso27001-2022"}
	case name == "" && len(with) > 1:
		return nil, Fault{d.Pos("type"), "it does not say of which standard it is", "write `standard:` with one of " + known}
	case name == "":
		return with[0], Fault{}
	default:
		if i := slices.Index(names, name); i >= 0 {
			return with[i], Fault{}
		}
		return nil, Fault{d.Pos("standard"), fmt.Sprintf("`%s` is no standard in use with controls to choose from", name),
			"write one of " + known}
	}
}

// reader reads the rows of one statement.
type reader struct {
	docs      *doc.Set
	statement *Statement
	controls  map[string]bool
}

// Columns gives the names of the columns of the data file, in their order.
func Columns() []string { return []string{"control", "applies", "reason", "status", "evidence"} }

// The columns of the data file, by their names, folded.
var columns = map[string]string{
	"control": "control", "id": "control", "maßnahme": "control", "sicherheitsmaßnahme": "control", "nr": "control",
	"applies": "applies", "applicable": "applies", "anwendbar": "applies",
	"reason": "reason", "justification": "reason", "begründung": "reason",
	"status": "status", "state": "status", "umsetzung": "status",
	"evidence": "evidence", "documents": "evidence", "nachweis": "evidence", "nachweise": "evidence",
}

var answers = map[string]Answer{"yes": Applies, "y": Applies, "x": Applies, "true": Applies, "applies": Applies,
	"ja": Applies, "1": Applies,
	"no": DoesNot, "n": DoesNot, "false": DoesNot, "does not apply": DoesNot, "nein": DoesNot, "0": DoesNot, "-": DoesNot}

var statuses = map[string]Status{"implemented": Implemented, "done": Implemented, "umgesetzt": Implemented,
	"partly": Partly, "partly implemented": Partly, "partial": Partly, "teilweise": Partly, "in progress": Partly,
	"planned": Planned, "open": Planned, "geplant": Planned}

func (r *reader) read() {
	data := r.statement.Document.Data
	if data == nil {
		return
	}
	at := map[string]int{}
	for i, name := range data.Header {
		if column := columns[doc.FoldName(name)]; column != "" {
			if _, twice := at[column]; !twice {
				at[column] = i
			}
		}
	}
	for _, needed := range []string{"control", "applies", "reason"} {
		if _, ok := at[needed]; !ok {
			r.fault(diag.Pos{File: data.Path, Line: 1}, "there is no column `"+needed+"`",
				"give the columns control, applies, reason, status and evidence")
			if needed == "control" {
				return
			}
		}
	}
	for i, cells := range data.Rows {
		pos := diag.Pos{File: data.Path}
		if i < len(data.Lines) {
			pos.Line = data.Lines[i]
		}
		r.row(pos, func(column string) string {
			if c, ok := at[column]; ok && c < len(cells) {
				return strings.TrimSpace(cells[c])
			}
			return ""
		})
	}
}

// maxFaults is how many faults are told one by one.
const maxFaults = 50

func (r *reader) full() bool { return len(r.statement.Faults) > maxFaults }

func (r *reader) fault(pos diag.Pos, message, hint string) {
	switch {
	case r.full():
		return
	case len(r.statement.Faults) == maxFaults:
		message, hint = "more rows cannot be used", "correct the rows above first"
	}
	r.statement.Faults = append(r.statement.Faults, Fault{pos, message, hint})
}

// row takes in one row, if it names a control.
func (r *reader) row(pos diag.Pos, cell func(string) string) {
	row := Row{Control: strings.TrimPrefix(cell("control"), r.statement.Standard.ID+":"), Reason: cell("reason"), Pos: pos}
	switch {
	case row.Control == "":
		return
	case !r.controls[row.Control]:
		r.fault(pos, fmt.Sprintf("`%s` is no control of %s", row.Control, r.statement.Standard.Label()), r.suggestion(row.Control))
		return
	}
	if row.Reason+cell("applies")+cell("status")+cell("evidence") == "" {
		return // it is listed and not answered, of which Unlisted speaks
	}
	if _, twice := r.statement.Row(row.Control); twice {
		r.fault(pos, fmt.Sprintf("control %s is listed twice", row.Control), "keep one row; the first one counts")
		return
	}
	r.answers(&row, cell("applies"), cell("status"))
	r.evidence(&row, cell("evidence"))
	r.statement.at[row.Control] = len(r.statement.Rows)
	r.statement.Rows = append(r.statement.Rows, row)
}

func (r *reader) suggestion(control string) string {
	if r.full() {
		return ""
	}
	var known []string
	for _, c := range r.statement.Standard.Controls() {
		known = append(known, c.ID)
	}
	if near, ok := nearest.Name(control, known); ok {
		return "did you mean `" + near + "`?"
	}
	return "the first is " + known[0]
}

func (r *reader) answers(row *Row, applies, status string) {
	var ok bool
	switch row.Answer, ok = answers[strings.ToLower(applies)]; {
	case applies == "":
		r.fault(row.Pos, fmt.Sprintf("control %s: nothing says whether it applies", row.Control), "write yes or no")
	case !ok:
		r.fault(row.Pos, fmt.Sprintf("control %s: `%s` does not say whether it applies", row.Control, applies), "write yes or no")
	}
	if row.Status, ok = statuses[strings.ToLower(status)]; !ok && status != "" && row.Answer != DoesNot {
		r.fault(row.Pos, fmt.Sprintf("control %s: the status `%s` is not known", row.Control, status), "write implemented, partly or planned")
	}
}

// evidence parts what is named as evidence into documents and other words. What has the form of an id has to be one.
func (r *reader) evidence(row *Row, named string) {
	for _, part := range strings.FieldsFunc(named, func(c rune) bool { return c == ';' || c == ',' || c == '\n' }) {
		name := strings.Trim(strings.TrimSpace(part), "[]")
		switch {
		case name == "":
		case r.docs.ByID(doc.ID(name)) != nil:
			if !slices.Contains(row.Evidence, doc.ID(name)) {
				row.Evidence = append(row.Evidence, doc.ID(name))
			}
		default:
			if ids.Is(name) {
				r.fault(row.Pos, fmt.Sprintf("control %s: `%s` is the id of no document", row.Control, name),
					"write the id of a document that shows it, or say in words where the evidence is")
			}
			row.Other = append(row.Other, name)
		}
	}
}
