package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fm004 = Rule{
	ID:       doc.RuleDuplicate,
	Title:    "key given twice",
	Why:      "Two tools may read two different owners or versions from one file.",
	Mend:     "Keep one of the two lines.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
}
