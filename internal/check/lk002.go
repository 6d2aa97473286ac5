package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var lk002 = Rule{
	ID:       "LK002",
	Title:    "link to a heading that does not exist",
	Why:      "The reader lands at the top of the page and has to guess which passage was meant.",
	Mend:     "Use the heading that the hint names, or link to the document as a whole.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Warning,
	Run: func(in *Input) []diag.Finding {
		return faultyLinks(in, "LK002", doc.FaultHead, any)
	},
}
