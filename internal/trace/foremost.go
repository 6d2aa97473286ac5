package trace

import "slices"

// Foremost gives what is to be done first, the things of one owner together: the first n of a list in the order of urgency, or all where
// there are fewer. Owners stand in the order of the most urgent of theirs.
func Foremost[T any, O comparable](list []T, n int, owner func(T) O) []T {
	first := slices.Clone(list[:min(n, len(list))])
	rank := map[O]int{}
	for _, x := range first {
		if o := owner(x); rank[o] == 0 {
			rank[o] = len(rank) + 1
		}
	}
	slices.SortStableFunc(first, func(a, b T) int { return rank[owner(a)] - rank[owner(b)] })
	return first
}
