package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fm009 = Rule{
	ID:       doc.RuleFieldType,
	Title:    "value of the wrong type",
	Why:      "A value of the wrong type cannot be used and counts as missing.",
	Fix:      "Write a list as `- item` lines or as `[a, b]`, and text in quotes.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
}
