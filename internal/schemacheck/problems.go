package schemacheck

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"clausebook/internal/nearest"
	"clausebook/internal/strictyaml"
)

// checker turns the library's errors about one file into problems. A hostile file may hold thousands of them, so
// what is asked of a map again and again is kept.
type checker struct {
	root   *strictyaml.Node
	schema *jsonschema.Schema
	places map[string]*place
	named  map[string][]*place // by schema of key names: the maps that it speaks of
}

// place is a map in the file.
type place struct {
	path   []string
	keys   map[string]*strictyaml.Node // the nodes of its keys
	known  []string                    // the names of all keys that it may have, sorted
	absent [][]string                  // of these the ones that it must have and has not, and all that it has not
}

// place gives the map at the path.
func (c *checker) place(path []string) *place {
	k := key(path)
	if c.places[k] == nil {
		c.places[k] = c.look(path)
	}
	return c.places[k]
}

func (c *checker) look(path []string) *place {
	p := &place{path: slices.Clone(path), keys: map[string]*strictyaml.Node{}, known: knownKeys(c.schema, path)}
	for k := range c.node(path).Pairs() {
		p.keys[k.Raw] = k
	}
	present := func(name string) bool { return p.keys[name] != nil }
	p.absent = [][]string{
		slices.DeleteFunc(requiredKeys(c.schema, path), present),
		slices.DeleteFunc(slices.Clone(p.known), present),
	}
	return p
}

// fault is a problem before it is known whether another one has the same cause.
type fault struct {
	Problem
	maybe bool // perhaps only an echo of another problem
}

// problems gives one problem for each cause, in the order of the file.
func (c *checker) problems(errs []*jsonschema.ValidationError) []Problem {
	var faults []fault
	for _, e := range errs {
		faults = append(faults, c.faults(e)...)
	}
	faults = oneEach(withoutEchoes(faults))
	out := make([]Problem, len(faults))
	for i, f := range faults {
		out[i] = f.Problem
	}
	slices.SortStableFunc(out, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Node.Line, b.Node.Line), cmp.Compare(a.Node.Col, b.Node.Col), slices.Compare(a.Path, b.Path))
	})
	return out
}

// withoutEchoes drops what may only follow from something else. Where nothing else is left, the file is wrong all
// the same, so it stays.
func withoutEchoes(faults []fault) []fault {
	rest := slices.DeleteFunc(slices.Clone(faults), func(f fault) bool { return f.maybe })
	if len(rest) == 0 {
		return faults
	}
	return rest
}

// weight orders the problems of one value: the first makes the others moot.
var weight = map[Kind]int{UnknownKey: 0, Missing: 1, Type: 2, Enum: 3, Format: 4, Pattern: 5, Other: 6}

// oneEach keeps one problem for each path, and drops a missing key that stands there misspelt.
func oneEach(faults []fault) []fault {
	misspelt := map[string]bool{}
	for _, f := range faults {
		if f.Meant != "" {
			misspelt[key(append(slices.Clone(f.Path[:len(f.Path)-1]), f.Meant))] = true
		}
	}
	slices.SortStableFunc(faults, func(a, b fault) int {
		return cmp.Or(cmp.Compare(weight[a.Kind], weight[b.Kind]), cmp.Compare(a.Message, b.Message))
	})
	seen := map[string]bool{}
	return slices.DeleteFunc(faults, func(f fault) bool {
		k := key(f.Path)
		drop := seen[k] || f.Kind == Missing && misspelt[k]
		seen[k] = true
		return drop
	})
}

// key makes a path comparable; keys of a file may hold any character, but their lengths tell them apart.
func key(path []string) string {
	var b strings.Builder
	for _, p := range path {
		b.WriteString(strconv.Itoa(len(p)) + ":" + p)
	}
	return b.String()
}

// faults words one error.
func (c *checker) faults(e *jsonschema.ValidationError) []fault {
	switch k := e.ErrorKind.(type) {
	case *kind.AdditionalProperties:
		return each(k.Properties, func(name string) fault { return c.unknown(e.InstanceLocation, name) })
	case *kind.FalseSchema:
		return []fault{c.refused(e)}
	case *kind.Required:
		return each(k.Missing, func(name string) fault { return c.missing(e.InstanceLocation, name, "") })
	case *kind.DependentRequired:
		return each(k.Missing, func(name string) fault { return c.missing(e.InstanceLocation, name, k.Prop) })
	case *kind.PropertyNames:
		return c.badKeys(e, k.Property)
	case *kind.UniqueItems:
		return []fault{c.twice(e.InstanceLocation, k.Duplicates)}
	}
	return []fault{{Problem: c.value(e)}}
}

func each(names []string, word func(string) fault) []fault {
	out := make([]fault, len(names))
	for i, name := range names {
		out[i] = word(name)
	}
	return out
}

// unknown words a key that the map at the path must not have.
func (c *checker) unknown(at []string, name string) fault {
	path := append(slices.Clone(at), name)
	p := Problem{Node: c.keyNode(at, name), Path: path, Kind: UnknownKey, Message: "unknown key " + quote(name) + c.in(at)}
	known := c.place(at).known
	near, ok := c.place(at).meant(name)
	switch {
	case ok:
		p.Hint = "did you mean " + quote(near) + "?"
	case len(known) > 0 && len(known) <= 12:
		p.Hint = "known keys: " + quoteAll(known)
	default:
		p.Hint = "remove it"
	}
	if p.Meant = near; ok && c.node(at).Key(near) == nil {
		p.Put = near
	}
	return fault{Problem: p}
}

