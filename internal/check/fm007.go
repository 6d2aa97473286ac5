package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fm007 = Rule{
	ID:       doc.RuleUnknownKey,
	Title:    "unknown key in the front matter",
	Why:      "A misspelt key looks filled in and is not: `aproved_on` approves nothing.",
	Mend:     "Use the key that the hint names, or see docs/front-matter.md for the keys of each type.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
}
