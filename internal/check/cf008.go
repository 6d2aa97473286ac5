package check

import (
	"fmt"
	"slices"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/people"
)

var cf008 = Rule{
	ID:       "CF008",
	Title:    "more approvals needed than there are people",
	Why:      "The document can never be approved: fewer people may approve it than have to.",
	Fix:      "Lower `approval.quorum` for the type, let more people hold the role, or list who acts for each party (`party` in people.yaml).",
	Clauses:  []string{"5.3", "7.5.2"},
	Severity: diag.Warning,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, d := range in.Docs.Documents {
			quorum, asked := in.Policy.Quorum[d.Type]
			if !asked || in.People.Path == "" || d.Status.Retired() {
				continue
			}
			f := diag.Finding{Rule: "CF008", Pos: d.Pos("type"), Document: string(d.ID)}
			if quorum.Parties {
				for _, id := range d.Front.Get("parties").Texts() {
					f.Pos, f.Hint = d.Pos("parties"), fmt.Sprintf("give somebody there `party: %s`", id)
					if party, known := in.People.Party(id); known && !in.anybodyFor(id) {
						f.Message = fmt.Sprintf("nobody in %s acts for %s, and one of each party has to approve", in.People.Path, party.Name)
						out = append(out, f)
					}
				}
			} else if n := in.mayApprove(d); n < quorum.Approvers {
				f.Hint = "let more people approve it, or ask for fewer"
				if d.Approver != "" {
					f.Pos = d.Pos("approver")
				}
				f.Message = fmt.Sprintf("%d people have to approve a document of this type, and %d may", quorum.Approvers, n)
				out = append(out, f)
			}
		}
		return out
	},
}

// anybodyFor tells whether somebody acts for a party.
func (in *Input) anybodyFor(party string) bool {
	return slices.ContainsFunc(in.People.People, func(p people.Person) bool { return p.Party == party && p.Active(in.AsOf) })
}

// mayApprove counts the people who may approve a document by right of their own.
func (in *Input) mayApprove(d *doc.Document) int {
	roles := in.Policy.Roles[d.Type]
	if d.Approver != "" {
		roles = []string{d.Approver}
	}
	n := 0
	for _, p := range in.People.People {
		holds := slices.ContainsFunc(in.People.RolesOf(p.ID, in.AsOf), func(role string) bool { return slices.Contains(roles, role) })
		if !p.Bot && p.Active(in.AsOf) && (len(roles) == 0 && p.Party == "" || holds || slices.Contains(roles, p.ID)) {
			n++
		}
	}
	return n
}
