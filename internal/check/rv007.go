package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/witness"
)

var rv007 = Rule{
	ID:       "RV007",
	Title:    "record is dated in the future",
	Why:      "It was written before its date, like an agenda. It becomes a record with the first revision on or after that date.",
	Fix:      "After that date, write down what happened and commit the document again.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Info,
	Run: func(in *Input) []diag.Finding {
		return in.acts(witness.Announced, func(w witness.Witness) diag.Finding {
			message := fmt.Sprintf("dated %s but last committed before that day, so it counts as a record only from its next revision", w.Day)
			if !in.Acts.Clock().Came(w.Day) {
				message = fmt.Sprintf("dated %s, which is in the future, so it counts as a record only from a revision on or after that day", w.Day)
			}
			return diag.Finding{Rule: "RV007", Commit: string(w.Commit), Message: message,
				Hint: "write down what happened and commit the document again"}
		})
	},
}
