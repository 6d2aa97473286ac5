package check

import (
	"fmt"

	"clausebook/internal/diag"
)

var pe007 = Rule{
	ID:       "PE007",
	Title:    "approved by somebody who is not listed",
	Why:      "A name that is not in people.yaml does not show who the approver is and with what authority.",
	Fix:      "Set `approved_by` to a person from people.yaml, or add the person there with the dates of service.",
	Clauses:  []string{"5.3", "7.5.2"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		if in.People.Path == "" {
			return nil // no register of people: there is nothing to compare with
		}
		known, names := personNames(in)
		var out []diag.Finding
		for _, d := range in.Docs.Documents {
			if d.ApprovedBy != "" && !known[d.ApprovedBy] {
				out = append(out, diag.Finding{Rule: "PE007", Pos: d.Pos("approved_by"), Document: string(d.ID),
					Message: fmt.Sprintf("`%s` is not a person in %s", d.ApprovedBy, in.People.Path), Hint: names.near(d.ApprovedBy), About: d.ApprovedBy})
			}
		}
		return out
	},
}

// personNames gives the ids of all persons, to look up and to suggest.
func personNames(in *Input) (map[string]bool, *hints) {
	known, names := map[string]bool{}, make([]string, len(in.People.People))
	for i, p := range in.People.People {
		known[p.ID], names[i] = true, p.ID
	}
	return known, newHints(names)
}
