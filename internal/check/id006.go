package check

import (
	"fmt"

	"clausebook/internal/diag"
)

var id006 = Rule{
	ID:       "ID006",
	Title:    "id was taken on the base branch meanwhile",
	Why:      "Once both branches are joined, two documents share the id, and each seems approved by the other's approval.",
	Mend:     "Give this document another id before the branches are joined.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, d := range in.Docs.Documents {
			if path, taken := in.Gained[d.ID]; taken {
				out = append(out, diag.Finding{Rule: "ID006", Pos: d.Pos("id"), Document: string(d.ID),
					Message: fmt.Sprintf("the base branch has gained `%s` at `%s` since this branch left it", d.ID, path),
					Hint:    "give this document an id of its own"})
			}
		}
		return out
	},
}
