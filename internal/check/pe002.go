package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/people"
)

var pe002 = Rule{
	ID:       people.RuleDuplicate,
	Title:    "id or address used twice in people.yaml",
	Why:      "An address shared by two people identifies neither of them.",
	Fix:      "Give each person, role and party its own id and addresses.",
	Clauses:  []string{"5.3"},
	Severity: diag.Error,
}
