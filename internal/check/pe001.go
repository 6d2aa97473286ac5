package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/people"
)

var pe001 = Rule{
	ID:       people.RuleSyntax,
	Title:    "people.yaml is not of its form",
	Why:      "Authority is judged from this file; what cannot be read gives nobody authority.",
	Mend:     "Correct the line; see docs/front-matter.md for an example.",
	Clauses:  []string{"5.3"},
	Severity: diag.Error,
}
