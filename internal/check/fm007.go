package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fm007 = Rule{
	ID:       doc.RuleUnknownKey,
	Title:    "unknown key in the front matter",
	Why:      "A misspelt key looks right but has no effect: `aproved_on` approves nothing.",
	Fix:      "Use the key in the hint, or see docs/front-matter.md for the keys of each type.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
}
