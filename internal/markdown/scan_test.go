package markdown

import (
	"html"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// marked writes coloured code with its classes in short: "<k:if> x".
func marked(language, code string) string {
	out := colour(languagesByName()[language], code)
	out = regexp.MustCompile(`<span class="(\w+)">`).ReplaceAllString(out, "<$1:")
	return html.UnescapeString(strings.ReplaceAll(out, "</span>", ">"))
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
	tags := regexp.MustCompile(`</?span[^>]*>`)
	for _, name := range slices.Sorted(maps.Keys(languagesByName())) {
		for _, unit := range hostileCode {
			code := strings.Repeat(unit, 600/len(unit))
			s := &scanner{lexicon: languagesByName()[name], code: code, fresh: true}
			for s.at < len(code) {
				before := s.at
				if s.next(); s.at <= before || s.at > len(code) {
					t.Fatalf("%s, %q: the scanner steps from %d to %d", name, unit, before, s.at)
				}
			}
			var plain strings.Builder
			escape(&plain, code)
			if got := tags.ReplaceAllString(colour(s.lexicon, code), ""); got != plain.String() {
				t.Errorf("%s, %q: the words changed", name, unit)
			}
		}
	}
}

// TestColouringCostsNoMoreThanItsSize colours a quarter of the hostile code that a page may have. It takes milliseconds; were it not
// linear, it would take minutes, so that a busy machine does not decide.
func TestColouringCostsNoMoreThanItsSize(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"yaml", "json", "c", "python", "sh", "html", "diff", "sql", "css"} {
		for _, unit := range hostileCode {
			code := strings.Repeat(unit, maxHighlight/4/len(unit))
			start := time.Now()
			colour(languagesByName()[name], code)
			if took := time.Since(start); took > 2*time.Second {
				t.Errorf("%s, %q: %v", name, unit, took)
			}
		}
	}
}

// TestColourBudget: code that does not fit into what is left of a page's budget is plain. The budget counts bytes.
func TestColourBudget(t *testing.T) {
	t.Parallel()
	block := "```sh\n" + strings.Repeat(strings.Repeat("if a ", 20)+"\n", maxHighlight/101/2+10) + "```\n\n"
	page, err := Render([]byte(block+block+"```sh\nfi\n```\n"), 1, nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(page), "<pre")
	var coloured []bool
	for _, b := range blocks[1:] {
		coloured = append(coloured, strings.Contains(b, "<span"))
	}
	if !slices.Equal(coloured, []bool{true, false, true}) {
		t.Errorf("coloured: %v, want the first block and the third, which fits into what is left", coloured)
	}
}
