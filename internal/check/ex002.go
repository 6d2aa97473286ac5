package check

import "clausebook/internal/diag"

var ex002 = Rule{
	ID:       "EX002",
	Title:    "exception has expired",
	Why:      "The finding was accepted for a limited time, and that time is over.",
	Fix:      "Fix the finding and remove the exception, or extend it with a reason.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Warning,
}
