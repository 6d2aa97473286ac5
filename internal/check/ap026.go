package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/imported"
)

var ap026 = Rule{
	ID:    imported.RuleUntil,
	Title: "adoption leads nowhere",
	Why: "`approval.adopted.until` has to name a commit of this history or a day that is over. Else nobody can tell which texts are " +
		"meant, so none is adopted.",
	Fix:      "Write the full name of the last imported commit (`git log --first-parent`), or the last day of the import.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		if in.Elsewhere == nil {
			return nil
		}
		return in.Elsewhere.Findings
	},
}
