package trace

import (
	"fmt"
	"slices"

	"clausebook/internal/doc"
)

// spread holds the documents against the services, suppliers and customers that each need one.
func (j *joiner) spread(r *requirer) {
	var gap fault
	switch r.doc.Cardinality {
	case "per-service":
		gap = j.services(r.current)
	case "per-service-or-customer":
		gap = j.services(r.current)
		if other := j.parties(r.current, "customer"); len(other.missing) < len(gap.missing) && len(j.kind("customer")) > 0 {
			gap = other
		}
	case "per-supplier":
		gap = j.parties(r.current, supplierKind(r.doc.Type))
	}
	if len(gap.missing) > 0 {
		gap.state, gap.mend = Partly, "clausebook new "+r.doc.ID
		r.fault(gap)
	}
}

// supplierKind tells which parties a document of this type is made with: a contract binds a supplier from outside, an
// agreement one from inside.
func supplierKind(documentType string) string {
	if documentType == "agreement" {
		return "internal-supplier"
	}
	return "supplier"
}

// services gives the live services that none of the documents is about, or is itself the description of.
func (j *joiner) services(claims []claim) fault {
	have := map[doc.ID]bool{}
	for _, c := range claims {
		have[c.ID] = true
		for _, id := range c.Services {
			have[id] = true
		}
	}
	var missing []string
	for _, id := range j.live {
		if !have[id] {
			missing = append(missing, string(id))
		}
	}
	return without(missing, len(j.live), "live services")
}

// parties gives the parties of a kind that none of the documents is with.
func (j *joiner) parties(claims []claim, kind string) fault {
	have := map[string]bool{}
	for _, c := range claims {
		have[c.Supplier] = true
		for _, id := range slices.Concat(c.Customers, c.Front.Get("parties").Texts()) {
			have[id] = true
		}
	}
	all := j.kind(kind)
	missing := slices.DeleteFunc(slices.Clone(all), func(id string) bool { return have[id] })
	return without(missing, len(all), map[string]string{"customer": "customers", "supplier": "suppliers", "internal-supplier": "internal suppliers"}[kind])
}

// kind lists the ids of the parties of a kind.
func (j *joiner) kind(kind string) []string {
	var out []string
	for _, p := range j.People.Parties {
		if p.Kind == kind {
			out = append(out, p.ID)
		}
	}
	return out
}

func without(missing []string, all int, what string) fault {
	return fault{missing: missing, words: fmt.Sprintf("%d of %d %s have one, %s not", all-len(missing), all, what, list(missing)+has(len(missing)))}
}

func has(n int) string {
	if n == 1 {
		return " has"
	}
	return " have"
}
