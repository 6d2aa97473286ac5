package redline

import (
	"fmt"
	"strings"

	"clausebook/internal/markdown"
	"clausebook/internal/strictyaml"
)

// WholeFront is the key of the one field of front matter that cannot be read key by key.
const WholeFront = "front matter"

// value is a scalar of the front matter, or a list of scalars as one text.
type value struct{ key, text string }

// front compares the front matter: in the order of the newer version, then what it has no more.
func (c *comparer) front(was, is Text) []Field {
	if was.Block == is.Block {
		return nil
	}
	if unread(was) || unread(is) {
		c.note(noteFront)
		return c.fields([]value{{WholeFront, was.Block}}, []value{{WholeFront, is.Block}})
	}
	return c.fields(flatten(nil, "", was.Front), flatten(nil, "", is.Front))
}

// unread tells whether there is front matter that could not be read.
func unread(t Text) bool {
	return strings.TrimSpace(t.Block) != "" && (t.Front == nil || t.Front.Kind != strictyaml.Map)
}

func (c *comparer) fields(was, is []value) []Field {
	number(was)
	number(is)
	old := map[string]string{}
	for _, v := range was {
		old[v.key] = v.text
	}
	var out []Field
	has := map[string]bool{}
	for _, v := range is {
		has[v.key] = true
		text, known := old[v.key]
		switch {
		case !known:
			out = append(out, c.field(Inserted, v.key, "", v.text))
		case text != v.text:
			out = append(out, c.field(Changed, v.key, text, v.text))
		}
	}
	for _, v := range was {
		if !has[v.key] {
			out = append(out, c.field(Deleted, v.key, v.text, ""))
		}
	}
	return out
}

// number tells values apart that are called the same, as "a.b" may be two things.
func number(values []value) {
	taken := map[string]int{}
	for i, v := range values {
		if taken[v.key]++; taken[v.key] > 1 {
			values[i].key = fmt.Sprintf("%s (%d)", v.key, taken[v.key])
		}
	}
}

func (c *comparer) field(change Change, key, old, new string) Field {
	f := Field{Key: key, Change: change, Old: old, New: new}
	cell := c.cell(c.plain(old), c.plain(new))
	f.Segments = cell.Segments
	return f
}

// plain gives the tokens of a value, its lines kept.
func (c *comparer) plain(text string) []token {
	return c.tokens([]markdown.Run{{Text: text}}, true)
}

// flatten lists the values below a node, each under the way to it. The items of a list are told apart by what names
// them, so that one more of them does not change all that follow.
func flatten(out []value, key string, n *strictyaml.Node) []value {
	if n == nil {
		return out
	}
	switch n.Kind {
	case strictyaml.Map:
		for k, v := range n.Pairs() {
			name := k.Raw
			if key != "" {
				name = key + "." + k.Raw
			}
			out = flatten(out, name, v)
		}
	case strictyaml.List:
		return flattenList(out, key, n)
	default:
		if n.IsNull() {
			return append(out, value{key, ""})
		}
		return append(out, value{key, n.Raw})
	}
	return out
}

func flattenList(out []value, key string, n *strictyaml.Node) []value {
	var texts []string
	for _, item := range n.Values {
		if item.Kind == strictyaml.Scalar {
			texts = append(texts, item.Raw)
		}
	}
	if len(texts) == len(n.Values) {
		return append(out, value{key, strings.Join(texts, ", ")})
	}
	for i, item := range n.Values {
		out = flatten(out, fmt.Sprintf("%s[%s]", key, nameOf(item, i)), item)
	}
	return out
}

// nameOf gives what tells an item of a list apart: what names it, else its number.
func nameOf(item *strictyaml.Node, i int) string {
	for _, key := range [...]string{"id", "name", "title"} {
		if name := item.Get(key).Text(); name != "" {
			return name
		}
	}
	return fmt.Sprint(i + 1)
}
