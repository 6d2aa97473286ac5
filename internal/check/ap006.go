package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/ledger"
)

var ap006 = Rule{
	ID:       ledger.RuleBelowGrade,
	Title:    "approval below the required grade",
	Why:      "The configuration requires stronger evidence than there is.",
	Fix:      "Approve it with at least the grade set in `approval.least_grade`.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Error,
	Run:      func(in *Input) []diag.Finding { return missing(in, ledger.RuleBelowGrade) },
}
