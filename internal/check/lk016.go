package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var lk016 = Rule{
	ID:       doc.RuleSpacedLink,
	Title:    "bare space in the path of a link",
	Why:      "In Markdown this is no link: the page shows the brackets, and readers cannot follow it.",
	Fix:      "Put the path into angle brackets, as in `[plan](<my plan.md>)`, or write `%20` for the space.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Warning,
}
