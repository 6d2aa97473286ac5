package check

import (
	"fmt"

	"clausebook/internal/diag"
)

var sv006 = Rule{
	ID:       "SV006",
	Title:    "party is not listed",
	Why:      "A supplier or customer that is not registered is not evaluated, reviewed or consulted.",
	Fix:      "Add the party under `parties` in people.yaml, or use the id of one that is there.",
	Clauses:  []string{"8.2.3", "8.3.2"},
	Severity: diag.Error,
	Run:      unknownParties,
}

// partyKeys are the keys of the front matter whose values are ids of parties.
var partyKeys = [...]string{"supplier", "suppliers", "internal_suppliers", "customers", "parties"}

func unknownParties(in *Input) []diag.Finding {
	if in.People.Path == "" {
		return nil // no register: there is nothing to compare with
	}
	known := map[string]bool{}
	for _, p := range in.People.Parties {
		known[p.ID] = true
	}
	near := partyHints(in)
	var out []diag.Finding
	for _, d := range in.Docs.Documents {
		for _, key := range partyKeys {
			for i, n := range d.Front.Get(key).Items() {
				if n.Text() != "" && !known[n.Text()] {
					at := d.Pos(key, fmt.Sprint(i))
					out = append(out, diag.Finding{Rule: "SV006", Pos: at, Document: string(d.ID),
						Message: fmt.Sprintf("`%s` names `%s`, which is not a party in %s", key, n.Text(), in.People.Path),
						Hint:    near.near(n.Text()), About: n.Text(), Edit: near.edit(d, at, n.Text())})
				}
			}
		}
	}
	return out
}
