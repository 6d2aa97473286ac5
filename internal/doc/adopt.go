package doc

import (
	"maps"
	"slices"
	"strings"

	"clausebook/internal/config"
	"clausebook/internal/content"
	"clausebook/internal/date"
	"clausebook/internal/strictyaml"
)

// givens are the defaults of the configuration, so arranged that a file is not held against each of them: an adopted
// repository may have one for every file. A default that names one file is looked up; only patterns are tried.
type givens struct {
	defaults []config.Default
	plain    map[string][]int // path -> indices into defaults
	patterns []int            // indices into defaults
}

func newGivens(defaults []config.Default) *givens {
	g := &givens{defaults: defaults, plain: map[string][]int{}}
	for i, def := range defaults {
		if strings.ContainsAny(def.Pattern, `*?[\`) {
			g.patterns = append(g.patterns, i)
			continue
		}
		g.plain[def.Pattern] = append(g.plain[def.Pattern], i)
	}
	return g
}

// at joins the defaults of all patterns that match a path within the content folder; later ones win. The nodes have
// line 0, for they stand in no file of ours.
func (g *givens) at(rel string) map[string]*strictyaml.Node {
	matching := slices.Clone(g.plain[rel])
	for _, i := range g.patterns {
		if content.Match(g.defaults[i].Pattern, rel) {
			matching = append(matching, i)
		}
	}
	slices.Sort(matching)
	out := map[string]*strictyaml.Node{}
	for _, i := range matching {
		for key, value := range g.defaults[i].FrontMatter {
			out[key] = &strictyaml.Node{Raw: value, Quoted: true}
		}
		for key, items := range g.defaults[i].Lists {
			out[key] = listOf(items)
		}
	}
	return out
}

func listOf(items []string) *strictyaml.Node {
	list := &strictyaml.Node{Kind: strictyaml.List}
	for _, item := range items {
		list.Values = append(list.Values, &strictyaml.Node{Raw: item, Quoted: true})
	}
	return list
}

// adopt renames the keys that the repository's documents use to ours and adds the defaults of the path.
func adopt(front *strictyaml.Node, fields map[string]string, defaults map[string]*strictyaml.Node) *strictyaml.Node {
	out := &strictyaml.Node{Kind: strictyaml.Map, Line: 1, Col: 1}
	if front != nil {
		out.Line, out.Col = front.Line, front.Col
	}
	for k, v := range front.Pairs() {
		key := *k
		if ours, ok := fields[k.Raw]; ok && front.Key(ours) == nil && out.Key(ours) == nil { // a name that is taken stays
			key.Raw, v = ours, inOurWords(ours, v)
		}
		out.Keys, out.Values = append(out.Keys, &key), append(out.Values, v)
	}
	for _, name := range slices.Sorted(maps.Keys(defaults)) {
		if out.Get(name) == nil {
			out.Keys, out.Values = append(out.Keys, &strictyaml.Node{Raw: name}), append(out.Values, defaults[name])
		}
	}
	return out
}

// inOurWords gives the value of a renamed key in the form that ours has, where the documents' form can mean nothing
// else: "6 months" is P6M. Everything else stays as it is, and the schema reports it.
func inOurWords(key string, v *strictyaml.Node) *strictyaml.Node {
	if key != "review_every" {
		return v
	}
	period, ok := date.PeriodInWords(v.Text())
	if !ok {
		return v
	}
	said := *v
	said.Raw, said.Quoted = period.String(), true
	return &said
}
