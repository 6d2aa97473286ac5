package check

import (
	"fmt"

	"clausebook/internal/diag"
)

var pe005 = Rule{
	ID:       "PE005",
	Title:    "owner is no role",
	Why:      "A document without an owner who exists is kept right by nobody.",
	Mend:     "Name a role of people.yaml as `owner`; roles outlast the people who hold them.",
	Clauses:  []string{"5.3", "7.5.2"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		if in.People.Path == "" {
			return nil // no register of people: there is nothing to compare with
		}
		roles := newHints(roleNames(in))
		var out []diag.Finding
		for _, d := range in.Docs.Documents {
			if _, ok := in.People.Role(d.Owner); ok || d.Owner == "" {
				continue
			}
			out = append(out, diag.Finding{Rule: "PE005", Pos: d.Pos("owner"), Document: string(d.ID),
				Message: fmt.Sprintf("`%s` is no role of %s", d.Owner, in.People.Path), Hint: roles.near(d.Owner)})
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
