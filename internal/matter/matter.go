// Package matter reads front matter in TOML and JSON into the nodes that package strictyaml gives of YAML, so that whoever asks for
// a key need not know in which of them a document is written.
//
// As there, whatever could mean two things is refused, and every value keeps its raw text and its place.
package matter

import (
	"bytes"
	"fmt"
	"sort"
	"unicode/utf8"

	"clausebook/internal/phrase"
	"clausebook/internal/strictyaml"
)

// The bounds of front matter, which are those of YAML.
const (
	maxBytes = 64 << 10
	maxDepth = 32
)

// reader is what both languages need: places of the file from offsets, and the problems met.
type reader struct {
	src      []byte
	starts   []int // offsets of the lines
	first    int   // number of the first line in its file
	problems []strictyaml.Problem
}

// newReader gives a reader, or the problem that there is too much to read.
func newReader(src []byte, firstLine int, language string) *reader {
	r := &reader{src: src, first: firstLine, starts: []int{0}}
	for i, c := range src {
		if c == '\n' {
			r.starts = append(r.starts, i+1)
		}
	}
	if len(src) > maxBytes {
		r.report(strictyaml.CodeLimit, 0, fmt.Sprintf("%d bytes of %s, more than the limit of %d", len(src), language, maxBytes),
			"move long text into the body")
	}
	return r
}

// place gives line and column, in characters, of an offset.
func (r *reader) place(offset int) (line, col int) {
	offset = min(max(offset, 0), len(r.src))
	i := sort.SearchInts(r.starts, offset+1) - 1
	return r.first + i, 1 + utf8.RuneCount(r.src[r.starts[i]:offset])
}

// node gives a node that stands at some bytes; one of a single line knows its end.
func (r *reader) node(kind strictyaml.Kind, from, to int) *strictyaml.Node {
	n := &strictyaml.Node{Kind: kind, Tag: map[strictyaml.Kind]string{strictyaml.Map: "!!map", strictyaml.List: "!!seq"}[kind]}
	n.Line, n.Col = r.place(from)
	if kind == strictyaml.Scalar && to > from && !bytes.ContainsRune(r.src[from:to], '\n') {
		_, n.EndCol = r.place(to)
	}
	return n
}

func (r *reader) report(code string, offset int, message, hint string) {
	line, col := r.place(offset)
	r.problems = append(r.problems, strictyaml.Problem{Code: code, Line: line, Col: col, Message: message, Hint: hint})
}

// put sets a key of a map, once.
func (r *reader) put(in *strictyaml.Node, key *strictyaml.Node, at int, value *strictyaml.Node) {
	if first := in.Key(key.Raw); first != nil {
		r.report(strictyaml.CodeDuplicate, at,
			fmt.Sprintf("`%s` is set twice, first in line %d", short(key.Raw), first.Line), "remove one of them")
		return
	}
	in.Keys, in.Values = append(in.Keys, key), append(in.Values, value)
}

// tooDeep reports that a value is nested too deeply.
func (r *reader) tooDeep(depth, at int) bool {
	if depth <= maxDepth {
		return false
	}
	r.report(strictyaml.CodeLimit, at, fmt.Sprintf("nested deeper than %d levels", maxDepth), "flatten the structure")
	return true
}

func short(s string) string { return phrase.Short(s, 40) }
