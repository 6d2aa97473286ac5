package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var md006 = Rule{
	ID:       doc.RuleNote,
	Title:    "mention of a footnote that does not exist",
	Why:      "Readers see a number or name in brackets and look for a note that nobody wrote.",
	Fix:      "Write the footnote, or remove the mention.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Warning,
}
