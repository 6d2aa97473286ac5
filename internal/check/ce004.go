package check

import (
	"fmt"

	"clausebook/internal/certification"
	"clausebook/internal/diag"
)

var ce004 = Rule{
	ID:    "CE004",
	Title: "step of a certificate is overdue",
	Why: "By the scheme, a surveillance audit should have been held or the next certificate issued. A body that cannot see this suspends " +
		"what it issued.",
	Fix: "Add the report of the audit or the next certificate; if it was not held, agree on a day with the body. A certificate that is " +
		"no longer pursued is `withdrawn`.",
	Clauses:  []string{"10.1"},
	Severity: diag.Warning,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, a := range in.Certified.Ahead() {
			if a.State == certification.Due {
				continue
			}
			d := a.Certificate
			out = append(out, diag.Finding{Rule: "CE004", Pos: d.Pos("expires_on"), Document: string(d.ID), Subject: a.Name,
				Message: fmt.Sprintf("%s: %s", a.What, a.Reason), Hint: "add the report or the next certificate, or withdraw this one"})
		}
		return out
	},
}
