package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
)

var cv004 = Rule{
	ID:       "CV004",
	Title:    "only drafts cover the requirement",
	Why:      "A draft is not binding, so nothing in force meets the requirement yet.",
	Fix:      "Have the document that covers it approved.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Warning,
	Run:      onlyDrafts,
}

// onlyDrafts passes over requirements whose required document is reported as a draft anyway, and over those that count drafts through
// an item of another standard: that item is where the draft is told of.
func onlyDrafts(in *Input) []diag.Finding {
	var out []diag.Finding
	for _, m := range in.Matrix.Standards {
		for _, c := range m.Requirements {
			if c.State != trace.Draft || len(c.Evidence) == 0 || reported(in, c) {
				continue
			}
			e := c.Evidence[0]
			if e.Through != (standard.Ref{}) {
				continue
			}
			f := diag.Finding{Rule: "CV004", Subject: c.Ref.String(), Document: string(e.Document), Commit: string(e.Commit),
				Message: fmt.Sprintf("only drafts cover %s: %s", c.Ref.Item, c.Title), Hint: "have the document approved"}
			f.Pos = diag.Pos{File: e.Path, Line: e.Line}
			out = append(out, f)
		}
	}
	return out
}
