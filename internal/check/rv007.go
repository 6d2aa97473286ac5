package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/witness"
)

var rv007 = Rule{
	ID:       "RV007",
	Title:    "record is announced",
	Why:      "It was written before the day it is dated, as an agenda is; it becomes a record with the first revision on or after that day.",
	Mend:     "When the day has passed, write down what happened and commit the document again.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Info,
	Run: func(in *Input) []diag.Finding {
		return in.acts(witness.Announced, func(w witness.Witness) diag.Finding {
			return diag.Finding{Rule: "RV007", Commit: string(w.Commit),
				Message: fmt.Sprintf("dated %s and last committed before that day; it counts as a record from the next revision on", w.Day),
				Hint:    "write down what happened and commit the document again"}
		})
	},
}
