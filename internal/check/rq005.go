package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/trace"
)

var rq005 = Rule{
	ID:       "RQ005",
	Title:    "required document is not approved as configured",
	Why:      "Approval by somebody with authority is what makes a text a controlled document.",
	Fix:      "Have the version approved, or correct `approved_by` and `approved_on`.",
	Clauses:  []string{"7.5.1", "7.5.4"},
	Severity: diag.Error, // by the strength of the requirement: implied ones warn, recommended ones inform
	Run: func(in *Input) []diag.Finding {
		return requiredIn(in, "RQ005", trace.Unapproved, func(c trace.Cell) bool { return !in.waits(c.At) })
	},
}
