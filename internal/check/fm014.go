package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fm014 = Rule{
	ID:       doc.RuleType,
	Title:    "unknown document type",
	Why:      "The type decides which control data a document needs; without it they cannot be checked.",
	Fix:      "Use one of the types in docs/front-matter.md.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
}
