// Package strictyaml reads YAML that can mean only one thing, into nodes that know where they stand.
//
// Whatever two readers could understand differently is refused: duplicate keys, anchors, aliases, merge keys,
// custom tags, several documents in one stream. Every scalar keeps its raw text, so that `version: 1.10` and
// `reviewed: no` reach the caller as they were written. It is the only package that knows the YAML library.
package strictyaml

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"regexp"
	"strconv"
	"strings"

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
	EndCol int // exclusive; for a scalar that fits on one line
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
	Bytes int // default 64 KiB
	Depth int // default 32
}

const (
	defaultBytes = 64 << 10
	defaultDepth = 32
)

// Parse reads one YAML document whose first line is line firstLine of its file. It gives the root node (nil for an
// empty document or where the syntax is broken) and every problem found. A node with problems is still given as far
// as it could be understood; of duplicate keys the first counts.
func Parse(src []byte, firstLine int, limits Limits) (*Node, []Problem) {
	if limits.Bytes == 0 {
		limits.Bytes = defaultBytes
	}
	if limits.Depth == 0 {
		limits.Depth = defaultDepth
	}
	p := &parser{offset: firstLine - 1, limits: limits, lines: bytes.Split(src, []byte("\n"))}
	if len(src) > limits.Bytes {
		p.report(CodeLimit, 1, 1, fmt.Sprintf("%d bytes of YAML, at most %d are read", len(src), limits.Bytes), "move long text into the body")
		return nil, p.problems
	}
	if line, ok := tooDeep(p.lines, limits.Depth); ok {
		p.report(CodeLimit, line, 1, fmt.Sprintf("nested deeper than %d levels", limits.Depth), "flatten the structure")
		return nil, p.problems
	}
	root := p.load(src)
	if root == nil || len(root.Content) == 0 {
		return nil, p.problems
	}
	return p.convert(root.Content[0], 1), p.problems
}

type parser struct {
	offset   int
	limits   Limits
	lines    [][]byte
	problems []Problem
}

func (p *parser) report(code string, line, col int, message, hint string) {
	p.problems = append(p.problems, Problem{Code: code, Line: line + p.offset, Col: col, Message: message, Hint: hint})
}

var lineOf = regexp.MustCompile(`line (\d+)(?:, column (\d+))?`)

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
	if err := dec.Decode(&second); !errors.Is(err, io.EOF) {
		p.report(CodeSyntax, max(second.Line, 1), 1, "more than one YAML document", "keep one block of values")
	}
	return &doc
}

func (p *parser) syntax(err error) {
	msg := strings.TrimPrefix(err.Error(), "yaml: ")
	line, col := 1, 1
	if m := lineOf.FindStringSubmatch(msg); m != nil {
		line, _ = strconv.Atoi(m[1])
		if m[2] != "" {
			col, _ = strconv.Atoi(m[2])
		}
		_, rest, found := strings.Cut(msg, ": ")
		if found {
			msg = rest
		}
	}
	msg, _, _ = strings.Cut(msg, "\n")
	p.report(CodeSyntax, line, col, "not readable as YAML: "+msg, "check the indentation, and quote values that hold `: ` or `#`")
}

func (p *parser) convert(n *yaml.Node, depth int) *Node {
	out := &Node{Line: n.Line + p.offset, Col: n.Column, Tag: n.Tag}
	if depth > p.limits.Depth {
		p.report(CodeLimit, n.Line, n.Column, fmt.Sprintf("nested deeper than %d levels", p.limits.Depth), "flatten the structure")
		return out
	}
	if n.Anchor != "" || n.Kind == yaml.AliasNode {
		p.report(CodeAlias, n.Line, n.Column, "anchors and aliases are not read", "write the value out")
		return out
	}
	if n.Style&yaml.TaggedStyle != 0 {
		p.report(CodeTag, n.Line, n.Column, fmt.Sprintf("the tag %s is not read", n.Tag), "leave the tag out")
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
			p.report(CodeAlias, n.Content[i].Line, n.Content[i].Column, "merge keys are not read", "write the values out")
			continue
		case dup:
			p.report(CodeDuplicate, n.Content[i].Line, n.Content[i].Column,
				fmt.Sprintf("`%s` is given twice, first in line %d", key.Raw, first), "keep one of the two")
			continue
		}
		seen[key.Raw] = key.Line
		out.Keys = append(out.Keys, key)
		out.Values = append(out.Values, p.convert(n.Content[i+1], depth+1))
	}
}

// endOf gives the exclusive end column of a scalar written on one line, as it stands in the source.
func (p *parser) endOf(n *yaml.Node) int {
	if n.Line < 1 || n.Line > len(p.lines) || n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return 0
	}
	line := []rune(strings.TrimRight(string(p.lines[n.Line-1]), "\r"))
	width := len([]rune(n.Value))
	if n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
		width += 2
	}
	return min(n.Column+max(width, 1), len(line)+1)
}

// tooDeep looks for nesting that would be costly to parse at all: deep indentation is cheap for the writer of a
// bomb and dear for a recursive parser. Flow brackets and indentation are counted apart, both without parsing.
func tooDeep(lines [][]byte, depth int) (line int, deep bool) {
	open := 0
	for i, l := range lines {
		dashes := 0
		for _, b := range l {
			switch b {
			case '[', '{':
				open++
			case ']', '}':
				open = max(open-1, 0)
			}
		}
		for rest := l; bytes.HasPrefix(rest, []byte("- ")); rest = rest[2:] {
			dashes++
		}
		if open > 64*depth || dashes > depth {
			return i + 1, true
		}
	}
	return 0, false
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
		if f, err := strconv.ParseFloat(n.Raw, 64); err == nil {
			return f
		}
	}
	return n.Raw
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
