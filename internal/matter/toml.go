package matter

import (
	"errors"
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"clausebook/internal/strictyaml"
)

// TOML reads a document whose first line has a number in its file. It gives the root (nil where the syntax is broken) and every
// problem found; of duplicate keys the first counts. Dates and numbers keep the text in which they are written.
func TOML(src []byte, firstLine int) (root *strictyaml.Node, problems []strictyaml.Problem) {
	r := newReader(src, firstLine, "TOML")
	if len(r.problems) > 0 {
		return nil, r.problems
	}
	defer func() {
		if recover() != nil {
			r.report(strictyaml.CodeSyntax, 0, "not readable as TOML", "")
			root, problems = nil, r.problems
		}
	}()
	t := &tomlReader{reader: r, root: r.node(strictyaml.Map, 0, 0)}
	t.parser.Reset(src)
	for t.parser.NextExpression() {
		t.expression(t.parser.Expression())
	}
	err := t.parser.Error()
	if err == nil && len(r.problems) == 0 { // what is legal line by line may still define a table twice
		err = toml.Unmarshal(src, &map[string]any{})
	}
	if err != nil {
		t.broken(err)
		return nil, r.problems
	}
	return t.root, r.problems
}

type tomlReader struct {
	*reader
	parser unstable.Parser
	root   *strictyaml.Node
	table  *strictyaml.Node // to which keys belong; nil for the root
}

// broken reports an error of the library where it met it.
func (t *tomlReader) broken(err error) {
	at := 0
	message := strings.TrimPrefix(err.Error(), "toml: ")
	var decoding *toml.DecodeError
	var parsing *unstable.ParserError
	switch {
	case errors.As(err, &decoding):
		line, col := decoding.Position()
		t.problems = append(t.problems, strictyaml.Problem{Code: strictyaml.CodeSyntax, Line: t.first + line - 1, Col: col, Message: message})
		return
	case errors.As(err, &parsing):
		if len(parsing.Highlight) > 0 {
			at = int(t.parser.Range(parsing.Highlight).Offset)
		}
		message = parsing.Message
	}
	t.report(strictyaml.CodeSyntax, at, message, "")
}

// expression takes in a line: a key with its value, or the heading of a table.
func (t *tomlReader) expression(n *unstable.Node) {
	switch n.Kind {
	case unstable.KeyValue:
		in := t.table
		if in == nil {
			in = t.root
		}
		t.assign(in, n, 1)
	case unstable.Table:
		keys, offsets := t.keys(n)
		t.table = t.enter(t.root, keys, offsets)
	case unstable.ArrayTable:
		keys, offsets := t.keys(n)
		last := len(keys) - 1
		in := t.enter(t.root, keys[:last], offsets)
		list := in.Get(keys[last].Raw)
		if list == nil {
			list = t.node(strictyaml.List, offsets[last], offsets[last])
			t.put(in, keys[last], offsets[last], list)
		}
		t.table = t.node(strictyaml.Map, offsets[last], offsets[last])
		if list.Kind == strictyaml.List {
			list.Values = append(list.Values, t.table)
		}
	}
}

// keys gives the parts of a dotted key, and where they stand.
func (t *tomlReader) keys(n *unstable.Node) (keys []*strictyaml.Node, offsets []int) {
	for it := n.Key(); it.Next(); {
		k := it.Node()
		key := t.node(strictyaml.Scalar, int(k.Raw.Offset), int(k.Raw.Offset+k.Raw.Length))
		key.Raw, key.Tag = string(k.Data), "!!str"
		keys, offsets = append(keys, key), append(offsets, int(k.Raw.Offset))
	}
	return keys, offsets
}

// enter gives the table to which a dotted key leads, which is made where it is not there. Of a list of tables it is the last.
func (t *tomlReader) enter(in *strictyaml.Node, keys []*strictyaml.Node, offsets []int) *strictyaml.Node {
	for i, key := range keys {
		next := in.Get(key.Raw)
		switch {
		case t.tooDeep(i+1, offsets[i]):
			return t.node(strictyaml.Map, offsets[i], offsets[i])
		case next == nil:
			next = t.node(strictyaml.Map, offsets[i], offsets[i])
			t.put(in, key, offsets[i], next)
		case next.Kind == strictyaml.List && len(next.Values) > 0 && next.Values[len(next.Values)-1].Kind == strictyaml.Map:
			next = next.Values[len(next.Values)-1]
		case next.Kind != strictyaml.Map:
			t.report(strictyaml.CodeDuplicate, offsets[i], fmt.Sprintf("`%s` is set twice", short(key.Raw)), "remove one of them")
			return t.node(strictyaml.Map, offsets[i], offsets[i])
		}
		in = next
	}
	return in
}

// assign takes in a key with its value.
func (t *tomlReader) assign(in *strictyaml.Node, n *unstable.Node, depth int) {
	keys, offsets := t.keys(n)
	last := len(keys) - 1
	t.put(t.enter(in, keys[:last], offsets), keys[last], offsets[last], t.value(n.Value(), offsets[last], depth+1))
}

// tags are those that YAML gives to values of the same kinds. What has no entry is text.
var tags = map[unstable.Kind]string{unstable.Bool: "!!bool", unstable.Integer: "!!int", unstable.Float: "!!float",
	unstable.LocalDate: "!!timestamp", unstable.LocalDateTime: "!!timestamp", unstable.DateTime: "!!timestamp"}

// value reads a value; one of which the library does not say where it stands is said to stand where its key does.
func (t *tomlReader) value(n *unstable.Node, keyAt, depth int) *strictyaml.Node {
	from, to := int(n.Raw.Offset), int(n.Raw.Offset+n.Raw.Length)
	if n.Raw.Length == 0 {
		from, to = keyAt, keyAt
	}
	switch n.Kind {
	case unstable.Array:
		out := t.node(strictyaml.List, from, to)
		for it := n.Children(); it.Next() && !t.tooDeep(depth, from); {
			if it.Node().Kind != unstable.Comment {
				out.Values = append(out.Values, t.value(it.Node(), keyAt, depth+1))
			}
		}
		return out
	case unstable.InlineTable:
		out := t.node(strictyaml.Map, from, to)
		for it := n.Children(); it.Next() && !t.tooDeep(depth, from); {
			if it.Node().Kind == unstable.KeyValue {
				t.assign(out, it.Node(), depth)
			}
		}
		return out
	}
	out := t.node(strictyaml.Scalar, from, to)
	out.Raw, out.Tag = string(n.Data), tags[n.Kind]
	if out.Tag == "" {
		out.Tag, out.Quoted = "!!str", true
	}
	return out
}
