package check

import (
	"fmt"

	"clausebook/internal/diag"
)

var cf007 = Rule{
	ID:       "CF007",
	Title:    "role in the approval rules that nobody knows",
	Why:      "Nobody can hold the role, so what it is asked for cannot be approved.",
	Fix:      "Name a role of people.yaml, or add the role there.",
	Clauses:  []string{"5.3", "7.5.2"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		if in.People.Path == "" || in.Config == "" {
			return nil // no register of people, or no configuration: there is nothing to compare
		}
		near := newHints(roleNames(in))
		var out []diag.Finding
		ask := func(key string, roles ...string) {
			for _, role := range roles {
				if _, known := in.People.Role(role); !known && role != "" {
					out = append(out, diag.Finding{Rule: "CF007", Pos: diag.Pos{File: in.Config}, About: role, Hint: near.near(role),
						Message: fmt.Sprintf("`approval.%s` names `%s`, which is not a role in %s", key, role, in.People.Path)})
				}
			}
		}
		for kind, roles := range in.Policy.Roles {
			ask("roles."+kind, roles...)
		}
		ask("policy_owner", in.Policy.PolicyOwner)
		ask("minor.roles", in.Policy.Minor.Roles...)
		diag.Sort(out)
		return out
	},
}
