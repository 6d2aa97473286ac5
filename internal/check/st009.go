package check

import (
	"clausebook/internal/diag"
)

var st009 = Rule{
	ID:       "ST009",
	Title:    "statement of applicability cannot be used as it is",
	Why:      "What cannot be understood counts for nothing, so a control seems to be dealt with and is not.",
	Fix:      "Correct the row: a control of the standard, yes or no, a known status, ids of documents that exist.",
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, s := range statements(in).All() {
			for _, f := range s.Faults {
				out = append(out, diag.Finding{Rule: "ST009", Pos: f.Pos, Document: string(s.Document.ID), Message: f.Message, Hint: f.Hint})
			}
		}
		for _, l := range statements(in).Unused() {
			out = append(out, diag.Finding{Rule: "ST009", Pos: l.Pos, Document: string(l.Document.ID), Message: l.Message, Hint: l.Hint})
		}
		return out
	},
}
