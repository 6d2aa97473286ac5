package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/people"
)

var pe013 = Rule{
	ID:       people.RuleDeputy,
	Title:    "deputyship that cannot take effect",
	Why:      "Nobody stands in where somebody is thought to, so what the deputy approves does not count.",
	Fix:      "Name another person of people.yaml in `deputy_of`, and one who is there on those days.",
	Clauses:  []string{"5.3"},
	Severity: diag.Error,
}
