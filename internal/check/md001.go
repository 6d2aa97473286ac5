package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var md001 = Rule{
	ID:    doc.RuleRawHTML,
	Title: "raw HTML in a document",
	Why: "HTML can hide or change what a reader sees. Tables, lists, headings, links and other elements that do no harm are shown; other " +
		"tags are left out of the page, and scripts and the like are shown as they are written.",
	Fix:      "Write it in Markdown, or with the elements that docs/authoring.md lists.",
	Clauses:  []string{"7.5.3"},
	PerFile:  true,
	Severity: diag.Error,
}
