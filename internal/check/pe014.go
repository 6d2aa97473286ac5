package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/people"
)

var pe014 = Rule{
	ID:       people.RuleParty,
	Title:    "person acts for a party that is not listed",
	Why:      "It is not clear for whom the person may agree.",
	Fix:      "List the party under `parties:`, or leave `party` out for your own people.",
	Clauses:  []string{"5.3"},
	Severity: diag.Error,
}
