package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var md005 = Rule{
	ID:       doc.RuleFootnote,
	Title:    "footnote that nothing refers to",
	Why:      "No page shows the footnote, so that part of the text is lost to the reader.",
	Mend:     "Refer to it in the text as `[^name]`, or remove it.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Warning,
}
