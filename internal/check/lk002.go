package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var lk002 = Rule{
	ID:       "LK002",
	Title:    "link to a heading that does not exist",
	Why:      "The reader lands at the top of the page and has to guess which section was meant.",
	Fix:      "Use a heading of that document, or link to the whole document.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Warning,
	Run: func(in *Input) []diag.Finding {
		return faultyLinks(in, "LK002", doc.FaultHead, any)
	},
}
