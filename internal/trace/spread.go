package trace

import (
	"slices"
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/phrase"
)

// spread compares the documents with the services, suppliers and customers that each need one.
func (j *joiner) spread(r *requirer) {
	gap, about := j.unserved(r)
	if len(gap.missing) > 0 {
		gap.state, gap.fix = Partly, j.writeEach(r, about, gap.missing)
		r.fault(gap)
	}
}

// unserved gives what has no document of its own where each is to have one, and what each of them is.
func (j *joiner) unserved(r *requirer) (gap fault, about string) {
	switch r.doc.Cardinality {
	case "per-service":
		return j.services(r), "service"
	case "per-service-or-customer":
		gap = j.services(r)
		if other := j.parties(r, "customer"); len(other.missing) < len(gap.missing) && len(j.kind("customer")) > 0 {
			return other, "customer"
		}
		return gap, "service"
	case "per-supplier":
		return j.parties(r, supplierKind(r.doc.Type)), "supplier"
	}
	return fault{}, ""
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
func (j *joiner) services(r *requirer) fault {
	have := map[doc.ID]bool{}
	for _, c := range r.current {
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
	return r.without(missing, len(j.live), phrase.Of("live service"), phrase.Of("live services"))
}

// parties gives the parties of a kind that none of the documents is with.
func (j *joiner) parties(r *requirer, kind string) fault {
	have := map[string]bool{}
	for _, c := range r.current {
		have[c.Supplier] = true
		for _, id := range slices.Concat(c.Customers, c.Front.Get("parties").Texts()) {
			have[id] = true
		}
	}
	all := j.kind(kind)
	missing := slices.DeleteFunc(slices.Clone(all), func(id string) bool { return have[id] })
	one, many := kindWords(kind)
	return r.without(missing, len(all), one, many)
}

// kindWords names a party of a kind, and several.
func kindWords(kind string) (one, many phrase.Phrase) {
	switch kind {
	case "customer":
		return phrase.Of("customer"), phrase.Of("customers")
	case "supplier":
		return phrase.Of("supplier"), phrase.Of("suppliers")
	}
	return phrase.Of("internal supplier"), phrase.Of("internal suppliers")
}

// kind lists the ids of the parties of a kind.
func (j *joiner) kind(kind string) []string {
	return j.People.PartyIDs(func(k string) bool { return k == kind })
}

// without words which of all services or parties have no such document.
func (r *requirer) without(missing []string, all int, one, many phrase.Phrase) fault {
	title, _, _ := strings.Cut(r.doc.Title, " (")
	document, share := r.quoted([]string{title}), Share{all - len(missing), all}
	if len(missing) == 1 {
		return fault{missing: missing, share: share, words: phrase.Of("%s %s has no %s", one, missing[0], document)}
	}
	names := list(missing, allMissing(r.cell.Ref))
	return fault{missing: missing, share: share, words: phrase.Of("%d of %d %s have no %s: %s", len(missing), all, many, document, names)}
}
