package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/people"
)

var pe004 = Rule{
	ID:       people.RuleSpan,
	Title:    "period ends before it begins",
	Why:      "It is not clear whether the person held the role on a given day.",
	Fix:      "Correct `from` or `to`.",
	Clauses:  []string{"5.3"},
	Severity: diag.Error,
}
