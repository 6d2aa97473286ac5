package strictyaml

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// outline writes a node as one line per value: path, kind of scalar, raw text, and its place as line:col-endcol.
func outline(n *Node) string {
	var b strings.Builder
	writeOutline(&b, "", n)
	return strings.TrimSpace(b.String())
}

func writeOutline(b *strings.Builder, path string, n *Node) {
	if n == nil {
		return
	}
	place := fmt.Sprintf("%d:%d-%d", n.Line, n.Col, n.EndCol)
	switch n.Kind {
	case Map:
		fmt.Fprintf(b, "%s{} %s\n", path, place)
		for k, v := range n.Pairs() {
			fmt.Fprintf(b, "%s.%s key %d:%d-%d\n", path, k.Raw, k.Line, k.Col, k.EndCol)
			writeOutline(b, path+"."+k.Raw, v)
		}
	case List:
		fmt.Fprintf(b, "%s[] %s\n", path, place)
		for i, v := range n.Values {
			writeOutline(b, fmt.Sprintf("%s.%d", path, i), v)
		}
	default:
		word := strings.TrimPrefix(n.Tag, "!!")
		if n.Quoted {
			word = "text"
		}
		fmt.Fprintf(b, "%s %s %q %s\n", path, word, n.Raw, place)
	}
}

func TestParsePlaces(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		src       string
		firstLine int
		want      string
	}{
		{"plain", "id: POL-1\ntitle: Change policy\n", 1, `
{} 1:1-0
.id key 1:1-3
.id str "POL-1" 1:5-10
.title key 2:1-6
.title str "Change policy" 2:8-21`},
		{"offset of the block in its file", "id: A\n", 4, `
{} 4:1-0
.id key 4:1-3
.id str "A" 4:5-6`},
		{"columns count characters", "größe: \"höhe\" # ein Maß\n𝒳: 😀\n", 2, `
{} 2:1-0
.größe key 2:1-6
.größe text "höhe" 2:8-14
.𝒳 key 3:1-2
.𝒳 str "😀" 3:4-5`},
		{"quotes and escapes count as they stand", "a: 'it''s'\nb: \"x\\ty\\\"\" # c\n\"c d\": ''\n", 1, `
{} 1:1-0
.a key 1:1-2
.a text "it's" 1:4-11
.b key 2:1-2
.b text "x\ty\"" 2:4-12
.c d key 3:1-6
.c d text "" 3:8-10`},
		{"text over several lines ends with its first", "a: long plain  \n  goes on\nb: \"quoted\n  too\"\nc: |\n  ---\n  x\nd: >-\n  y\n", 1, `
{} 1:1-0
.a key 1:1-2
.a str "long plain goes on" 1:4-14
.b key 3:1-2
.b text "quoted too" 3:4-11
.c key 5:1-2
.c text "---\nx\n" 5:4-0
.d key 8:1-2
.d text "y" 8:4-0`},
		{"flow", "a: [x, 'y', {z: 1}]\n", 1, `
{} 1:1-0
.a key 1:1-2
.a[] 1:4-0
.a.0 str "x" 1:5-6
.a.1 text "y" 1:8-11
.a.2{} 1:13-0
.a.2.z key 1:14-15
.a.2.z int "1" 1:17-18`},
		{"block list", "a:\n  - x\n  - k: v\n", 1, `
{} 1:1-0
.a key 1:1-2
.a[] 2:3-0
.a.0 str "x" 2:5-6
.a.1{} 3:5-0
.a.1.k key 3:5-6
.a.1.k str "v" 3:8-9`},
		{"lines of Windows", "a: b\r\nc: 'd'\r\ne:\r\n", 1, `
{} 1:1-0
.a key 1:1-2
.a str "b" 1:4-5
.c key 2:1-2
.c text "d" 2:4-7
.e key 3:1-2
.e null "" 3:3-0`},
		{"tab after a colon", "a:\tb\n", 1, `
{} 1:1-0
.a key 1:1-2
.a str "b" 1:4-5`},
		{"byte order mark takes no column", "\ufeffa: b\n", 1, `
{} 1:1-0
.a key 1:1-2
.a str "b" 1:4-5`},
		{"no line break at the end", "a: b", 1, `
{} 1:1-0
.a key 1:1-2
.a str "b" 1:4-5`},
		{"a scalar is a document", "just text\n", 1, `str "just text" 1:1-10`},
		{"comments only", "# nothing\n\n", 1, ``},
		{"empty", "", 1, ``},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			n, problems := Parse([]byte(c.src), c.firstLine, Limits{})
			if len(problems) > 0 {
				t.Errorf("problems: %+v", problems)
			}
			if diff := cmp.Diff(strings.TrimSpace(c.want), outline(n)); diff != "" {
				t.Errorf("outline (-want +got):\n%s", diff)
			}
		})
	}
}

