package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var md005 = Rule{
	ID:       doc.RuleFootnote,
	Title:    "footnote without a reference",
	Why:      "The page does not show the footnote, so readers miss that part of the text.",
	Fix:      "Refer to it in the text as `[^name]`, or remove it.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Warning,
}
