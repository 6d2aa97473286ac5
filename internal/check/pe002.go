package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/people"
)

var pe002 = Rule{
	ID:       people.RuleDuplicate,
	Title:    "id or address given twice in people.yaml",
	Why:      "An address that two people share identifies neither of them.",
	Mend:     "Give each person, role and party its own id and addresses.",
	Clauses:  []string{"5.3"},
	Severity: diag.Error,
}
