package strictyaml

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// laughs is the alias bomb: each line holds the one before nine times.
func laughs() string {
	var b strings.Builder
	b.WriteString("a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n")
	for c := 'b'; c <= 'z'; c++ {
		fmt.Fprintf(&b, "%c: &%c [%s]\n", c, c, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c, ", c-1), 9), ", "))
	}
	return b.String()
}

func staircase(levels int) string {
	var b strings.Builder
	for i := range levels {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

// manyKeys gives n lines with a key of their own each.
func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "k%d: v\n", i)
	}
	return b.String()
}

// Each bomb fits into the 64 KiB of front matter. code is the problem that must be among the first ten, empty where
// the text is odd but in order.
var bombs = []struct {
	name string
	src  string
	code string
}{
	{"aliases", laughs(), CodeAlias},
	{"flow lists", strings.Repeat("[", 60000), CodeLimit},
	{"flow lists that are closed", strings.Repeat("[", 9000) + strings.Repeat("]", 9000), CodeLimit},
	{"flow maps", strings.Repeat("{a: ", 15000), CodeLimit},
	{"dashes", strings.Repeat("- ", 30000), CodeLimit},
	{"indented dashes", " " + strings.Repeat("- ", 30000), CodeLimit},
	{"question marks", strings.Repeat("? ", 30000), CodeLimit},
	{"colons", strings.Repeat(": ", 30000), CodeLimit},
	{"indentation", staircase(355), CodeLimit},
	{"one key again and again", strings.Repeat("a: 1\n", 13000), CodeDuplicate},
	{"very many keys", manyKeys(6000), ""},
	{"items on one line", "[" + strings.Repeat("a,", 32000) + "]", ""},
	{"wide items on one line", "[" + strings.Repeat("é,", 21000) + "]", ""},
	{"quoted items on one line", "[" + strings.Repeat(`"\"",`, 13000) + "]", ""},
	{"anchors", strings.Repeat("&a ", 20000), CodeSyntax},
	{"one long tag", "a: " + strings.Repeat("!", 60000), CodeTag},
	{"one long key", strings.Repeat("k", 60000) + ": v\n", ""},
	{"backslashes", `a: "` + strings.Repeat(`\`, 60000), CodeSyntax},
	{"empty lines in quotes", "a: 'x" + strings.Repeat("\n", 60000) + "'\n", ""},
	{"comment", strings.Repeat("#", 60000), ""},
	{"too long", strings.Repeat("a: b\n", 14000), CodeLimit},
}

func TestBombsCostLittle(t *testing.T) {
	for _, c := range bombs {
		t.Run(c.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			n, problems := Parse([]byte(c.src), 1, Limits{})
			n.Value()
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			if took > time.Minute { // some milliseconds here: what goes wrong does not end
				t.Errorf("took %s for %d bytes", took, len(c.src))
			}
			if spent := after.TotalAlloc - before.TotalAlloc; spent > 100<<20 {
				t.Errorf("allocated %d MB for %d bytes", spent>>20, len(c.src))
			}
			found := c.code == "" && len(problems) == 0
			for _, p := range problems[:min(len(problems), 10)] {
				found = found || p.Code == c.code
				if len(p.Message) > 500 {
					t.Errorf("a message of %d bytes", len(p.Message))
				}
			}
			if !found || len(problems) > maxProblems+1 {
				t.Errorf("%d problems, want %q: %.300v", len(problems), c.code, problems)
			}
		})
	}
}

func TestCostGrowsWithTheText(t *testing.T) {
	if os.Getenv("CLAUSEBOOK_TIMED") == "" {
		t.Skip("timed; `make timed` runs it")
	}
	for name, make := range map[string]func(n int) string{
		"keys":                 manyKeys,
		"items on one line":    func(n int) string { return "[" + strings.Repeat("é,", n) + "]" },
		"maps in a list":       func(n int) string { return strings.Repeat("- {a: 1, b: 'x'}\n", n) },
		"duplicates":           func(n int) string { return strings.Repeat("a: 1\n", n) },
		"lines of one text":    func(n int) string { return "a: |\n" + strings.Repeat("  x\n", n) },
		"lines of quoted text": func(n int) string { return "a: 'x" + strings.Repeat("\n  y", n) + "'" },
	} {
		limits := Limits{Bytes: 16 << 20}
		cost := func(n int) time.Duration {
			src := []byte(make(n))
			best := time.Hour
			for range 3 {
				start := time.Now()
				Parse(src, 1, limits)
				best = min(best, time.Since(start))
			}
			return best
		}
		small, large := cost(4_000), cost(32_000)
		if large > 40*small+20*time.Millisecond { // eight times the text; quadratic would be 64 times
			t.Errorf("%s: %s for 4,000 and %s for 32,000", name, small, large)
		}
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	deep := func(levels int) string { return strings.Repeat("[", levels) + "x" + strings.Repeat("]", levels) }
	for _, c := range []struct {
		name   string
		src    string
		limits Limits
		want   string
	}{
		{"as long as allowed", "a: " + strings.Repeat("x", 64<<10-3), Limits{}, ""},
		{"one byte too long", "a: " + strings.Repeat("x", 64<<10-2), Limits{}, "1:1 65537 bytes of YAML, more than the limit of 65536"},
		{"longer where allowed", "a: " + strings.Repeat("x", 64<<10), Limits{Bytes: 1 << 20}, ""},
		{"as deep as allowed", deep(31), Limits{}, ""},
		{"one level too deep", deep(32), Limits{}, "1:33 nested deeper than 32 levels"},
		{"less deep where asked", "a: {b: {c: 1}}", Limits{Depth: 3}, "1:9 nested deeper than 3 levels"},
		{"as many as allowed", "[a,b,c]", Limits{Values: 3}, ""},
		{"one value too many", "[a,b,c,d]", Limits{Values: 3}, "1:1 about 4 values, more than the limit of 3"},
	} {
		_, problems := Parse([]byte(c.src), 1, c.limits)
		got := ""
		if len(problems) > 0 {
			got = fmt.Sprintf("%d:%d %s", problems[0].Line, problems[0].Col, problems[0].Message)
			if problems[0].Code != CodeLimit {
				t.Errorf("%s: code %s", c.name, problems[0].Code)
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func BenchmarkParseFrontMatter(b *testing.B) {
	src := []byte("id: POL-CHG\ntitle: Change management policy\ntype: policy\nversion: \"2.1\"\nstatus: approved\nowner: change-manager\n" +
		"approver: service-director\napproved_on: 2026-01-15\nreview_every: P1Y\nfulfils: [change-policy]\ncovers: [8.5.1.1, 8.5.1.2]\n")
	b.ReportAllocs()
	for b.Loop() {
		Parse(src, 2, Limits{})
	}
}
