package author

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"clausebook/internal/doc"
	"clausebook/internal/strictyaml"
)

// edit is a file whose front matter is being changed.
type edit struct {
	raw    []byte
	front  *strictyaml.Node // nil where the block is empty
	starts []int            // offset of each line of the file, from 0
	end    int              // offset of the line that closes the front matter
	eol    string
	cuts   []cut
}

// cut replaces a span of the file by a text.
type cut struct {
	from, to int
	text     string
}

// newEdit takes a file apart and refuses one that cannot be read with certainty.
func newEdit(raw []byte) (*edit, error) {
	if !utf8.Valid(raw) {
		return nil, errors.New("the file is not valid UTF-8")
	}
	e := &edit{raw: raw, starts: []int{0}, eol: "\n"}
	for i, b := range raw {
		if b == '\n' {
			e.starts = append(e.starts, i+1)
		}
	}
	if len(e.starts) > 1 && e.starts[1] >= 2 && raw[e.starts[1]-2] == '\r' {
		e.eol = "\r\n"
	}
	return e, e.read()
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// read finds the front matter and its end.
func (e *edit) read() error {
	source := bytes.TrimPrefix(e.raw, byteOrderMark)
	mark := len(e.raw) - len(source)
	read := (&doc.Reader{}).Parse("file.md", e.raw)
	for _, f := range read.Findings {
		switch f.Rule {
		case doc.RuleNoFront:
			if read.BodyAt == 0 {
				return errors.New("the file has no front matter to write into; begin it with a block between two lines `---`")
			}
		case doc.RuleUnclosed, doc.RuleSyntax, doc.RuleDuplicate, doc.RuleAlias, doc.RuleLimit, doc.RuleFence:
			return fmt.Errorf("line %d: %s", f.Pos.Line, f.Message)
		}
	}
	parts := doc.Take(e.raw)
	if parts.Language != "" && parts.Language != "YAML" {
		return fmt.Errorf("the front matter is written in %s, and only YAML can be changed here: write the lines yourself", parts.Language)
	}
	e.front = parts.Front
	head := bytes.TrimRight(source[:read.BodyAt], "\r\n")
	e.end = mark + bytes.LastIndexByte(head, '\n') + 1
	if root := e.front; root != nil {
		if at := e.offset(root.Line, root.Col); e.raw[at] == '{' {
			return errors.New("the front matter is written between braces; write one key per line")
		}
	}
	return nil
}

// offset gives where a place of the file lies: line and column are 1-based, columns count characters.
func (e *edit) offset(line, col int) int {
	at := e.starts[line-1]
	if line == 1 {
		at += len(e.raw) - len(bytes.TrimPrefix(e.raw, byteOrderMark))
	}
	for ; col > 1 && at < len(e.raw); col-- {
		_, size := utf8.DecodeRune(e.raw[at:])
		at += size
	}
	return min(at, len(e.raw)-1)
}

// lineAfter gives the offset of the line after this one.
func (e *edit) lineAfter(line int) int {
	if line < len(e.starts) {
		return min(e.starts[line], e.end)
	}
	return e.end
}

// keyFor gives the name that the file uses for one of our keys: our own if it is there, else a foreign one that the
// configuration knows, else ours.
func (e *edit) keyFor(ours string, fields map[string]string) string {
	if e.front.Key(ours) != nil {
		return ours
	}
	for k := range e.front.Pairs() {
		if fields[k.Raw] == ours {
			return k.Raw
		}
	}
	return ours
}

// set replaces the value of a key, or adds the key behind the first of some others that is there. A value that means the
// same with and without quotes keeps those that are there; one that needs quotes brings its own.
func (e *edit) set(key, value string, behind ...string) error {
	v := e.front.Get(key)
	switch {
	case e.front.Key(key) == nil:
		e.insert(e.behind(behind), key+": "+value)
	case v.IsNull() && v.Raw == "":
		k := e.front.Key(key)
		at := e.offset(k.Line, k.Col) + len(k.Raw)
		if !bytes.HasPrefix(e.raw[at:], []byte(":")) {
			return fmt.Errorf("line %d: `%s` is not written plainly enough to be changed", k.Line, key)
		}
		e.cuts = append(e.cuts, cut{at + 1, at + 1, " " + value})
	case !e.onOneLine(v):
		return fmt.Errorf("line %d: the value of `%s` is not written on one line", v.Line, key)
	default:
		from := e.offset(v.Line, v.Col)
		to := e.offset(v.Line, v.EndCol)
		if v.Quoted && !strings.HasPrefix(value, `"`) && !strings.HasPrefix(value, "[") {
			from, to = from+1, to-1
		}
		e.cuts = append(e.cuts, cut{from, to, value})
	}
	return nil
}

// setNames does what set does for a value that may be a list between brackets.
func (e *edit) setNames(key, value string, behind ...string) error {
	if v := e.front.Get(key); v != nil && e.flowEnd(v) > 0 {
		e.cuts = append(e.cuts, cut{e.offset(v.Line, v.Col), e.flowEnd(v), value})
		return nil
	}
	return e.set(key, value, behind...)
}

// flowEnd gives the offset behind a list that is written between brackets on one line; 0 for any other value.
func (e *edit) flowEnd(v *strictyaml.Node) int {
	if v.Kind != strictyaml.List || len(v.Values) == 0 || e.raw[e.offset(v.Line, v.Col)] != '[' {
		return 0
	}
	for _, item := range v.Values {
		if item.Line != v.Line || !e.onOneLine(item) {
			return 0
		}
	}
	last := v.Values[len(v.Values)-1]
	behind := e.offset(last.Line, last.EndCol)
	end := bytes.IndexByte(e.raw[behind:e.lineAfter(v.Line)], ']')
	if end < 0 {
		return 0
	}
	return behind + end + 1
}

// onOneLine tells whether a scalar stands in the file just as it reads.
func (e *edit) onOneLine(v *strictyaml.Node) bool {
	if v.Kind != strictyaml.Scalar || v.EndCol == 0 {
		return false
	}
	there := string(e.raw[e.offset(v.Line, v.Col):e.offset(v.Line, v.EndCol)])
	if v.Quoted {
		return there == `"`+v.Raw+`"` || there == "'"+v.Raw+"'"
	}
	return there == v.Raw
}

// behind gives where a new key reads best: behind the first of some keys that is there, else at the end of the front matter.
func (e *edit) behind(keys []string) int {
	for _, key := range keys {
		if v := e.front.Get(key); v != nil && !v.IsNull() && e.onOneLine(v) && v.Line == e.front.Key(key).Line {
			return e.lineAfter(v.Line)
		}
	}
	return e.end
}

// insert adds a line at the level of the keys.
func (e *edit) insert(at int, text string) {
	indent := ""
	if e.front != nil {
		indent = strings.Repeat(" ", e.front.Col-1)
	}
	e.cuts = append(e.cuts, cut{at, at, indent + text + e.eol})
}

// apply makes the file with all cuts made. Cuts at one place keep their order.
func (e *edit) apply() []byte {
	slices.SortStableFunc(e.cuts, func(a, b cut) int { return a.from - b.from })
	var out []byte
	at := 0
	for _, c := range e.cuts {
		out = append(append(out, e.raw[at:c.from]...), c.text...)
		at = c.to
	}
	return append(out, e.raw[at:]...)
}

// verify reads the changed file and wants that it says what the old one said, but for what was meant to change, and that the
// text below is the same. What cannot be verified is not written.
func (e *edit) verify(out []byte, what string, meant func(front map[string]any)) error {
	refused := fmt.Errorf("the front matter is written in a way that cannot be changed with certainty; add the %s by hand", what)
	before, after := doc.Take(e.raw), doc.Take(out)
	if !bytes.Equal(before.Body, after.Body) || after.Front == nil {
		return refused
	}
	if again, err := newEdit(out); err != nil || again.front == nil {
		return refused
	}
	want := map[string]any{}
	if old, ok := before.Front.Value().(map[string]any); ok {
		want = old
	}
	meant(want)
	if !reflect.DeepEqual(want, after.Front.Value()) {
		return refused
	}
	return nil
}
