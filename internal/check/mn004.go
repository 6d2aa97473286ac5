package check

import (
	"fmt"

	"clausebook/internal/diag"
)

var mn004 = Rule{
	ID:       "MN004",
	Title:    "action is overdue",
	Why:      "The organization set the date itself, and the auditor will ask why it was missed.",
	Fix:      "Close the action with `closed_on` and `closed_by`, or agree on a later date and say so in the text.",
	Clauses:  []string{"9.3", "10.2"},
	Severity: diag.Warning,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, a := range openActions(in) {
			if !a.due.IsZero() && a.due.Before(in.AsOf) {
				out = append(
					out,
					a.finding(
						"MN004",
						"due",
						fmt.Sprintf("the action %s was due on %s, %s before %s", a.name, a.due, daysBetween(a.due, in.AsOf), in.AsOf),
						"close it with `closed_on` and `closed_by`",
					),
				)
			}
		}
		return out
	},
}
