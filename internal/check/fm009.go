package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fm009 = Rule{
	ID:       doc.RuleFieldType,
	Title:    "value of the wrong kind",
	Why:      "A value of another kind than expected is not understood and counts as absent.",
	Mend:     "Write a list with `- item` lines or `[a, b]`, text in quotes.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
}
