package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/trace"
)

var rq001 = Rule{
	ID:       "RQ001",
	Title:    "required document is missing",
	Why:      "The standard requires it in writing, or you cannot show without it that the requirement is met.",
	Fix:      "Write the document (`clausebook new ID`), or record a waiver with a reason and an end date.",
	Clauses:  []string{"7.5.1", "7.5.4"},
	Severity: diag.Error, // by the strength of the requirement: implied ones warn, recommended ones inform
	Gap:      true,
	Run: func(in *Input) []diag.Finding {
		return requiredIn(in, "RQ001", trace.Missing, everyCell)
	},
}
