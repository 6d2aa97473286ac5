package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/trace"
)

var rq004 = Rule{
	ID:       "RQ004",
	Title:    "required document is incomplete",
	Why:      "The document lacks expected content, or some services or suppliers have no such document.",
	Fix:      "Add what the message lists.",
	Clauses:  []string{"7.5.1", "7.5.4"},
	Severity: diag.Error, // by the strength of the requirement: implied ones warn, recommended ones inform
	Run: func(in *Input) []diag.Finding {
		return requiredIn(in, "RQ004", trace.Partly, func(c trace.Cell) bool {
			return !onlyPeriods(c) && !c.CarriedInPart() // those are RQ010, and those ST006
		})
	},
}
