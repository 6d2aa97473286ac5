// Package strictyaml reads YAML that can mean only one thing, into nodes that know where they stand.
//
// Whatever two readers could understand differently is refused: duplicate keys, anchors, aliases, merge keys,
// custom tags, several documents in one stream. Every scalar keeps its raw text, so that `version: 1.10` and
// `reviewed: no` reach the caller as they were written. It is the only package that knows the YAML library.
package strictyaml

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// Kind tells what a node is.
type Kind uint8

// The kinds of nodes.
const (
	Scalar Kind = iota
	Map
	List
)

// Node is a YAML value with its place. Line and Col are 1-based and count within the file, as told to Parse.
type Node struct {
	Kind   Kind
	Raw    string  // the text of a scalar, without quotes
	Quoted bool    // the scalar stood in quotes or in a block: it is text, whatever it looks like
	Tag    string  // !!str, !!int, !!float, !!bool, !!null, !!timestamp of a plain scalar by YAML 1.2
	Keys   []*Node // the keys of a map, in order
	Values []*Node // the values of a map, or the items of a list
	Line   int
	Col    int
	EndCol int // exclusive, of a scalar's first line; 0 for maps, lists, blocks of text and empty values at a line's end
}

// Problem is one reason why the text was refused.
type Problem struct {
	Code    string // one of the Code constants
	Line    int
	Col     int
	Message string
	Hint    string
}

// The kinds of problems.
const (
	CodeSyntax    = "syntax"
	CodeDuplicate = "duplicate"
	CodeAlias     = "alias"
	CodeTag       = "tag"
	CodeLimit     = "limit"
)

// Limits bound what Parse accepts. Zero values mean the limits for front matter.
type Limits struct {
	Bytes  int // default 64 KiB
	Depth  int // default 32
	Values int // about how many values there may be, default 500,000
}

const (
	defaultBytes  = 64 << 10
	defaultDepth  = 32
	defaultValues = 500_000
	maxProblems   = 100 // more of them help nobody, and a hostile file could hold one in every line
)

// Parse reads one YAML document whose first line is line firstLine of its file. It gives the root node (nil for an
// empty document or where the syntax is broken) and every problem found, up to a hundred. A node with problems is
// still given as far as it could be understood; of duplicate keys the first counts.
func Parse(src []byte, firstLine int, limits Limits) (*Node, []Problem) {
	limits.Bytes = cmp.Or(limits.Bytes, defaultBytes)
	limits.Depth = cmp.Or(limits.Depth, defaultDepth)
	limits.Values = cmp.Or(limits.Values, defaultValues)
	p := &parser{offset: firstLine - 1, limits: limits}
	if !p.fits(src) || !p.legible(src) {
		return nil, p.problems
	}
	p.lines = bytes.Split(bytes.TrimPrefix(src, byteOrderMark), []byte("\n"))
	root := p.load(src)
	if root == nil || len(root.Content) == 0 {
		return nil, p.problems
	}
	node := p.convert(root.Content[0], 1)
	p.summarize()
	return node, p.problems
}

type parser struct {
	offset   int
	limits   Limits
	lines    [][]byte
	runes    []rune // of the line last looked at
	at       int    // the number of that line, 0 for none yet
	problems []Problem
}

func (p *parser) report(code string, line, col int, message, hint string) {
	p.problems = append(p.problems, Problem{Code: code, Line: line + p.offset, Col: col, Message: message, Hint: hint})
}

// summarize cuts a long list of problems and says that it did.
func (p *parser) summarize() {
	more := len(p.problems) - maxProblems
	if more <= 0 {
		return
	}
	p.problems = p.problems[:maxProblems+1]
	last := &p.problems[maxProblems]
	last.Message, last.Hint = fmt.Sprintf("%d more problems from here on", more), "fix the ones above first"
}

// fits holds the size against the limits. The values are counted by what separates them, before the library makes
// some hundred bytes of each.
func (p *parser) fits(src []byte) bool {
	if len(src) > p.limits.Bytes {
		p.report(
			CodeLimit,
			1,
			1,
			fmt.Sprintf("%d bytes of YAML, more than the limit of %d", len(src), p.limits.Bytes),
			"move long text into the body",
		)
		return false
	}
	values := 0
	for _, separator := range []string{"\n", ",", "[", "{", "- "} {
		values += bytes.Count(src, []byte(separator))
	}
	if values > p.limits.Values {
		p.report(CodeLimit, 1, 1, fmt.Sprintf("about %d values, more than the limit of %d", values, p.limits.Values), "split the file")
		return false
	}
	return true
}

