package trace

import (
	"slices"

	"clausebook/internal/doc"
	"clausebook/internal/phrase"
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
		gap.state, gap.mend = Partly, run("new", r.doc.ID)
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
	return without(missing, len(j.live), phrase.Of("live services"))
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
	return without(missing, len(all), kindWords(kind))
}

// kindWords names the parties of a kind.
func kindWords(kind string) phrase.Phrase {
	switch kind {
	case "customer":
		return phrase.Of("customers")
	case "supplier":
		return phrase.Of("suppliers")
	}
	return phrase.Of("internal suppliers")
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

func without(missing []string, all int, what phrase.Phrase) fault {
	if len(missing) == 1 {
		return fault{missing: missing, words: phrase.Of("%d of %d %s have one, %s has not", all-1, all, what, missing[0])}
	}
	return fault{missing: missing, words: phrase.Of("%d of %d %s have one, %s have not", all-len(missing), all, what, list(missing))}
}
