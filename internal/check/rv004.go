package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/witness"
)

var rv004 = Rule{
	ID:       "RV004",
	Title:    "date is in the future",
	Why:      "A future date cannot be evidence of something already done.",
	Fix:      "Correct the date.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		return in.acts(witness.Future, func(w witness.Witness) diag.Finding {
			return diag.Finding{Rule: "RV004", Message: fmt.Sprintf("`%s: %s` is in the future: dates are judged as of %s", w.Key(), w.Day, in.AsOf),
				Hint: "correct the date"}
		})
	},
}
