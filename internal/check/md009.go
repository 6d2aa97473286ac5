package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var md009 = Rule{
	ID:       doc.RuleTemplate,
	Title:    "tags of a template left out",
	Why:      "What a program would put in their place is missing from the page.",
	Fix:      "Write what should stand there, or keep the document as plain Markdown.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Info,
}
