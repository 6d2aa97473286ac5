package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fm004 = Rule{
	ID:       doc.RuleDuplicate,
	Title:    "key is set twice",
	Why:      "Two tools may read different owners or versions from the same file.",
	Fix:      "Remove one of the two lines.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
}
