package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/trace"
)

// soon is the number of days ahead of which a review is announced.
const soon = 30

var rv002 = Rule{
	ID:       "RV002",
	Title:    "review is due soon",
	Why:      "A review planned in time is not overdue on the day of the audit.",
	Fix:      "Plan the review with the owner.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Info,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, d := range in.Docs.Documents {
			due := trace.ReviewDue(d, in.Approvals, in.Acts)
			if due.IsZero() || due.Before(in.AsOf) || in.AsOf.DaysUntil(due) > soon {
				continue
			}
			out = append(out, diag.Finding{Rule: "RV002", Pos: d.Pos("reviewed_on"), Document: string(d.ID),
				Message: fmt.Sprintf("the next review is due on %s, in %s", due, daysBetween(in.AsOf, due)),
				Hint:    fmt.Sprintf("plan it with the owner, `%s`", d.Owner)})
		}
		return out
	},
}
