package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var mn006 = Rule{
	ID:       "MN006",
	Title:    "nonconformity is overdue",
	Why:      "The due date of the corrective action has passed, and the nonconformity is still open.",
	Fix:      "Finish the corrective action and add `closed_on`, or agree on a later date.",
	Clauses:  []string{"10.1.1"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, d := range in.Docs.Documents {
			due := d.Day("due")
			if c, raised := in.Certified.Correction(d); raised && due.IsZero() && !c.Scheme {
				due = c.Limit // as the report of the audit has it
			}
			if d.Type == "nonconformity" && in.Acts.Held(d, doc.ClosureAct).IsZero() && !due.IsZero() && due.Before(in.AsOf) &&
				!d.Status.Retired() {
				out = append(out, diag.Finding{Rule: "MN006", Pos: d.Pos("due"), Document: string(d.ID),
					Message: fmt.Sprintf(
						"the corrective action was due on %s, %s before %s",
						due,
						daysBetween(due, in.AsOf),
						in.AsOf,
					), Hint: "add `closed_on` when it is done"})
			}
		}
		return out
	},
}
