package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fm006 = Rule{
	ID:       doc.RuleLimit,
	Title:    "front matter is too large or too deeply nested",
	Why:      "Control data has to be readable at a glance, and a parser has limits.",
	Fix:      "Move long text into the body, and flatten the structure.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
}
