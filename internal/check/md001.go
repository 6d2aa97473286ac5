package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var md001 = Rule{
	ID:       doc.RuleRawHTML,
	Title:    "raw HTML in a document",
	Why:      "HTML can hide or change what a reader sees, so it is left out of the page.",
	Fix:      "Write it in Markdown.",
	Clauses:  []string{"7.5.3"},
	PerFile:  true,
	Severity: diag.Error,
}