func (p *parser) load(src []byte) (root *yaml.Node) {
	defer func() {
		if r := recover(); r != nil { // the library has panicked on hostile input before
			p.report(CodeSyntax, 1, 1, "not readable as YAML", "")
			root = nil
		}
	}()
	dec := yaml.NewDecoder(bytes.NewReader(src))
	var doc yaml.Node
	if err := dec.Decode(&doc); err != nil {
		if !errors.Is(err, io.EOF) {
			p.syntax(err)
		}
		return nil
	}
	var second yaml.Node
	switch err := dec.Decode(&second); {
	case err == nil:
		p.report(CodeSyntax, max(second.Line, 1), max(second.Column, 1), "more than one YAML document", "keep only one")
	case !errors.Is(err, io.EOF):
		p.syntax(err)
	}
	return &doc
}

func (p *parser) convert(n *yaml.Node, depth int) *Node {
	n.Line = min(max(n.Line, 1), len(p.lines)) // an empty value at the end of the file stands below it
	n.Column = min(max(n.Column, 1), len(p.line(n.Line))+1)
	out := &Node{Line: n.Line + p.offset, Col: n.Column, Tag: n.Tag}
	if depth > p.limits.Depth {
		p.report(CodeLimit, n.Line, n.Column, fmt.Sprintf("nested deeper than %d levels", p.limits.Depth), "flatten the structure")
		return out
	}
	if n.Anchor != "" || n.Kind == yaml.AliasNode {
		p.report(CodeAlias, n.Line, n.Column, "anchors and aliases are not supported", "write the value out")
		return out
	}
	if n.Style&yaml.TaggedStyle != 0 || n.Tag == "!" {
		p.report(CodeTag, n.Line, n.Column, fmt.Sprintf("the tag `%s` is not supported", short(n.Tag)), "remove the tag")
	}
	switch n.Kind {
	case yaml.MappingNode:
		p.convertMap(n, out, depth)
	case yaml.SequenceNode:
		out.Kind = List
		for _, c := range n.Content {
			out.Values = append(out.Values, p.convert(c, depth+1))
		}
	default:
		out.Raw = n.Value
		out.Quoted = n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
		out.EndCol = p.endOf(n)
	}
	return out
}

func (p *parser) convertMap(n *yaml.Node, out *Node, depth int) {
	out.Kind = Map
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := p.convert(n.Content[i], depth+1)
		switch first, dup := seen[key.Raw]; {
		case key.Kind != Scalar:
			p.report(CodeSyntax, n.Content[i].Line, n.Content[i].Column, "a key must be plain text", "")
			continue
		case key.Raw == "<<":
			p.report(CodeAlias, n.Content[i].Line, n.Content[i].Column, "merge keys are not supported", "write the values out")
			continue
		case dup:
			p.report(CodeDuplicate, n.Content[i].Line, n.Content[i].Column,
				fmt.Sprintf("`%s` is set twice, first in line %d", short(key.Raw), first), "remove one of them")
			continue
		}
		seen[key.Raw] = key.Line
		out.Keys = append(out.Keys, key)
		out.Values = append(out.Values, p.convert(n.Content[i+1], depth+1))
	}
}

// endOf gives the exclusive end column of a scalar on its first line, as it stands in the source.
func (p *parser) endOf(n *yaml.Node) int {
	line := p.line(n.Line)
	if n.Column < 1 || n.Column > len(line) || n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return 0
	}
	rest := line[n.Column-1:]
	length := utf8.RuneCountInString(n.Value)
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		length = quotedLength(rest, '"', '\\')
	case n.Style&yaml.SingleQuotedStyle != 0:
		length = quotedLength(rest, '\'', '\'')
	case length == 0:
		return 0
	}
	return n.Column + min(length, len(rest))
}

// quotedLength gives the number of characters from an opening quote to the closing one. The escape character takes
// the next one with it; in single quotes that is the quote itself, written twice.
func quotedLength(line []rune, quote, escape rune) int {
	for i := 1; i < len(line); i++ {
		doubled := quote == escape && i+1 < len(line) && line[i+1] == quote
		switch {
		case line[i] == escape && (quote != escape || doubled):
			i++
		case line[i] == quote:
			return i + 1
		}
	}
	return len(line)
}

