package check

import (
	"fmt"

	"clausebook/internal/date"
	"clausebook/internal/diag"
)

var ce002 = Rule{
	ID:       "CE002",
	Title:    "days of a certificate contradict each other",
	Why:      "What comes next is counted from these days, so that a slip shifts every audit of the cycle.",
	Fix:      "Copy the days from the certificate: the decision, then the issue, then the last day.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, d := range ofType(in, "certificate") {
			order := func(first, then string) {
				a, b := d.Day(first), d.Day(then)
				if a.IsZero() || b.IsZero() || !b.Before(a) {
					return
				}
				out = append(out, diag.Finding{Rule: "CE002", Pos: d.Pos(then), Document: string(d.ID),
					Message: fmt.Sprintf("`%s` is %s, %s before `%s`", then, b, date.Period{Days: b.DaysUntil(a)}.Words(), first)})
			}
			order("decided_on", "issued_on")
			order("issued_on", "expires_on")
		}
		return out
	},
}
