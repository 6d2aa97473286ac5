package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fm010 = Rule{
	ID:       doc.RuleDate,
	Title:    "not a date",
	Why:      "Reviews and approvals are judged by their dates; a date that cannot be read is unknown.",
	Fix:      "Write dates as YYYY-MM-DD.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
}
