package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var lk013 = Rule{
	ID:       doc.RuleLabel,
	Title:    "link label that is defined nowhere",
	Why:      "The page shows brackets in place of the link, so readers cannot follow it.",
	Fix:      "Define the label on a line `[label]: path`, or write the path in the link.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Warning,
}
