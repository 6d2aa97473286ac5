package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var lk001 = Rule{
	ID:       "LK001",
	Title:    "link target does not exist",
	Why:      "A reader who follows the link finds nothing and cannot see the evidence.",
	Fix:      "Correct the path, or refer to the document by its id: `[[POL-CHG]]` survives a move.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		return faultyLinks(in, "LK001", doc.FaultTarget, byPath)
	},
}
