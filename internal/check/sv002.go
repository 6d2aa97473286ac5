package check

import (
	"slices"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var sv002 = Rule{
	ID:       "SV002",
	Title:    "agreement without targets",
	Why:      "Without agreed targets, performance can be neither reported nor improved.",
	Fix:      "Add `targets` with a measure and a value, or a section with the targets.",
	Clauses:  []string{"8.3.3"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, a := range ofType(in, "agreement") {
			if len(a.Front.Get("targets").Items()) == 0 && !speaksOf(a, "target") && a.Location == "" {
				out = append(out, diag.Finding{Rule: "SV002", Pos: a.Pos("targets"), Document: string(a.ID),
					Message: "the agreement has no targets", Hint: "add `targets: [{name: …, target: …, measured_by: …}]`"})
			}
		}
		return out
	},
}

// speaksOf tells whether a heading, a column or a label of the document has the word in it.
func speaksOf(d *doc.Document, word string) bool {
	has := func(s string) bool { return strings.Contains(strings.ToLower(s), word) }
	for _, h := range d.Body.Headings {
		if has(h.Text) {
			return true
		}
	}
	for _, t := range d.Body.Tables {
		if slices.ContainsFunc(t.Header, has) {
			return true
		}
	}
	return slices.ContainsFunc(d.Body.Labels, has)
}
