package check

import "clausebook/internal/diag"

var ex001 = Rule{
	ID:       "EX001",
	Title:    "exception without a reason or an end",
	Why:      "Without a reason and an end date, nobody is accountable for the exception and it never ends.",
	Fix:      "Add `reason` and `until` under `exceptions`; until then, the exception has no effect.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
}
