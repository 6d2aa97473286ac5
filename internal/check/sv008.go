package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var sv008 = Rule{
	ID:       "SV008",
	Title:    "agreement promises a service that is not live",
	Why:      "Targets are agreed for a service that is not delivered, so the agreement cannot be kept.",
	Fix:      "Remove the service from the agreement, or correct the state of the service.",
	Clauses:  []string{"8.3.3"},
	Severity: diag.Warning,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, a := range ofType(in, "agreement") {
			for i, n := range a.Front.Get("services").Items() {
				if s := in.Docs.ByID(doc.ID(n.Text())); s != nil && s.Type == "service" && retired(s) {
					out = append(out, diag.Finding{Rule: "SV008", Pos: a.Pos("services", fmt.Sprint(i)), Document: string(a.ID),
						Message: fmt.Sprintf("the agreement lists `%s`, which is retired", s.ID), Hint: "remove it in the next version of the agreement"})
				}
			}
		}
		return out
	},
}
