package check

import (
	"fmt"

	"clausebook/internal/diag"
)

var pe011 = Rule{
	ID:       "PE011",
	Title:    "approver is neither a role nor a person",
	Why:      "No person or role matches the approver, so no approval of the document can count.",
	Fix:      "Set `approver` to a role or a person from people.yaml.",
	Clauses:  []string{"5.3", "7.5.2"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		if in.People.Path == "" {
			return nil
		}
		known, _ := personNames(in)
		for _, r := range roleNames(in) {
			known[r] = true
		}
		near := approverHints(in)
		var out []diag.Finding
		for _, d := range in.Docs.Documents {
			if d.Approver != "" && !known[d.Approver] {
				out = append(out, diag.Finding{Rule: "PE011", Pos: d.Pos("approver"), Document: string(d.ID),
					Message: fmt.Sprintf("`%s` is not a role or a person in %s", d.Approver, in.People.Path), Hint: near.near(d.Approver),
					Edit: near.edit(d, d.Pos("approver"), d.Approver)})
			}
		}
		return out
	},
}
