package check

import (
	"clausebook/internal/approval"
	"clausebook/internal/diag"
)

var ap006 = Rule{
	ID:       approval.RuleBelowGrade,
	Title:    "approval below the grade asked for",
	Why:      "The configuration asks for stronger evidence than there is.",
	Mend:     "Approve it in the way that `approval.least_grade` asks for.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Error,
	Run:      func(in *Input) []diag.Finding { return missing(in, approval.RuleBelowGrade) },
}
