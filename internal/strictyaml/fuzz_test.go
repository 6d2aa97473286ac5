package strictyaml

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzParse holds for any text: no panic; every place lies in the file; a plain scalar stands in the source where
// its node says; the value can be given to a schema, and equals what it is written as in JSON.
func FuzzParse(f *testing.F) {
	for _, c := range bombs {
		if len(c.src) < 2000 {
			f.Add(c.src, uint8(0))
		}
	}
	for _, s := range []string{
		"a: 1.10\nb: 'it''s'\nc: \"x\\ty\"\nd: |\n  foo\n  bar\ne: >-\n  z\n", "größe: höhe # c\nk:\tv\n", "a: b\r\nc: 'd'\r\n",
		"a: 1\n---\nb: 2\n", "a: &x {c: 1}\nb:\n  <<: *x\n", "a: !!str 1\n", "? x\n? y\n", "a: b\u2028c: d\n", "\ufeffa: b\n",
		"%YAML 1.1\n---\na: no\n",
		"a: [x, 'y', {z: 1}]\n", "- a\n-\n- - b\n", "a: \"\\u263a\"\n", "{a: 1, a: 2}", "a: b\n\tc: d\n", "--- >+\n x\n\n\n", "a: \xff",
	} {
		f.Add(s, uint8(6))
	}
	f.Fuzz(func(t *testing.T, src string, offset uint8) {
		first := int(offset) + 1
		n, problems := Parse([]byte(src), first, Limits{})
		lines := strings.Split(strings.TrimPrefix(src, "\ufeff"), "\n")
		inside := func(line, col, end int) bool {
			return line >= first && line < first+len(lines) && col >= 1 && (end == 0 || end > col) &&
				max(col, end) <= utf8.RuneCountInString(lines[line-first])+1
		}
		for _, p := range problems {
			if !inside(p.Line, p.Col, 0) || p.Message == "" || p.Code == "" {
				t.Errorf("problem outside of the file: %+v", p)
			}
		}
		checkPlaces(t, n, inside, lines, first)
		if _, err := json.Marshal(n.Value()); err != nil {
			t.Errorf("the value cannot be given to a schema: %v", err)
		}
	})
}

func checkPlaces(t *testing.T, n *Node, inside func(line, col, end int) bool, lines []string, first int) {
	if n == nil {
		return
	}
	if !inside(n.Line, n.Col, n.EndCol) {
		t.Errorf("node outside of the file: %+v", *n)
		return
	}
	if n.Kind == Scalar && !n.Quoted && n.Raw != "" && n.EndCol > 0 && strings.HasPrefix(n.Tag, "!!") {
		there := string([]rune(lines[n.Line-first])[n.Col-1 : n.EndCol-1])
		if start := []byte(n.Raw); !bytes.HasPrefix(start, []byte(there)) && !strings.HasPrefix(there, "!") {
			t.Errorf("the node %q stands where the file has %q", n.Raw, there)
		}
	}
	for i, v := range n.Values {
		if n.Kind == Map {
			checkPlaces(t, n.Keys[i], inside, lines, first)
		}
		checkPlaces(t, v, inside, lines, first)
	}
}
