// Package diag holds findings: what is wrong with the documents, where, and how to fix it.
//
// A finding is not an error. A finding says that the documents need work; it is collected, positioned and
// reported with all others. An error says that the tool could not do its own work, and stays a Go error.
// Packages that find something leave Severity at zero: check.Run sets it once, from the rule and the
// configuration, so that no two outputs can disagree about it.
package diag

import (
	"cmp"
	"fmt"
	"slices"

	"clausebook/internal/phrase"
)

// RuleID is the stable name of a rule, such as "FM001". Ids are never reused for another rule.
type RuleID string

// Severity orders findings. The zero value means that no severity has been assigned yet.
type Severity uint8

// The severities, in ascending order. Off findings are dropped by check.Run.
const (
	Unset Severity = iota
	Off
	Info
	Warning
	Error
)

var severityNames = [...]string{"unset", "off", "info", "warning", "error"}

// String gives the word used in the configuration and in every output.
func (s Severity) String() string {
	if int(s) >= len(severityNames) {
		return fmt.Sprintf("severity(%d)", uint8(s))
	}
	return severityNames[s]
}

// ParseSeverity reads the words that the configuration may use.
func ParseSeverity(word string) (Severity, error) {
	if i := slices.Index(severityNames[:], word); i > int(Unset) {
		return Severity(i), nil
	}
	return Unset, fmt.Errorf("unknown severity %q: must be error, warning, info or off", word)
}

// Pos is a place in a file. File is relative to the repository root, with slashes. Line and Col are
// 1-based and count lines and runes; Line 0 speaks of the file as a whole. EndCol is exclusive, 0 if unknown.
// A Pos without File speaks of no file, such as a document that is missing.
type Pos struct {
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`
	Col    int    `json:"col,omitempty"`
	EndCol int    `json:"end_col,omitempty"`
}

// String gives file:line:col, leaving out what is unknown.
func (p Pos) String() string {
	switch {
	case p.File == "":
		return "-"
	case p.Line == 0:
		return p.File
	case p.Col == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// Finding is one thing that is wrong with the documents.
type Finding struct {
	Rule     RuleID
	Severity Severity
	Pos      Pos
	Message  string        // one sentence, lower case, no full stop; identifiers in backticks
	Hint     string        // how to fix it, may be empty
	Document string        // id of the document it speaks of, may be empty
	Subject  string        // qualified id of the clause, requirement, required document or process, may be empty
	Commit   string        // full hash of the commit that shows it, may be empty
	Related  []Note        // secondary places, such as the first of two duplicates
	Words    phrase.Phrase `kept:"-"` // the message in its parts, from which rules alone let it be said in another language; else zero
	Advice   phrase.Phrase `kept:"-"` // the same of the hint
	Edit     *Edit         // the change of the file that fixes it, where that needs no judgement; else nil

	About        string    // what joins it with what follows from it: a key of the front matter, an id, an item, a mark; never shown
	Consequences []Finding // what follows from it and is therefore not reported on its own
}

// Note points at a secondary place of a finding.
type Note struct {
	Pos     Pos
	Message string
}

// Sort orders findings by file, position, rule, subject and message, then by whatever else tells two apart, so that
// the order of discovery never shows.
func Sort(fs []Finding) { slices.SortFunc(fs, Finding.Compare) }

// Compare gives the order of two findings, see Sort.
func (f Finding) Compare(g Finding) int {
	return cmp.Or(
		cmp.Compare(f.Pos.File, g.Pos.File),
		cmp.Compare(f.Pos.Line, g.Pos.Line),
		cmp.Compare(f.Pos.Col, g.Pos.Col),
		cmp.Compare(f.Rule, g.Rule),
		cmp.Compare(f.Subject, g.Subject),
		cmp.Compare(f.Message, g.Message),
		cmp.Compare(f.Document, g.Document),
		cmp.Compare(f.Commit, g.Commit),
		cmp.Compare(f.Pos.EndCol, g.Pos.EndCol),
		cmp.Compare(f.Severity, g.Severity),
		cmp.Compare(f.Hint, g.Hint),
		slices.CompareFunc(f.Related, g.Related, Note.compare),
		cmp.Compare(f.About, g.About),
	)
}

func (n Note) compare(m Note) int {
	return cmp.Or(
		cmp.Compare(n.Pos.File, m.Pos.File),
		cmp.Compare(n.Pos.Line, m.Pos.Line),
		cmp.Compare(n.Pos.Col, m.Pos.Col),
		cmp.Compare(n.Message, m.Message),
	)
}

// Counts holds the number of findings of each severity.
type Counts struct{ Errors, Warnings, Infos int }

// Total is the number of all findings counted.
func (c Counts) Total() int { return c.Errors + c.Warnings + c.Infos }

// Count counts findings by severity.
func Count(fs []Finding) Counts {
	var c Counts
	for _, f := range fs {
		switch f.Severity {
		case Error:
			c.Errors++
		case Warning:
			c.Warnings++
		case Info:
			c.Infos++
		}
	}
	return c
}
