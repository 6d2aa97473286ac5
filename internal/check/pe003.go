package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/people"
)

var pe003 = Rule{
	ID:       people.RuleUnknown,
	Title:    "role held by somebody who is not listed",
	Why:      "It is not clear who held the authority.",
	Fix:      "Add the person under `people:`.",
	Clauses:  []string{"5.3"},
	Severity: diag.Error,
}
