package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var lk006 = Rule{
	ID:       "LK006",
	Title:    "link differs from the file name in upper and lower case",
	Why:      "It works on the writer's machine and breaks on the server.",
	Fix:      "Write the path exactly as the file name.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		return faultyLinks(in, "LK006", doc.FaultCase, any)
	},
}
