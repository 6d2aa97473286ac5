package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/trace"
)

var rq002 = Rule{
	ID:       "RQ002",
	Title:    "required document is only a draft",
	Why:      "A draft is not binding. Until it is approved, the requirement is not met.",
	Fix:      "Finish it, have it approved, and set `status: approved`.",
	Clauses:  []string{"7.5.1", "7.5.4"},
	Severity: diag.Error, // by the strength of the requirement: implied ones warn, recommended ones inform
	Gap:      true,
	Run: func(in *Input) []diag.Finding {
		return requiredIn(in, "RQ002", trace.Draft, everyCell)
	},
}
