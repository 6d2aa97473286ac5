package check

import (
	"fmt"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/rows"
)

var da003 = Rule{
	ID:       "DA003",
	Title:    "row was changed or removed where rows are only added",
	Why:      "The document says `rows_append_only: true`: what was recorded once stays, so that nobody has to ask what it said before.",
	Fix:      "Put the row back as it was, and add a row that corrects it.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, d := range in.Docs.Documents {
			if !in.Rows.AppendOnly(d) {
				continue
			}
			out = append(out, rowFindings(in, d, "DA003", "rows_append_only", "put the row back as it was, and add a row that corrects it",
				func(e rows.Event) bool { return e.AppendOnly })...)
		}
		return out
	},
}

// shownRows is how many rows of one document are findings of their own.
const shownRows = 20

// rowFindings makes findings of what became of the rows of a document, as far as something is left of it. They stand at the
// row or, where that is gone, at a key of the document.
func rowFindings(in *Input, d *doc.Document, rule diag.RuleID, key, hint string, wrong func(rows.Event) bool) []diag.Finding {
	log := in.Rows.Of(d)
	if log == nil {
		return nil
	}
	var out []diag.Finding
	more := 0
	for _, e := range log.Events {
		switch {
		case e.Undone || e.Draft || !wrong(e):
			continue
		case len(out) == shownRows:
			more++
			continue
		}
		f := diag.Finding{Rule: rule, Pos: d.Pos(key), Document: string(d.ID), Commit: string(e.At.Commit), About: e.Key,
			Message: happened(e), Hint: hint}
		if e.Line > 0 {
			f.Pos = diag.Pos{File: e.File, Line: e.Line, Col: 1}
		}
		out = append(out, f)
	}
	if more > 0 {
		out[shownRows-1].Message += fmt.Sprintf("; and %s more", phrase.Plural(more, "row", "rows"))
	}
	return out
}

// happened says what became of a row, when and by whom.
func happened(e rows.Event) string {
	what := "removed"
	switch e.Kind {
	case rows.Moved:
		what = fmt.Sprintf("moved from `%s` to `%s`", e.Cells[0].Was, e.Cells[0].Is)
	case rows.Changed:
		what = "changed"
		if len(e.Cells) > 0 {
			what += fmt.Sprintf(" (%s: `%s`, before `%s`)", e.Cells[0].Column, e.Cells[0].Is, e.Cells[0].Was)
		}
	}
	if e.At.Commit == "" {
		return fmt.Sprintf("the row `%s` of `%s` was %s in the work tree", e.Key, e.Table, what)
	}
	var names []string
	for _, who := range e.At.By {
		names = append(names, who.Name)
	}
	return fmt.Sprintf("the row `%s` of `%s` was %s on %s by %s (commit %s)", e.Key, e.Table, what, e.At.Day, strings.Join(names, ", "),
		e.At.Commit.Short())
}
