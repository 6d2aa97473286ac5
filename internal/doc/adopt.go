package doc

import (
	"maps"
	"slices"
	"strings"

	"clausebook/internal/config"
	"clausebook/internal/content"
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

// inOurNames gives front matter under our names and in our words, as `fields:` and `values:` translate it.
func (r *Reader) inOurNames(front *strictyaml.Node) *strictyaml.Node {
	out := &strictyaml.Node{Kind: strictyaml.Map, Line: 1, Col: 1}
	if front != nil {
		out.Line, out.Col = front.Line, front.Col
	}
	for k, v := range front.Pairs() {
		ours, named := r.Fields[k.Raw]
		if ours == Ignore || named && r.givesWay(k.Raw, ours, front) {
			continue
		}
		key := *k
		switch taken := front.Key(ours) != nil && ours != k.Raw || out.Key(ours) != nil; {
		case named && !taken: // a name that is taken stays
			key.Raw, v = ours, r.said(ours, v)
		case v.Kind == strictyaml.Scalar:
			if word := r.word(k.Raw, v.Text()); word != "" {
				v = worded(v, word)
			}
		}
		out.Keys, out.Values = append(out.Keys, &key), append(out.Values, v)
	}
	return out
}

// lastResort are names that may mean one of ours where no other does: who wrote a text is its owner if nobody else is named.
var lastResort = []string{"author", "authors", "created_by", "last_author", "draft", "layout", "category"}

// givesWay tells whether a name means nothing because another one in the same front matter means the same and says it better.
func (r *Reader) givesWay(name, ours string, front *strictyaml.Node) bool {
	if !slices.Contains(lastResort, FoldName(name)) {
		return false
	}
	for k := range front.Pairs() {
		if k.Raw != name && (k.Raw == ours || r.Fields[k.Raw] == ours) && !slices.Contains(lastResort, FoldName(k.Raw)) {
			return true
		}
	}
	return false
}

// addDefaults adds the defaults of the path where a document says nothing itself.
func addDefaults(front *strictyaml.Node, defaults map[string]*strictyaml.Node) {
	for _, name := range slices.Sorted(maps.Keys(defaults)) {
		if front.Get(name) == nil {
			put(front, name, defaults[name])
		}
	}
}

// givesAll tells whether front matter gives, under our own names, all that every document must have: whoever writes so writes for us.
func givesAll(front *strictyaml.Node) bool {
	for _, key := range []string{"type", "version", "status", "owner"} {
		if front.Get(key).IsNull() {
			return false
		}
	}
	return true
}
