package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var md008 = Rule{
	ID:       doc.RuleForeign,
	Title:    "markup of another program",
	Why:      "Readers see the raw mark in place of what the other program would make of it.",
	Fix:      "Replace it by Markdown.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Info,
}
