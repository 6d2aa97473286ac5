package check

import (
	"fmt"

	"clausebook/internal/diag"
)

var rv005 = Rule{
	ID:       "RV005",
	Title:    "in force before it was approved",
	Why:      "Between the two dates, people worked from a text that nobody had approved.",
	Fix:      "Correct `effective_from` or `approved_on`.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Warning,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, d := range in.Docs.Documents {
			if !d.EffectiveFrom.IsZero() && !d.ApprovedOn.IsZero() && d.EffectiveFrom.Before(d.ApprovedOn) {
				out = append(out, diag.Finding{Rule: "RV005", Pos: d.Pos("effective_from"), Document: string(d.ID),
					Message: fmt.Sprintf("in force from %s, but approved on %s", d.EffectiveFrom, d.ApprovedOn),
					Hint:    "set `effective_from` to the day of approval or later"})
			}
		}
		return out
	},
}
