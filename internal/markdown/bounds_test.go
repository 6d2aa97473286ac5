package markdown

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// hostile are texts that are short to write and, without bounds, long to read: each is a function of its size in bytes.
var hostile = []struct {
	name string
	make func(size int) string
}{
	{"opening brackets", repeat("[")},
	{"closing brackets", repeat("]")},
	{"nested links", nest("[", "](a)")},
	{"nested images", nest("![", "](a)")},
	{"unclosed links", repeat("[a](")},
	{"unclosed angle links", repeat("[a](<b")},
	{"unclosed titles", repeat(`[a](b "`)},
	{"unclosed titles on lines", repeat("[a](b \"\n")},
	{"unclosed references", repeat("[a][")},
	{"empty links", repeat("[]()")},
	{"brackets with text", repeat("[a *b* ")},
	{"wiki brackets", repeat("[[")},
	{"wiki references", repeat("[[A]] ")},
	{"stars", repeat("*")},
	{"star words", repeat("*a ")},
	{"closing stars", repeat("a* ")},
	{"nested emphasis", repeat("*a **a ")},
	{"mixed emphasis", repeat("*a_ ")},
	{"alternating emphasis", repeat("a**b_c*")},
	{"tildes", repeat("~a ~~b ")},
	{"underscores", repeat("_a_b")},
	{"mail in stars", repeat("*a.")},
	{"mail in parentheses", repeat("(a.")},
	{"mail dots", repeat("a.")},
	{"web addresses", repeat("www.a")},
	{"web parentheses", func(n int) string { return "http://a.b/" + strings.Repeat(")", n) }},
	{"web semicolons", func(n int) string { return "http://a.b/" + strings.Repeat("a;", n/2) }},
	{"backticks of growing length", growing("`")},
	{"single backticks", repeat("`a ``b ")},
	{"code spans over lines", func(n int) string { return growing("`")(n/2) + strings.Repeat("\na", n/4) }},
	{"angle brackets", repeat("<")},
	{"open tags", repeat("<a b='")},
	{"open tags on lines", repeat("<a\nb=\"c\n")},
	{"tag spaces", func(n int) string { return strings.Repeat("x <a"+strings.Repeat(" ", 200), n/204) }},
	{"comments", repeat("a <!-- ")},
	{"block comments", repeat("<!-- a\n\n")},
	{"processing instructions", repeat("a <? ")},
	{"declarations", repeat("a <!A ")},
	{"cdata", repeat("a <![CDATA[ ")},
	{"entities", repeat("&amp;")},
	{"broken entities", repeat("&a")},
	{"backslashes", repeat(`\`)},
	{"quotes", repeat("> ")},
	{"quotes on lines", func(n int) string { return strings.Repeat(">", n/2) + strings.Repeat("\n>", n/4) }},
	{"lists in one line", repeat("- ")},
	{"lists and blank lines", func(n int) string { return strings.Repeat("- ", n/4) + "a" + strings.Repeat("\n", n/2) }},
	{"lists and lazy lines", func(n int) string { return strings.Repeat("- ", n/4) + "a" + strings.Repeat("\na", n/4) }},
	{"deepening lists", func(n int) string {
		var b strings.Builder
		for i := 0; b.Len() < n; i++ {
			b.WriteString(strings.Repeat(" ", 2*i) + "- a\n")
		}
		return b.String()
	}},
	{"list items", repeat("- a\n")},
	{"ordered items", repeat("1. a\n")},
	{"list with table", func(n int) string { return "- | a | b |\n  |---|---|\n" + strings.Repeat("  | c | d |\n", n/12) }},
	{"headings", repeat("# a\n")},
	{"empty headings", repeat("#\n")},
	{"underlined headings", repeat("a\n=\n")},
	{"one paragraph", repeat("a\n")},
	{"wide table", func(n int) string {
		return strings.Repeat("|a", n/6) + "|\n" + strings.Repeat("|-", n/6) + "|\n" + strings.Repeat("|\n", n/6)
	}},
	{"short rows", func(n int) string {
		return strings.Repeat("|a", 64) + "|\n" + strings.Repeat("|-", 64) + "|\n" + strings.Repeat("|\n", n/2)
	}},
	{"many tables", repeat(strings.Repeat("|a", 32) + "|\n" + strings.Repeat("|-", 32) + "|\n" + strings.Repeat("|\n", 64) + "\n")},
	{"delimiter rows", repeat("|-|\n")},
	{"escaped pipes in code", func(n int) string { return "|a|\n|-|\n" + strings.Repeat("|`\\|`|\n", n/7) }},
	{"definitions", repeat("[a]: b\n")},
	{"different definitions", func(n int) string {
		var b strings.Builder
		for i := 0; b.Len() < n; i++ {
			fmt.Fprintf(&b, "[a%d]: b\n", i)
		}
		return b.String()
	}},
	{"definitions with open titles", repeat("[a]: b\n\"c\n")},
	{"long definition used often", func(n int) string {
		return "[a]: " + strings.Repeat("x", n/2) + "\n\n" + strings.Repeat("[a]\n\n", n/10)
	}},
	{"definition used often", func(n int) string {
		return "[a]: " + strings.Repeat("x", min(2000, n/2)) + "\n\n" + strings.Repeat("[a]\n\n", n/10)
	}},
	{"definition lists", repeat("a\n: b\n\n")},
	{"definition terms", func(n int) string { return strings.Repeat("a\n", n/2) + ": b\n" }},
	{"footnotes", func(n int) string {
		var b strings.Builder
		for i := 0; b.Len() < n; i++ {
			fmt.Fprintf(&b, "[^%d] \n\n[^%d]: a\n\n", i, i)
		}
		return b.String()
	}},
	{"mentions of one footnote", func(n int) string { return "[^a]: b\n\n" + strings.Repeat("[^a] ", n/5) }},
	{"mentions in paragraphs", func(n int) string { return "[^a]: b\n\n" + strings.Repeat("[^a]\n\n", n/6) }},
	{"open footnotes", repeat("[^a")},
	{"nested footnotes", func(n int) string {
		var b strings.Builder
		for i := 0; b.Len() < n; i++ {
			b.WriteString(strings.Repeat("    ", i) + fmt.Sprintf("[^%d]: [^%d]\n", i, i+1))
		}
		return b.String()
	}},
	{"fences", repeat("```\n")},
	{"fence of growing length", growing("```\n")},
	{"raw tags", repeat("<b>")},
	{"raw blocks", repeat("<div>\n\n")},
	{"tabs", repeat("\t")},
	{"tabs in list", func(n int) string { return "-\t" + strings.Repeat("*a\t", n/3) }},
	{"spaces", repeat(" ")},
	{"carriage returns", repeat("a\r")},
	{"hard breaks", repeat("a  \n")},
	{"nul", repeat("\x00")},
	{"broken utf-8", repeat("\xff[a](b)")},
	{"one long line of links", repeat("[a](b) ")},
	{"long line of tasks", repeat("- [ ] ")},
	{"combining marks", repeat("a\u0301")},
	{"same headings", repeat("## Scope\n\n")},
	{"heading numbers", repeat("## a\n\n## a-1\n\n")},
}

func repeat(s string) func(int) string {
	return func(n int) string { return strings.Repeat(s, max(1, n/len(s))) }
}

func nest(open, closing string) func(int) string {
	return func(n int) string {
		k := n / (len(open) + len(closing))
		return strings.Repeat(open, k) + "a" + strings.Repeat(closing, k)
	}
}

func growing(s string) func(int) string {
	return func(n int) string {
		var b strings.Builder
		for i := 1; b.Len() < n; i++ {
			b.WriteString("e" + strings.Repeat(s, i))
		}
		return b.String()
	}
}

// cost measures the reading and the rendering of a text: the quickest of a few runs, since a busy machine only ever
// makes a run slower.
func cost(t *testing.T, src string, runs int) time.Duration {
	t.Helper()
	best := time.Hour
	for range runs {
		start := time.Now()
		Parse([]byte(src), 1)
		if _, err := Render([]byte(src), 1, nil, Options{}); err != nil {
			t.Fatal(err)
		}
		best = min(best, time.Since(start))
	}
	return best
}

// TestHostileTextsCostNoMoreThanTheirSize doubles each text and asks for less than three times the time. Below a few
// milliseconds the measure says nothing; above the bounds the cost per byte even falls.
func TestHostileTextsCostNoMoreThanTheirSize(t *testing.T) {
	if os.Getenv("CLAUSEBOOK_TIMED") == "" {
		t.Skip("measures time: make timed")
	}
	const size, noise = 64 << 10, 25 * time.Millisecond
	for _, h := range hostile {
		t.Run(h.name, func(t *testing.T) {
			for try := 0; ; try++ {
				one, two := cost(t, h.make(size), 2+2*try), cost(t, h.make(2*size), 2+2*try)
				if two < 3*one+noise {
					return
				}
				if try == 3 {
					t.Fatalf("%d bytes take %v, twice as many take %v", size, one, two)
				}
			}
		})
	}
}

// TestHostileTextsStayWithinBounds gives each text the greatest size that is read as Markdown.
func TestHostileTextsStayWithinBounds(t *testing.T) {
	if os.Getenv("CLAUSEBOOK_TIMED") == "" {
		t.Skip("measures time: make timed")
	}
	for _, h := range hostile {
		t.Run(h.name, func(t *testing.T) {
			src := atMost(h.make(MaxSource), MaxSource, maxLines)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			Parse([]byte(src), 1)
			html, err := Render([]byte(src), 1, nil, Options{})
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			if err != nil {
				t.Fatal(err)
			}
			allocated := (after.TotalAlloc - before.TotalAlloc) >> 20
			t.Logf("%d bytes: %v, %d MB allocated, %d KB of HTML", len(src), took.Round(time.Millisecond), allocated, len(html)>>10)
			if took > 20*time.Second || allocated > 2048 || len(html) > outputFor(len(src))+6*len(src) {
				t.Errorf("%d bytes: %v, %d MB allocated, %d bytes of HTML", len(src), took, allocated, len(html))
			}
		})
	}
}

// atMost cuts a text to a number of bytes and lines.
func atMost(s string, bytes, lines int) string {
	s = s[:min(len(s), bytes)]
	for i := range len(s) {
		if s[i] == '\n' {
			if lines--; lines == 0 {
				return s[:i]
			}
		}
	}
	return s
}
