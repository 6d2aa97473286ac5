package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fs006 = Rule{
	ID:       doc.RulePointer,
	Title:    "file was not fetched from Git LFS",
	Why:      "The checkout holds a pointer in place of the file, so its text or rows cannot be read.",
	Fix:      "Run `git lfs pull`; in a pipeline, check out with LFS.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
}
