package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var sv003 = Rule{
	ID:       "SV003",
	Title:    "live service is not in the catalogue",
	Why:      "Customers and staff rely on the catalogue as complete; a service that is not in it is delivered without being managed.",
	Fix:      "Add the service to the catalogue with a link to its page.",
	Clauses:  []string{"8.2.4", "4.3"},
	Severity: diag.Error,
	Run:      uncatalogued,
}

// uncatalogued needs a catalogue to compare with; that there is none is a finding about the required set.
func uncatalogued(in *Input) []diag.Finding {
	listed := map[doc.ID]bool{}
	found := false
	for _, c := range ofType(in, "catalogue") {
		if fulfils(c, "service-catalogue") {
			found = true
			for _, id := range c.Services {
				listed[id] = true
			}
		}
	}
	if !found {
		return nil
	}
	for _, l := range in.links {
		if l.to.Document != nil && fulfils(l.from, "service-catalogue") && l.from.Status.Current() {
			listed[l.to.Document.ID] = true
		}
	}
	var out []diag.Finding
	for _, s := range services(in, "live") {
		if !listed[s.ID] {
			out = append(out, diag.Finding{Rule: "SV003", Pos: s.Pos("state"), Document: string(s.ID),
				Message: fmt.Sprintf(
					"`%s` is live, but is not in the service catalogue",
					s.ID,
				), Hint: fmt.Sprintf("add a link to `[[%s]]` to the catalogue", s.ID)})
		}
	}
	return out
}
