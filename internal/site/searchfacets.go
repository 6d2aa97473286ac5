package site

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// facet is one way to narrow what was found. An item may have several values of it, or none; as many items share the
// same ones, each is given one of the sets that occur. Set 0 is empty.
type facet struct {
	Name   string       `json:"name"` // in the address of the search page
	Label  string       `json:"label"`
	Values []facetValue `json:"values"` // sorted by label
	Sets   [][]int      `json:"sets"`   // indexes of Values
	of     []int        // by item, index of Sets
}

// facetValue is a value of a facet: its key in addresses, its word on pages, and where it is a state the kind of its tag.
// One without a key is no value.
type facetValue struct{ key, label, tag string }

// MarshalJSON writes a value as [key, label] or [key, label, tag].
func (v facetValue) MarshalJSON() ([]byte, error) {
	if v.tag == "" {
		return json.Marshal([2]string{v.key, v.label})
	}
	return json.Marshal([3]string{v.key, v.label, v.tag})
}

// maxFacetValues bounds a facet. Who has more owners than that cannot choose from a list of them; those of the fewest
// documents are left out.
const maxFacetValues = 800

// searchLabels are the words for the facets.
type searchLabels struct{ kind, status, owner, standard string }

func facetsOf(items []searchItem, labels searchLabels) []facet {
	one := func(give func(searchItem) facetValue) func(searchItem) []facetValue {
		return func(it searchItem) []facetValue {
			if v := give(it); v.key != "" {
				return []facetValue{v}
			}
			return nil
		}
	}
	return []facet{
		newFacet("type", labels.kind, items, one(func(it searchItem) facetValue { return it.kind })),
		newFacet("status", labels.status, items, one(func(it searchItem) facetValue { return it.status })),
		newFacet("owner", labels.owner, items, one(func(it searchItem) facetValue { return it.owner })),
		newFacet("standard", labels.standard, items, func(it searchItem) []facetValue { return it.standards }),
	}
}

func newFacet(name, label string, items []searchItem, give func(searchItem) []facetValue) facet {
	f := facet{Name: name, Label: label, Sets: [][]int{{}}, of: make([]int, len(items))}
	f.Values = facetValues(items, give)
	at := map[string]int{}
	for i, v := range f.Values {
		at[v.key] = i
	}
	sets := map[string]int{"[]": 0}
	for i, it := range items {
		set := []int{}
		for _, v := range give(it) {
			if n, known := at[v.key]; known {
				set = append(set, n)
			}
		}
		slices.Sort(set)
		set = slices.Compact(set)
		key := fmt.Sprint(set)
		if _, known := sets[key]; !known {
			sets[key] = len(f.Sets)
			f.Sets = append(f.Sets, set)
		}
		f.of[i] = sets[key]
	}
	return f
}

// facetValues lists the values that items have, sorted by label.
func facetValues(items []searchItem, give func(searchItem) []facetValue) []facetValue {
	out, count := []facetValue{}, map[string]int{}
	for _, it := range items {
		for _, v := range give(it) {
			if count[v.key]++; count[v.key] == 1 {
				out = append(out, v)
			}
		}
	}
	byLabel := func(a, b facetValue) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.label), strings.ToLower(b.label)), cmp.Compare(a.key, b.key))
	}
	if len(out) > maxFacetValues {
		slices.SortFunc(out, func(a, b facetValue) int { return cmp.Or(count[b.key]-count[a.key], byLabel(a, b)) })
		out = out[:maxFacetValues]
	}
	slices.SortFunc(out, byLabel)
	return out
}