// meant gives the known key that a misspelt one most likely stands for: rather one that must be there and is not,
// then one that is not there yet.
func (p *place) meant(name string) (string, bool) {
	for _, candidates := range [][]string{p.absent[0], p.absent[1], p.known} {
		if near, ok := nearest.Name(name, candidates); ok {
			return near, true
		}
	}
	return "", false
}

// refused words a key whose schema is false. With unevaluatedProperties the library also refuses known keys as soon
// as a part of the schema that knows them fails for another reason; that is an echo.
func (c *checker) refused(e *jsonschema.ValidationError) fault {
	if len(e.InstanceLocation) == 0 {
		return fault{Problem: Problem{Node: c.root, Kind: Other, Message: "nothing is allowed here"}}
	}
	at, name := e.InstanceLocation[:len(e.InstanceLocation)-1], e.InstanceLocation[len(e.InstanceLocation)-1]
	if !slices.Contains(c.place(at).known, name) {
		return c.unknown(at, name)
	}
	return fault{
		Problem: Problem{Node: c.keyNode(at, name), Path: slices.Clone(e.InstanceLocation), Kind: UnknownKey,
			Message: quote(name) + c.in(at) + " is not allowed here", Hint: "remove it"},
		maybe: strings.HasSuffix(e.SchemaURL, "/unevaluatedProperties"),
	}
}

// missing words a key that the map at the path lacks; because names the key that asks for it, if one does.
func (c *checker) missing(at []string, name, because string) fault {
	path := append(slices.Clone(at), name)
	p := Problem{Node: c.node(at), Path: path, Kind: Missing, Message: quote(name) + c.in(at) + " is missing", Hint: "add " + quote(name)}
	if because != "" {
		p.Message += ", which " + quote(because) + " requires"
	}
	if description, _ := describe(c.schema, path); description != "" {
		p.Hint += ": " + asClause(description)
	}
	return fault{Problem: p}
}

// badKeys words a key whose name has the wrong form. The library gives a place that later errors may have
// overwritten, of which only the depth can be relied on, so the key is looked for.
func (c *checker) badKeys(e *jsonschema.ValidationError, name string) []fault {
	var out []fault
	for _, p := range c.placesNamedBy(e.SchemaURL, len(e.InstanceLocation)) {
		if p.keys[name] != nil {
			out = append(out, c.badKey(p.path, name))
		}
	}
	if len(out) == 0 {
		return []fault{c.badKey(nil, name)}
	}
	return out
}

// placesNamedBy gives the maps at a depth whose keys must have names that fit the schema at the address.
func (c *checker) placesNamedBy(schema string, depth int) []*place {
	k := strconv.Itoa(depth) + schema
	if found, ok := c.named[k]; ok {
		return found
	}
	found := []*place{}
	eachMap(c.root, nil, depth, func(at []string) {
		if slices.ContainsFunc(schemasAt(c.schema, at), func(s *jsonschema.Schema) bool {
			return s.PropertyNames != nil && s.PropertyNames.Location == schema
		}) {
			found = append(found, c.place(at))
		}
	})
	c.named[k] = found
	return found
}

// eachMap visits the maps at a depth below the node, which stands at the path.
func eachMap(n *strictyaml.Node, path []string, depth int, visit func(path []string)) {
	switch {
	case n == nil || n.Kind == strictyaml.Scalar:
	case depth > 0:
		for i, v := range n.Values {
			token := strconv.Itoa(i)
			if n.Kind == strictyaml.Map {
				token = n.Keys[i].Raw
			}
			eachMap(v, append(slices.Clone(path), token), depth-1, visit)
		}
	case n.Kind == strictyaml.Map:
		visit(path)
	}
}

func (c *checker) badKey(at []string, name string) fault {
	var names []*jsonschema.Schema
	for _, s := range schemasAt(c.schema, at) {
		names = append(names, inPlace([]*jsonschema.Schema{s.PropertyNames})...)
	}
	p := Problem{Node: c.keyNode(at, name), Path: append(slices.Clone(at), name), Kind: Pattern,
		Message: "the key " + quote(name) + c.in(at) + " " + formWords(names)}
	if near, ok := nearest.Name(name, c.place(at).known); ok && near != name {
		p.Hint = "did you mean " + quote(near) + "?"
	}
	return fault{Problem: p}
}

func (c *checker) twice(at []string, items [2]int) fault {
	second := append(slices.Clone(at), strconv.Itoa(items[1]))
	n := c.node(second)
	what := "the same item"
	if n.Kind == strictyaml.Scalar {
		what = quote(n.Raw)
	}
	return fault{Problem: Problem{Node: n, Path: second, Kind: Other,
		Message: c.label(at) + " lists " + what + " twice", Hint: "remove one of them"}}
}

// node gives the node at the path.
func (c *checker) node(path []string) *strictyaml.Node {
	if n := c.root.At(path); n != nil {
		return n
	}
	return &strictyaml.Node{} // an empty file has no node to point at
}

// keyNode gives the node of a key in the map at the path.
func (c *checker) keyNode(at []string, name string) *strictyaml.Node {
	if k := c.place(at).keys[name]; k != nil {
		return k
	}
	return c.node(at)
}
