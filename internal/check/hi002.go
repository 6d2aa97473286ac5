package check

import "clausebook/internal/diag"

var hi002 = Rule{
	ID:       "HI002",
	Title:    "history was rewritten",
	Why:      "Commits that were there at the last run are gone, so approvals and dates that depend on them can no longer be shown.",
	Fix:      "Find out who rewrote the branch and why, and protect it against force pushes.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		if in.Rewritten == "" {
			return nil
		}
		return []diag.Finding{{Rule: "HI002", Message: in.Rewritten, Hint: "compare with another clone or with the last evidence pack"}}
	},
}
