package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fs004 = Rule{
	ID:       doc.RuleUnreadable,
	Title:    "file cannot be read",
	Why:      "A document that nobody can read is not available to those who need it.",
	Fix:      "Check that it is a regular file and that you may read it.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
}
