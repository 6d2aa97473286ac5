package check

import "clausebook/internal/diag"

var ex004 = Rule{
	ID:       "EX004",
	Title:    "exception that excepts nothing",
	Why:      "Left in place, it would hide the next fault of the kind, which nobody has accepted.",
	Mend:     "Remove the exception.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Info,
}
