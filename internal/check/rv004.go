package check

import (
	"fmt"

	"clausebook/internal/diag"
)

var rv004 = Rule{
	ID:       "RV004",
	Title:    "date is in the future",
	Why:      "A future date cannot be evidence of something already done.",
	Mend:     "Correct the date.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, d := range in.Docs.Documents {
			for _, key := range [...]string{"reviewed_on", "approved_on", "date", "raised_on", "closed_on", "seen_on"} {
				if day := d.Day(key); day.After(in.AsOf) {
					out = append(out, diag.Finding{Rule: "RV004", Pos: d.Pos(key), Document: string(d.ID),
						Message: fmt.Sprintf("`%s: %s` is in the future (as-of day: %s)", key, day, in.AsOf), Hint: "correct the date", About: key})
				}
			}
		}
		return out
	},
}
