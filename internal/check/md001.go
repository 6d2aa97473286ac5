package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var md001 = Rule{
	ID:    doc.RuleRawHTML,
	Title: "raw HTML in a document",
	Why: "HTML can hide or change what a reader sees, so its tags are left out of the page, " +
		"and blocks of it are shown as they are written.",
	Fix:      "Write it in Markdown.",
	Clauses:  []string{"7.5.3"},
	PerFile:  true,
	Severity: diag.Error,
}
