package author

import (
	"path"
	"slices"
	"strings"
)

// spread says a value of every document in as few lines as it can: the commonest for all, then for each folder whose
// documents mostly have another, then for single files. Documents that give the value themselves are left out; where
// nothing is known of a document it gets what its folder gets, and fallback where nothing is known at all.
func (a *adopter) spread(name, fallback string, value func(*guess) string) []Line {
	known := map[string]string{} // path -> value
	for _, g := range a.guesses {
		if v := value(g); v != "" && a.given(g.doc, name) == "" {
			known[g.rel] = v
		}
	}
	base := fallback
	if v, share := commonest(known, ""); share > 0.5 && 2*len(known) > len(a.guesses) {
		base = v
	}
	lines := []Line{{Pattern: "**", Values: []Value{{Key: name, Text: base}}}}
	inherited := map[string]string{".": base}
	for _, folder := range a.folders() {
		up := inherited[path.Dir(folder)]
		inherited[folder] = up
		if v, share := commonest(known, folder); share >= 0.6 && v != up {
			inherited[folder] = v
			lines = append(lines, Line{Pattern: literal(folder) + "/**", Values: []Value{{Key: name, Text: v}}})
		}
	}
	for _, g := range a.guesses {
		if v := known[g.rel]; v != "" && v != inherited[path.Dir(g.rel)] {
			lines = append(lines, Line{Pattern: literal(g.rel), Values: []Value{{Key: name, Text: v}}})
		}
	}
	return lines
}

// commonest gives the value that most documents below a folder have, and its share among those of which one is known.
func commonest(known map[string]string, folder string) (value string, share float64) {
	counts, all := map[string]int{}, 0
	for p, v := range known {
		if folder == "" || strings.HasPrefix(p, folder+"/") {
			counts[v]++
			all++
		}
	}
	most := 0
	for v, n := range counts {
		if n > most || n == most && v < value {
			value, most = v, n
		}
	}
	return value, float64(most) / float64(max(all, 1))
}

// folders lists the folders that hold documents, at any depth, each after those above it.
func (a *adopter) folders() []string {
	seen := map[string]bool{}
	var out []string
	for _, g := range a.guesses {
		for at := path.Dir(g.rel); at != "." && !seen[at]; at = path.Dir(at) {
			seen[at] = true
			out = append(out, at)
		}
	}
	slices.Sort(out)
	return out
}

// join puts the lines of several values together: those for all into one, then folders, then files.
func join(base Line, lists ...[]Line) []Line {
	var folders, files []Line
	for _, list := range lists {
		for _, l := range list {
			switch {
			case l.Pattern == base.Pattern:
				base.Values = append(base.Values, l.Values...)
			case strings.HasSuffix(l.Pattern, "/**"):
				folders = append(folders, l)
			default:
				files = append(files, l)
			}
		}
	}
	slices.SortStableFunc(
		folders,
		func(x, y Line) int { return strings.Compare(x.Pattern, y.Pattern) },
	) // a folder comes after the one above it
	return append(append([]Line{base}, folders...), files...)
}

// mergeSame puts lines of one pattern into one, at the place of the first.
func mergeSame(lines []Line) []Line {
	at := map[string]int{}
	var out []Line
	for _, l := range lines {
		i, seen := at[l.Pattern]
		if !seen {
			at[l.Pattern] = len(out)
			out = append(out, l)
			continue
		}
		out[i].Values, out[i].Why = append(out[i].Values, l.Values...), append(out[i].Why, l.Why...)
	}
	return out
}
