package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var lk014 = Rule{
	ID:       "LK014",
	Title:    "linked file was not fetched from Git LFS",
	Why:      "The checkout holds a pointer in place of the file, so the page cannot show it.",
	Fix:      "Run `git lfs pull`; in a pipeline, check out with LFS.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		return faultyLinks(in, "LK014", doc.FaultStored, any)
	},
}
