package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/trace"
)

var rq003 = Rule{
	ID:       "RQ003",
	Title:    "required document is overdue",
	Why:      "The organization set the interval itself and did not keep to it.",
	Fix:      "Review it and record the review (`clausebook review ID`), or add the record that is due.",
	Clauses:  []string{"7.5.1", "7.5.4"},
	Severity: diag.Error, // by the strength of the requirement: implied ones warn, recommended ones inform
	Run: func(in *Input) []diag.Finding {
		return requiredIn(in, "RQ003", trace.Overdue, everyCell)
	},
}
