package search

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
	Name   string  `json:"name"` // in the address of the search page
	Label  string  `json:"label"`
	Values []Value `json:"values"` // sorted by label
	Sets   [][]int `json:"sets"`   // indexes of Values
	of     []int   // by item, index of Sets
}

// Value is a value of a facet: its key in addresses, its word on pages, and where it is a state the kind of its tag.
// One without a key is no value.
type Value struct{ Key, Label, Tag string }

// MarshalJSON writes a value as [key, label] or [key, label, tag].
func (v Value) MarshalJSON() ([]byte, error) {
	if v.Tag == "" {
		return json.Marshal([2]string{v.Key, v.Label})
	}
	return json.Marshal([3]string{v.Key, v.Label, v.Tag})
}

// maxFacetValues bounds a facet. Who has more owners than that cannot choose from a list of them; those of the fewest
// documents are left out.
const maxFacetValues = 800

// Labels are the words for the facets.
type Labels struct{ Kind, Status, Owner, Standard string }

func facetsOf(items []Item, labels Labels) []facet {
	one := func(give func(Item) Value) func(Item) []Value {
		return func(it Item) []Value {
			if v := give(it); v.Key != "" {
				return []Value{v}
			}
			return nil
		}
	}
	return []facet{
		newFacet("type", labels.Kind, items, one(func(it Item) Value { return it.Kind })),
		newFacet("status", labels.Status, items, one(func(it Item) Value { return it.Status })),
		newFacet("owner", labels.Owner, items, one(func(it Item) Value { return it.Owner })),
		newFacet("standard", labels.Standard, items, func(it Item) []Value { return it.Standards }),
	}
}

func newFacet(name, label string, items []Item, give func(Item) []Value) facet {
	f := facet{Name: name, Label: label, Sets: [][]int{{}}, of: make([]int, len(items))}
	f.Values = facetValues(items, give)
	at := map[string]int{}
	for i, v := range f.Values {
		at[v.Key] = i
	}
	sets := map[string]int{"[]": 0}
	for i, it := range items {
		set := []int{}
		for _, v := range give(it) {
			if n, known := at[v.Key]; known {
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
func facetValues(items []Item, give func(Item) []Value) []Value {
	out, count := []Value{}, map[string]int{}
	for _, it := range items {
		for _, v := range give(it) {
			if count[v.Key]++; count[v.Key] == 1 {
				out = append(out, v)
			}
		}
	}
	byLabel := func(a, b Value) int {
		return cmp.Or(cmp.Compare(strings.ToLower(a.Label), strings.ToLower(b.Label)), cmp.Compare(a.Key, b.Key))
	}
	if len(out) > maxFacetValues {
		slices.SortFunc(out, func(a, b Value) int { return cmp.Or(count[b.Key]-count[a.Key], byLabel(a, b)) })
		out = out[:maxFacetValues]
	}
	slices.SortFunc(out, byLabel)
	return out
}
