package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/phrase"
)

var pe006 = Rule{
	ID:       "PE006",
	Title:    "role is vacant",
	Why:      "A role that nobody holds cannot own, approve or review anything.",
	Fix:      "Add a holder with `from` in people.yaml, or give its documents to another role.",
	Clauses:  []string{"5.3"},
	Severity: diag.Warning,
	Run: func(in *Input) []diag.Finding {
		owned := map[string]int{}
		for _, d := range in.Docs.Documents {
			owned[d.Owner]++
		}
		var out []diag.Finding
		for _, r := range in.People.Roles {
			if owned[r.ID] > 0 && len(in.People.Listed(r.ID, in.AsOf)) == 0 {
				out = append(out, diag.Finding{Rule: "PE006", Pos: r.Pos,
					Message: fmt.Sprintf(
						"nobody holds the role `%s` on %s, but it owns %s",
						r.ID,
						in.AsOf,
						phrase.Plural(owned[r.ID], "document", "documents"),
					), Hint: "add a holder in people.yaml"})
			}
		}
		return out
	},
}
