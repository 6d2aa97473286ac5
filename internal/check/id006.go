package check

import (
	"fmt"

	"clausebook/internal/diag"
)

var id006 = Rule{
	ID:       "ID006",
	Title:    "id is now used on the base branch",
	Why:      "After the merge, two documents share the id, and each seems to have the approval of the other.",
	Fix:      "Give this document another id before the merge.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, d := range in.Docs.Documents {
			if path, taken := in.Gained[d.ID]; taken {
				out = append(out, diag.Finding{Rule: "ID006", Pos: d.Pos("id"), Document: string(d.ID),
					Message: fmt.Sprintf("the id `%s` was added to the base branch, in `%s`, after this branch left it", d.ID, path),
					Hint:    "give this document another id"})
			}
		}
		return out
	},
}
