package check

import (
	"fmt"

	"clausebook/internal/diag"
)

var ce006 = Rule{
	ID:       "CE006",
	Title:    "corrective action is due later than the body wants it",
	Why:      "The day of the body counts, in its report or its scheme; a later one of our own is a promise that it did not accept.",
	Fix:      "Bring `due` forward, or put the day that was agreed with the body under `due` of the finding in the report of the audit.",
	Clauses:  []string{"10.1.1"},
	Severity: diag.Warning,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, c := range in.Certified.Corrections() {
			d := c.Nonconformity
			due := d.Day("due")
			if c.Limit.IsZero() || !due.After(c.Limit) || !c.Closed.IsZero() {
				continue
			}
			who := "the report " + string(c.Audit.ID)
			if c.Scheme {
				who = fmt.Sprintf("the scheme (%s)", in.Certified.Scheme.Says(c.Basis))
			}
			out = append(out, diag.Finding{Rule: "CE006", Pos: d.Pos("due"), Document: string(d.ID),
				Message: fmt.Sprintf("due on %s, but %s wants it by %s", due, who, c.Limit), Hint: "use the day of the body"})
		}
		return out
	},
}
