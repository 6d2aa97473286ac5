package check

import (
	"fmt"

	"clausebook/internal/diag"
)

var pe005 = Rule{
	ID:       "PE005",
	Title:    "owner is not a role",
	Why:      "Nobody maintains a document whose owner does not exist.",
	Fix:      "Set `owner` to a role from people.yaml; roles outlast the people who hold them.",
	Clauses:  []string{"5.3", "7.5.2"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		if in.People.Path == "" {
			return nil // no register of people: there is nothing to compare with
		}
		roles := roleHints(in)
		var out []diag.Finding
		for _, d := range in.Docs.Documents {
			if _, ok := in.People.Role(d.Owner); ok || d.Owner == "" {
				continue
			}
			out = append(out, diag.Finding{Rule: "PE005", Pos: d.Pos("owner"), Document: string(d.ID),
				Message: fmt.Sprintf("`%s` is not a role in %s", d.Owner, in.People.Path), Hint: roles.near(d.Owner),
				Edit: roles.edit(d, d.Pos("owner"), d.Owner)})
		}
		return out
	},
}

func roleNames(in *Input) []string {
	names := make([]string, len(in.People.Roles))
	for i, r := range in.People.Roles {
		names[i] = r.ID
	}
	return names
}
