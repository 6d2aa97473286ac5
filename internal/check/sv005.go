package check

import (
	"fmt"

	"clausebook/internal/diag"
)

var sv005 = Rule{
	ID:       "SV005",
	Title:    "supplier of a live service without a contract",
	Why:      "The service depends on a supplier who has made no commitment that supports the agreement with the customer.",
	Fix:      "Add the contract (or, for an internal supplier, the agreement) with `supplier` set to the party.",
	Clauses:  []string{"8.3.4.1", "8.3.4.2"},
	Severity: diag.Error,
	Run:      uncontracted,
}

func uncontracted(in *Input) []diag.Finding {
	bound := map[string]bool{}
	for _, kind := range [...]string{"contract", "agreement"} {
		for _, c := range ofType(in, kind) {
			bound[c.Supplier] = true
			for _, p := range c.Front.Get("parties").Texts() {
				bound[p] = true
			}
		}
	}
	var out []diag.Finding
	for _, s := range services(in, "live") {
		for key, kind := range map[string]string{"suppliers": "contract", "internal_suppliers": "agreement"} {
			for i, n := range s.Front.Get(key).Items() {
				if party := n.Text(); party != "" && !bound[party] && !lacks(in, kind, party) {
					out = append(out, diag.Finding{Rule: "SV005", Pos: s.Pos(key, fmt.Sprint(i)), Document: string(s.ID),
						Message: fmt.Sprintf(
							"`%s` supplies `%s`, but there is no approved %s with it",
							party,
							s.ID,
							kind,
						), Hint: fmt.Sprintf("add the %s with `supplier: %s`", kind, party), About: party})
				}
			}
		}
	}
	return out
}
