package check

import "clausebook/internal/diag"

var ex002 = Rule{
	ID:       "EX002",
	Title:    "exception has expired",
	Why:      "The fault was accepted for a time, and the time is over.",
	Mend:     "Mend the fault and remove the exception, or have it prolonged with a reason.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Warning,
}
