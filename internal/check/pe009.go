package check

import (
	"fmt"

	"clausebook/internal/diag"
)

var pe009 = Rule{
	ID:       "PE009",
	Title:    "person holds no role",
	Why:      "Somebody works on the system without a documented authority or duty.",
	Fix:      "Give the person a role with `from`, or end the entry with `to`.",
	Clauses:  []string{"5.3"},
	Severity: diag.Info,
	Run: func(in *Input) []diag.Finding {
		busy := map[string]bool{}
		for _, r := range in.People.Roles {
			for _, h := range r.Holders {
				busy[h.Person] = busy[h.Person] || holds(h, in)
			}
		}
		var out []diag.Finding
		for _, p := range in.People.People {
			if !p.Bot && p.Active(in.AsOf) && !busy[p.ID] {
				out = append(out, diag.Finding{Rule: "PE009", Pos: p.Pos,
					Message: fmt.Sprintf("`%s` holds no role on %s", p.ID, in.AsOf), Hint: "give the person a role, or a last day with `to:`"})
			}
		}
		return out
	},
}
