package doc

import (
	"cmp"
	"slices"

	"clausebook/internal/strictyaml"
)

// grades are those of the findings of an audit, the gravest first.
var grades = []string{"major", "minor", "opportunity", "good-practice"}

// ByGrade sorts the findings of an audit, the gravest first.
func ByGrade(items []*strictyaml.Node) []*strictyaml.Node {
	rank := func(item *strictyaml.Node) int {
		if i := slices.Index(grades, item.Get("grade").Text()); i >= 0 {
			return i
		}
		return len(grades)
	}
	out := slices.Clone(items)
	slices.SortStableFunc(out, func(a, b *strictyaml.Node) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Get("grade").Text(), b.Get("grade").Text()))
	})
	return out
}
