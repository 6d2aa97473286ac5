package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/history"
	"clausebook/internal/trust"
)

var pe012 = Rule{
	ID:    "PE012",
	Title: ".mailmap joins two listed people",
	Why: "It makes one person's commits look like another's, so that an author could appear to be somebody else. " +
		"Approvals are judged by the address in the commit as well.",
	Fix:      "Remove the line from .mailmap, or list both addresses with one person in people.yaml.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		if in.History == nil {
			return nil
		}
		var out []diag.Finding
		listed := trust.NewDirectory(in.People)
		for _, p := range in.People.People {
			for _, address := range p.Emails {
				who := history.Identity{Name: p.Name, Email: address}
				mapped := in.History.Proper(who)
				if mapped.Email == who.Email {
					continue
				}
				if other, _ := listed.Join(mapped); other.ID != "" && other.ID != p.ID {
					out = append(out, diag.Finding{Rule: "PE012", Pos: p.Pos, About: address,
						Message: fmt.Sprintf("`%s` belongs to `%s`, and .mailmap gives its commits to `%s`", address, p.ID, other.ID),
						Hint:    "remove the line from .mailmap"})
				}
			}
		}
		return out
	},
}
