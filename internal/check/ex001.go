package check

import "clausebook/internal/diag"

var ex001 = Rule{
	ID:       "EX001",
	Title:    "exception without a reason or an end",
	Why:      "What is accepted without saying why and until when is accepted for ever, by nobody.",
	Mend:     "Give `reason` and `until` under `exceptions`; until then the exception does not hold.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
}
