package check

import "clausebook/internal/diag"

var im001 = Rule{
	ID:    "IM001",
	Title: "objective, benefit or measured value cannot be used",
	Why: "Whether an objective is met, and which way it goes, is judged by its values. One that nobody can read, or of which nobody can " +
		"tell what it is of, counts for nothing.",
	Fix: "Write a number with a decimal point, the period it was measured over (2026-Q3, 2026-07, a day, or two days with a slash between " +
		"them), and the id of the objective or benefit.",
	Clauses:  []string{"6.2.1", "9.1"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, f := range in.Aims.Faults() {
			out = append(out, diag.Finding{Rule: "IM001", Pos: f.Pos, Document: string(f.Document.ID), Message: f.Message, Hint: f.Hint})
		}
		return out
	},
}
