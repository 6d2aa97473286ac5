package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/people"
)

var pe015 = Rule{
	ID:    "PE015",
	Title: "id of a person means nobody",
	Why: "Words such as `na` or `tbd` stand for nobody where somebody is named, so that nothing this person approves, confirms or " +
		"attends counts.",
	Fix: "Give the person another id, such as the first and the last name with a dot between them, and write it wherever the old one " +
		"stands.",
	Clauses:  []string{"5.3", "7.5.2"},
	Severity: diag.Warning,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, p := range in.People.People {
			if people.Placeholder(p.ID) && !in.People.Nobody(p.ID) && p.Name != "" {
				out = append(out, diag.Finding{Rule: "PE015", Pos: p.Pos,
					Message: fmt.Sprintf("`%s` is read as a word for nobody, so %s is not found where this id is named", p.ID, p.Name),
					Hint:    "give the person another id"})
			}
		}
		return out
	},
}
