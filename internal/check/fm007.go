package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fm007 = Rule{
	ID:       doc.RuleUnknownKey,
	Title:    "unknown key in the front matter",
	Why:      "A misspelt key looks right but has no effect: `aproved_on` approves nothing.",
	Fix:      "Use one of the keys that docs/front-matter.md lists for the type.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
}
