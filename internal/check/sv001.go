package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var sv001 = Rule{
	ID:       "SV001",
	Title:    "live service without an agreement",
	Why:      "Each service delivered needs an agreement; without one, customers have been promised nothing measurable.",
	Fix:      "List the service under `services` in an approved agreement.",
	Clauses:  []string{"8.3.3"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		agreed := map[doc.ID]bool{}
		for _, a := range ofType(in, "agreement") {
			for _, id := range a.Services {
				agreed[id] = true
			}
		}
		var out []diag.Finding
		for _, s := range services(in, "live") {
			if !agreed[s.ID] && !lacks(in, "agreement", string(s.ID)) {
				out = append(out, diag.Finding{Rule: "SV001", Pos: s.Pos("state"), Document: string(s.ID),
					Message: fmt.Sprintf("`%s` is live, but no approved agreement lists it", s.ID), Hint: "list it under `services` in an agreement"})
			}
		}
		return out
	},
}
