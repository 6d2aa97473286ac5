package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fm011 = Rule{
	ID:       doc.RulePeriod,
	Title:    "not a duration",
	Why:      "Without a valid interval, the next review has no due date.",
	Fix:      "Write an ISO 8601 duration: P1Y for a year, P6M for six months, P2W for two weeks.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
}