// line gives the characters of a line without what ends it. Scalars come line by line, so the last one is kept.
func (p *parser) line(number int) []rune {
	if number < 1 || number > len(p.lines) {
		return nil
	}
	if p.at != number {
		p.runes, p.at = []rune(strings.TrimRight(string(p.lines[number-1]), " \t\r")), number
	}
	return p.runes
}

// Get gives the value under key, or nil. It may be called on nil.
func (n *Node) Get(key string) *Node {
	if n == nil || n.Kind != Map {
		return nil
	}
	for i, k := range n.Keys {
		if k.Raw == key {
			return n.Values[i]
		}
	}
	return nil
}

// Key gives the key node itself, or nil: the place to point at when its value is absent or wrong.
func (n *Node) Key(key string) *Node {
	if n == nil || n.Kind != Map {
		return nil
	}
	for _, k := range n.Keys {
		if k.Raw == key {
			return k
		}
	}
	return nil
}

// Text gives the raw text of a scalar, or nothing. It may be called on nil.
func (n *Node) Text() string {
	if n == nil || n.Kind != Scalar || n.IsNull() {
		return ""
	}
	return n.Raw
}

// IsNull tells whether the node is absent or an unquoted null.
func (n *Node) IsNull() bool {
	return n == nil || n.Kind == Scalar && !n.Quoted && n.Tag == "!!null"
}

// Items gives the items of a list; a scalar counts as a list of one. It may be called on nil.
func (n *Node) Items() []*Node {
	switch {
	case n.IsNull() || n.Kind == Map:
		return nil
	case n.Kind == List:
		return n.Values
	}
	return []*Node{n}
}

// Texts gives the raw texts of the scalars among the items.
func (n *Node) Texts() []string {
	var out []string
	for _, item := range n.Items() {
		if s := item.Text(); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// Pairs walks the keys and values of a map in order. It may be called on nil.
func (n *Node) Pairs() iter.Seq2[*Node, *Node] {
	return func(yield func(*Node, *Node) bool) {
		if n == nil || n.Kind != Map {
			return
		}
		for i, k := range n.Keys {
			if !yield(k, n.Values[i]) {
				return
			}
		}
	}
}

// Value gives the plain Go value of the node for a schema check: maps, slices, strings, numbers, booleans, nil.
// Dates stay text. Plain scalars follow YAML 1.2: `no` is text, only true and false are booleans.
func (n *Node) Value() any {
	if n.IsNull() {
		return nil
	}
	switch n.Kind {
	case Map:
		m := make(map[string]any, len(n.Keys))
		for k, v := range n.Pairs() {
			m[k.Raw] = v.Value()
		}
		return m
	case List:
		l := make([]any, len(n.Values))
		for i, v := range n.Values {
			l[i] = v.Value()
		}
		return l
	}
	return n.scalarValue()
}

func (n *Node) scalarValue() any {
	if n.Quoted {
		return n.Raw
	}
	switch n.Raw {
	case "true":
		return true
	case "false":
		return false
	}
	if n.Tag == "!!int" || n.Tag == "!!float" {
		if f, ok := number(n.Raw); ok {
			return f
		}
	}
	return n.Raw
}

// number reads a plain scalar that YAML 1.2 takes for a number. Infinities and what is no number stay text, because
// JSON has no word for them; so does 1_000, which only older readers take for a number.
func number(raw string) (float64, bool) {
	if strings.Contains(raw, "_") {
		return 0, false
	}
	if strings.HasPrefix(raw, "0x") || strings.HasPrefix(raw, "0o") {
		i, err := strconv.ParseUint(raw, 0, 64)
		return float64(i), err == nil
	}
	f, err := strconv.ParseFloat(raw, 64)
	return f, err == nil && !math.IsInf(f, 0) && !math.IsNaN(f)
}

// At follows a JSON pointer's tokens from the node as far as they lead: the last node reached is the place of
// whatever is wrong there.
func (n *Node) At(tokens []string) *Node {
	for _, t := range tokens {
		var next *Node
		if n != nil && n.Kind == List {
			if i, err := strconv.Atoi(t); err == nil && i >= 0 && i < len(n.Values) {
				next = n.Values[i]
			}
		} else {
			next = n.Get(t)
		}
		if next == nil {
			return n
		}
		n = next
	}
	return n
}