func TestScalarsStayAsWritten(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		src  string
		raw  string
		text string // what Text gives
		want any    // what a schema sees
	}{
		{"1.10", "1.10", "1.10", 1.1},
		{"'1.10'", "1.10", "1.10", "1.10"},
		{"no", "no", "no", "no"},
		{"yes", "yes", "yes", "yes"},
		{"on", "on", "on", "on"},
		{"true", "true", "true", true},
		{"false", "false", "false", false},
		{"\"true\"", "true", "true", "true"},
		{"True", "True", "True", "True"},
		{"2026-03-31", "2026-03-31", "2026-03-31", "2026-03-31"},
		{"2026-03-31T10:00:00Z", "2026-03-31T10:00:00Z", "2026-03-31T10:00:00Z", "2026-03-31T10:00:00Z"},
		{"12:30", "12:30", "12:30", "12:30"},
		{"12:30:45", "12:30:45", "12:30:45", "12:30:45"},
		{"3", "3", "3", 3.0},
		{"-0", "-0", "-0", 0.0},
		{"1e3", "1e3", "1e3", 1000.0},
		{"1e999", "1e999", "1e999", "1e999"},
		{".inf", ".inf", ".inf", ".inf"},
		{".nan", ".nan", ".nan", ".nan"},
		{"0x1F", "0x1F", "0x1F", 31.0},
		{"0o17", "0o17", "0o17", 15.0},
		{"017", "017", "017", 17.0},
		{"1_000", "1_000", "1_000", "1_000"},
		{"null", "null", "", nil},
		{"~", "~", "", nil},
		{"", "", "", nil},
		{"'null'", "null", "null", "null"},
		{"''", "", "", ""},
		{"<<", "<<", "<<", "<<"},
		{"P1Y", "P1Y", "P1Y", "P1Y"},
	} {
		n, problems := Parse([]byte("k: "+c.src+"\n"), 1, Limits{})
		if len(problems) > 0 {
			t.Errorf("%s: %+v", c.src, problems)
			continue
		}
		v := n.Get("k")
		if v.Raw != c.raw || v.Text() != c.text {
			t.Errorf("%s: raw %q text %q, want %q and %q", c.src, v.Raw, v.Text(), c.raw, c.text)
		}
		if diff := cmp.Diff(c.want, v.Value()); diff != "" {
			t.Errorf("%s as a value (-want +got):\n%s", c.src, diff)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	const asWritten = "write the value out"
	for _, c := range []struct {
		name string
		src  string
		want []Problem
	}{
		{"duplicate keys", "a: 1\nb: 2\na: 3\n\"b\": 4\n", []Problem{
			{CodeDuplicate, 3, 1, "`a` is set twice, first in line 1", "remove one of them"},
			{CodeDuplicate, 4, 1, "`b` is set twice, first in line 2", "remove one of them"}}},
		{"duplicate keys in a list of maps", "l:\n  - {x: 1, y: 2, x: 3}\n", []Problem{
			{CodeDuplicate, 2, 18, "`x` is set twice, first in line 2", "remove one of them"}}},
		{"anchor and alias", "a: &x 1\nb: *x\n", []Problem{
			{CodeAlias, 1, 4, "anchors and aliases are not supported", asWritten},
			{CodeAlias, 2, 4, "anchors and aliases are not supported", asWritten}}},
		{"alias without anchor", "a: *x\n", []Problem{{CodeAlias, 1, 4, "anchors and aliases are not supported", asWritten}}},
		{"merge key", "a: 1\nb:\n  <<: {c: 1}\n", []Problem{{CodeAlias, 3, 3, "merge keys are not supported", "write the values out"}}},
		{"tags", "a: !!str 1.10\nb: ! foo\nc: !x {y: 1}\n", []Problem{
			{CodeTag, 1, 4, "the tag `!!str` is not supported", "remove the tag"},
			{CodeTag, 2, 4, "the tag `!` is not supported", "remove the tag"},
			{CodeTag, 3, 4, "the tag `!x` is not supported", "remove the tag"}}},
		{"list as a key", "? [a, b]\n: c\n", []Problem{{CodeSyntax, 1, 3, "a key must be plain text", ""}}},
		{"second document", "a: 1\n---\nb: 2\n", []Problem{{CodeSyntax, 2, 1, "more than one YAML document", "keep only one"}}},
		{"second empty document", "a: 1\n---\n", []Problem{{CodeSyntax, 2, 1, "more than one YAML document", "keep only one"}}},
		{"second document that is broken", "a: 1\n...\nb: [\n", []Problem{{CodeSyntax, 3, 5, "the bracket is never closed",
			"close it, or write one item per line"}}},
		{"colon in a value", "a: 1\nb: x: y\n", []Problem{{CodeSyntax, 2, 5, "unexpected `: `",
			"quote a value that holds `: `, and check the indentation"}}},
		{"indented under a value", "a: b\n  c: d\n", []Problem{{CodeSyntax, 2, 4, "unexpected `: `",
			"quote a value that holds `: `, and check the indentation"}}},
		{"at sign", "owner: @ines\n", []Problem{{CodeSyntax, 1, 8, "a value that starts with `@` must be in quotes",
			"put the value in quotes"}}},
		{"backtick", "owner: `ines`\n", []Problem{{CodeSyntax, 1, 8, "a value that starts with ``` must be in quotes",
			"put the value in quotes"}}},
		{"tab as indentation", "a:\n\tb: c\n", []Problem{{CodeSyntax, 2, 1, "a tab, where YAML needs spaces", "indent with spaces"}}},
		{"tab in a block", "a: |\n\tx\n", []Problem{{CodeSyntax, 2, 1, "a tab, where YAML needs spaces", "indent with spaces"}}},
		{"open quotes", "a: 1\nb: \"x\nc: d\n", []Problem{{CodeSyntax, 2, 4, "the quote is never closed", "close the quotes"}}},
		{"open bracket", "a: 1\nb: [x,\n  y\n", []Problem{{CodeSyntax, 2, 4, "the bracket is never closed",
			"close it, or write one item per line"}}},
		{"words after quotes", "a: 'x' y\n", []Problem{{CodeSyntax, 1, 8, "there is more text behind the value", "put the whole value in quotes"}}},
		{"crooked indentation", "a:\n  - x\n -y\n", []Problem{{CodeSyntax, 3, 2, "the line is indented otherwise than its neighbours",
			"let keys of one level begin in the same column"}}},
		{"no blank after a colon", "a: 1\nb:x\nc: 2\n", []Problem{{CodeSyntax, 3, 1, "no blank after the colon of `b:`", "write `b: x`"}}},
		{"comma left out", "a: [x y, z w\nb: 1\n", []Problem{{CodeSyntax, 2, 2, "the bracket is not closed, or a comma is missing between two items",
			"write a list as [a, b], or one item per line"}}},
		{"not UTF-8", "a: 1\nbé: \xff\n", []Problem{{CodeSyntax, 2, 5, "not valid UTF-8", "save it as UTF-8"}}},
		{"NUL", "a: b\x00\n", []Problem{{CodeSyntax, 1, 5, "the control character U+0000", "remove it"}}},
		{"escape character", "a: b\nc: \x1b[31m\n", []Problem{{CodeSyntax, 2, 4, "the control character U+001B", "remove it"}}},
		{"line break of old Macs", "a: b\rc: d\n", []Problem{{CodeSyntax, 1, 5, "the line break U+000D, which only some tools recognise",
			"use an ordinary line break"}}},
		{"line break of Unicode", "a: b\u2028c: d\n", []Problem{{CodeSyntax, 1, 5,
			"the line break U+2028, which only some tools recognise", "use an ordinary line break"}}},
		{"line break of mainframes", "a: b\u0085c: d\n", []Problem{{CodeSyntax, 1, 5,
			"the line break U+0085, which only some tools recognise", "use an ordinary line break"}}},
		{"byte order mark in the middle", "a: b\n\ufeffc: d\n", []Problem{{CodeSyntax, 2, 1, "a byte order mark inside the text", "remove it"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, got := Parse([]byte(c.src), 1, Limits{})
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
			_, got = Parse([]byte(c.src), 8, Limits{})
			for i := range got {
				got[i].Line -= 7
				got[i].Message = strings.NewReplacer("line 8", "line 1", "line 9", "line 2").Replace(got[i].Message)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("problems, further down in a file (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOfDuplicateKeysTheFirstCounts(t *testing.T) {
	t.Parallel()
	n, _ := Parse([]byte("status: draft\nowner: a\nstatus: approved\n"), 1, Limits{})
	want := map[string]any{"status": "draft", "owner": "a"}
	if diff := cmp.Diff(want, n.Value()); diff != "" {
		t.Errorf("value (-want +got):\n%s", diff)
	}
	if got := n.Get("status").Text(); got != "draft" {
		t.Errorf("status = %q", got)
	}
}

func TestManyProblemsAreCut(t *testing.T) {
	t.Parallel()
	_, got := Parse([]byte(strings.Repeat("a: 1\n", 5000)), 1, Limits{})
	if len(got) != maxProblems+1 {
		t.Fatalf("%d problems, want %d", len(got), maxProblems+1)
	}
	want := Problem{CodeDuplicate, maxProblems + 2, 1, "4899 more problems from here on", "fix the ones above first"}
	if diff := cmp.Diff(want, got[maxProblems]); diff != "" {
		t.Errorf("the last problem (-want +got):\n%s", diff)
	}
}

func TestNodesMayBeAskedWithoutBeingThere(t *testing.T) {
	t.Parallel()
	var none *Node
	if none.Get("a") != nil || none.Key("a") != nil || none.Text() != "" || !none.IsNull() || none.Items() != nil ||
		none.Texts() != nil || none.Value() != nil || none.At([]string{"a"}) != nil {
		t.Error("a node that is not there answers")
	}
	for range none.Pairs() {
		t.Error("a node that is not there has pairs")
	}
}

func TestLookUps(t *testing.T) {
	t.Parallel()
	n, _ := Parse([]byte("one: x\nlist: [a, '', ~, {k: v}, b]\nmap: {k: {l: m}}\n"), 1, Limits{})
	if diff := cmp.Diff([]string{"x"}, n.Get("one").Texts()); diff != "" {
		t.Errorf("a scalar is a list of one: %s", diff)
	}
	if diff := cmp.Diff([]string{"a", "b"}, n.Get("list").Texts()); diff != "" {
		t.Errorf("texts of a list: %s", diff)
	}
	if got := len(n.Get("list").Items()); got != 5 {
		t.Errorf("%d items, want 5", got)
	}
	if n.Get("map").Items() != nil {
		t.Error("a map has items")
	}
	if k := n.Key("map"); k == nil || k.Line != 3 || k.Col != 1 {
		t.Errorf("key node %+v", k)
	}
	for _, c := range []struct {
		path []string
		want string
	}{
		{[]string{"map", "k", "l"}, "3:14"},
		{[]string{"map", "k", "gone"}, "3:10"}, // the closest that exists
		{[]string{"list", "3", "k"}, "2:22"},
		{[]string{"list", "9"}, "2:7"},
		{[]string{"list", "-1"}, "2:7"},
		{[]string{"list", "x"}, "2:7"},
		{[]string{"one", "deep", "er"}, "1:6"},
		{nil, "1:1"},
	} {
		at := n.At(c.path)
		if got := fmt.Sprintf("%d:%d", at.Line, at.Col); got != c.want {
			t.Errorf("At(%q) = %s, want %s", c.path, got, c.want)
		}
	}
}
