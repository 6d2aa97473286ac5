package check

import "clausebook/internal/diag"

var ex004 = Rule{
	ID:       "EX004",
	Title:    "exception is not needed",
	Why:      "If it stays, it would hide the next finding of this rule, which nobody has accepted.",
	Fix:      "Remove the exception.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Info,
}
