package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fs009 = Rule{
	ID:       doc.RuleSamePage,
	Title:    "two documents whose names differ in the ending alone",
	Why:      "A link that leaves out the ending could mean either, and both would take the address of one page.",
	Fix:      "Rename one of the two, or put them together.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
}
