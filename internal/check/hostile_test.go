package check

import (
	"strings"
	"testing"
	"time"

	"clausebook/internal/doc"
	"clausebook/internal/markdown"
	"clausebook/internal/people"
)

// unclosed are marks at which the rules on texts look ahead, or which lead to a finding each: short to write, and dear
// where each of them is answered by a look at all the rest.
var unclosed = []string{
	"<![CDATA[", "<http:", "[a](", "<?", "<", "](", "[", "[your ", "[your ]", "{{", "{{a}} ", "`a ``b ", "<!---->", "<!-- a --> ", "TODO ", "lorem ipsum ",
	"must often ", "\u202aא\u202c", "א\u200f", "א\u2067", "é[date] ", "(AB) ", "AB: ",
}

// TestTextsCostNoMoreThanTheirSize reads documents of one line and of one paragraph of a quarter of the size that one may
// have. Without care such a text costs the square of its length, seconds to minutes instead of a tenth of a second: the bound is
// far from that, so that a busy machine does not decide.
func TestTextsCostNoMoreThanTheirSize(t *testing.T) {
	t.Parallel()
	for _, unit := range unclosed {
		for _, between := range []string{"", "\n"} {
			body := strings.Repeat(unit+between, (256<<10)/len(unit+between))
			if took := quickest(body); took > 2*time.Second {
				t.Errorf("%q, %q between: %d KB take %v", unit, between, len(body)>>10, took)
			}
		}
	}
	var growing strings.Builder
	for n := 1; growing.Len() < 1<<20-2000; n++ {
		growing.WriteString("a" + strings.Repeat("`", n))
	}
	if took := quickest(growing.String()); took > 2*time.Second {
		t.Errorf("backticks of growing length take %v", took)
	}
}

// quickest reads a text again if it took long, since a busy machine makes some runs slower, but not all.
func quickest(body string) time.Duration {
	best := time.Hour
	for try := 0; try < 3 && best > 2*time.Second; try++ {
		start := time.Now()
		readHostile(body)
		best = min(best, time.Since(start))
	}
	return best
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
