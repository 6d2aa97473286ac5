package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/people"
)

var pe001 = Rule{
	ID:       people.RuleSyntax,
	Title:    "people.yaml is not valid",
	Why:      "This file decides who has authority; an entry that cannot be read gives nobody authority.",
	Fix:      "Correct the line; see docs/front-matter.md for an example.",
	Clauses:  []string{"5.3"},
	Severity: diag.Error,
}
