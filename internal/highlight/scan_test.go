package highlight

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"clausebook/internal/longtest"
)

// marked writes coloured code with its classes in short: "<k:if> x".
func marked(language, code string) string {
	var b strings.Builder
	Each(language, code, func(text, class string) {
		if class != "" {
			text = "<" + class + ":" + text + ">"
		}
		b.WriteString(text)
	})
	return b.String()
}

func TestColour(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ language, code, want string }{
		{"yaml", "a-b: \"c\" # d\n- e: don't\n  f: true 12\n",
			"<nt:a-b>: <s:\"c\"> <c:# d>\n- <nt:e>: don't\n  <nt:f>: <kc:true> <m:12>\n"},
		{"json", `{"a" : "b", "c": [1, null]}`, `{<nt:"a"> : <s:"b">, <nt:"c">: [<m:1>, <kc:null>]}`},
		{"toml", "[a]\nb = 'c'", "[a]\n<nt:b> = <s:'c'>"},
		{"sh", "if a#b; then # c\necho \"$d\" $e ${f}\nfi", "<k:if> a#b; <k:then> <c:# c>\n<k:echo> <s:\"$d\"> <nv:$e> <nv:${f>}\n<k:fi>"},
		{"go", "func f() { x := `a\nb` + \"\\\"\" } // c", "<k:func> <nf:f>() { x := <s:`a\nb`> + <s:\"\\\"\"> } <c:// c>"},
		{"python", "def f(a=1.5): '''b\nc''' # d", "<k:def> <nf:f>(a=<m:1.5>): <s:'''b\nc'''> <c:# d>"},
		{"sql", "SELECT a FROM b -- c", "<k:SELECT> a <k:FROM> b <c:-- c>"},
		{"c", "#include <a>\n/* b\nc */ int d;", "<k:#include> <a>\n<c:/* b\nc */> <k:int> d;"},
		{"css", "@media a { /* b */\n color: red }", "<k:@media> a { <c:/* b */>\n <nt:color>: red }"},
		{"html", "<!-- a --><b c=\"d\">e f</b>", "<c:<!-- a -->><nt:<b> <na:c>=<s:\"d\"><nt:>>e f<nt:</b><nt:>>"},
		{"diff", "diff a\n@@ 1 @@\n+a\n-b\n c\n", "<gh:diff a\n><gh:@@ 1 @@\n><gi:+a\n><gd:-b\n> c\n"},
		{"rust", "fn a<'b>(c: &'b str) {}", "<k:fn> a<'b>(c: &'b str) {}"},
		{"go", "a /* never closed", "a <c:/* never closed>"},
		{"go", "\"never closed\nb", "<s:\"never closed>\nb"},
	} {
		if got := marked(c.language, c.code); got != c.want {
			t.Errorf("%s: %q\n got %s\nwant %s", c.language, c.code, got, c.want)
		}
	}
}

// hostileCode made lexers of regular expressions that look back and ahead need seconds for a few kilobytes.
var hostileCode = []string{
	"$", "a ", `\`, `\\`, "-", "\n", "[a](", `"`, "'", `"\`, "/*", "<!--", "<a ", "`", `"""`, "a    ", "- ", "a:", "{{", "\xff", "é", "<<<",
	"${",
}

// TestColouringIsOnePass gives every language code of those kinds: no word gets lost, and every step goes forward, so that
// there are at most as many steps as bytes.
func TestColouringIsOnePass(t *testing.T) {
	t.Parallel()
	for _, name := range slices.Sorted(maps.Keys(languagesByName())) {
		for _, unit := range hostileCode {
			code := strings.Repeat(unit, 600/len(unit))
			s := &scanner{lexicon: languagesByName()[name], code: code, fresh: true, visit: func(string, string) {}}
			for s.at < len(code) {
				before := s.at
				if s.next(); s.at <= before || s.at > len(code) {
					t.Fatalf("%s, %q: the scanner steps from %d to %d", name, unit, before, s.at)
				}
			}
			var all strings.Builder
			Each(name, code, func(text, _ string) { all.WriteString(text) })
			if all.String() != code {
				t.Errorf("%s, %q: the words changed", name, unit)
			}
		}
	}
}

// TestColouringCostsNoMoreThanItsSize colours 64 KiB of hostile code. It takes milliseconds; were it not linear, it would take minutes.
func TestColouringCostsNoMoreThanItsSize(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"yaml", "json", "c", "python", "sh", "html", "diff", "sql", "css"} {
		for _, unit := range hostileCode {
			longtest.Linear(t, fmt.Sprintf("%s, %q", name, unit), 1<<16, func(size int) {
				Each(name, strings.Repeat(unit, size/len(unit)), func(string, string) {})
			})
		}
	}
}
