package check

import (
	"fmt"
	"strings"
	"testing"

	"clausebook/internal/doc"
	"clausebook/internal/longtest"
	"clausebook/internal/markdown"
	"clausebook/internal/people"
)

// unclosed are marks at which the rules on texts look ahead, or which lead to a finding each: short to write, and dear
// where each of them is answered by a look at all the rest.
var unclosed = []string{
	"<![CDATA[", "<http:", "[a](", "<?", "<", "](", "[", "[your ", "[your ]", "{{", "{{a}} ", "`a ``b ", "<!---->", "<!-- a --> ", "TODO ", "lorem ipsum ",
	"must often ", "\u202aא\u202c", "א\u200f", "א\u2067", "é[date] ", "(AB) ", "AB: ",
}

// TestTextsCostNoMoreThanTheirSize reads documents of one line and of one paragraph of an eighth of the size that one may
// have. Without care such a text costs the square of its length, seconds to minutes instead of a tenth of a second.
func TestTextsCostNoMoreThanTheirSize(t *testing.T) {
	t.Parallel()
	for _, unit := range unclosed {
		for _, between := range []string{"", "\n"} {
			longtest.Linear(t, fmt.Sprintf("%q, %q between", unit, between), 128<<10, func(size int) {
				readHostile(strings.Repeat(unit+between, size/len(unit+between)))
			})
		}
	}
	longtest.Linear(t, "backticks of growing length", 1<<20-2000, func(size int) {
		var growing strings.Builder
		for n := 1; growing.Len() < size; n++ {
			growing.WriteString("a" + strings.Repeat("`", n))
		}
		readHostile(growing.String())
	})
}

// readHostile runs the rules that read texts.
func readHostile(body string) {
	d := &doc.Document{ID: "POL-A", Path: "content/a.md", Type: "policy", Source: []byte(body), BodyLine: 1, Body: markdown.Body{}}
	in := prepare(Input{Docs: doc.NewSet("content", []*doc.Document{d}, nil, nil), People: &people.Register{}})
	readTexts(in)
	hiddenCharacters(in)
	unexplained(in)
}

// TestBlanking holds what the rules see as prose: code and addresses are gone, what is not closed stays.
func TestBlanking(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"a `b` c":                     "a     c",
		"a `b c":                      "a `b c",
		"a ``b` c`` d":                "a          d",
		"a `b\n\nc` d":                "a `b\n\nc` d",
		"a `b\nc` d":                  "a   \n   d",
		"`a ``b` c``":                 "        c``",
		"[a](b) (c)":                  "[a]( ) (c)",
		"[a](b\n) c":                  "[a]( \n) c",
		"[a](b [c](d)":                "[a](       )",
		"<https://a.b> <c d> <e":      "              <c d> <e",
		"a <!-- b --> c <!-- d --> e": "a            c            e",
		"a <!-- b\nc --> d <!-- e":    "a       \n      d       ",
		"a <!-- b\n":                  "a       \n",
		"<!--\n\n":                    "    \n\n",
		"a <!-- -->\nb <!-- c":        "a         \nb       ",
		"<a <b> c":                    "<a     c",
	} {
		d := &doc.Document{Source: []byte(in)}
		x := &text{}
		x.load(d)
		if got := string(x.prose); got != want {
			t.Errorf("%q is read as %q, want %q", in, got, want)
		}
	}
}

// FuzzBlanking gives any text: every offset stays a place in the file, so that nothing but spaces may change.
func FuzzBlanking(f *testing.F) {
	for _, seed := range []string{"a `b` [c](d) <e> <!-- f -->", "<!--\n", "```\na\n```", "~~~", "<!-- a -->\n<!-- b", "\n\n<!--", "`` ` ``\n\n`"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		x := &text{}
		x.load(&doc.Document{Source: []byte(body)})
		if len(x.prose) != len(body) {
			t.Fatalf("%q became %q", body, x.prose)
		}
		for i, c := range x.prose {
			if c != body[i] && (c != ' ' || body[i] == '\n') {
				t.Fatalf("%q became %q", body, x.prose)
			}
		}
	})
}
