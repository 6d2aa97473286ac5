package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/people"
)

var pe004 = Rule{
	ID:       people.RuleSpan,
	Title:    "time span that ends before it begins",
	Why:      "Whether the person held the role on a day cannot be said.",
	Mend:     "Correct `from` or `to`.",
	Clauses:  []string{"5.3"},
	Severity: diag.Error,
}
