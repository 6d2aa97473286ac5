package markdown

import (
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files")

//go:embed testdata/everything.md
var everything string

// shelf resolves what a small site would hold.
type shelf map[string]Reference

func (s shelf) Resolve(l Link) Reference {
	if ref, ok := s[l.Target]; ok {
		if l.Fragment != "" {
			ref.Href += "#" + Anchor(l.Fragment)
		}
		return ref
	}
	return Reference{Missing: fmt.Sprintf("no document %q", l.Target)}
}

var smallSite = shelf{
	"POL-1":               {Href: "../pol-1.html", Text: "Service management policy", Title: "POL-1, version 2.1"},
	"../policies/main.md": {Href: "../pol-1.html"},
	"8.5.1.3":             {Href: "../clauses/8.5.1.3.html", Text: "8.5.1.3 Change management"},
	"flow.png":            {Href: "../assets/flow.png"},
}

// TestEmbedded shows pictures in their place, and says of other texts that they are embedded.
func TestEmbedded(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]string{
		"![[flow.png]]":                               `<img src="../assets/flow.png" alt="flow.png" loading="lazy">`,
		"![[flow.png|300]]":                           `<img src="../assets/flow.png" alt="flow.png" width="300" loading="lazy">`,
		"![[flow.png|Flow|30x20]]":                    `<img src="../assets/flow.png" alt="Flow" width="30" height="20" loading="lazy">`,
		"| a |\n|---|\n| ![[flow.png\\|Flow\\|30]] |": `<img src="../assets/flow.png" alt="Flow" width="30" loading="lazy">`,
		"![[POL-1]]":                                  `Service management policy</a> (embedded here: follow the link to read it)`,
		"![[gone]]": `<p><span class="missing">gone<span class="visually-hidden">` +
			` (no document &#34;gone&#34;)</span></span></p>`,
		"![[gone.png]]": `<span class="missing">gone.png<span class="visually-hidden">` +
			` (image not shown: no document &#34;gone.png&#34;)</span></span>`,
		"Stop![[POL-1]]": `Stop!<a`,
	} {
		page, err := Render([]byte(src), 1, smallSite, Options{})
		if err != nil || !strings.Contains(string(page), want) {
			t.Errorf("%s: %s (%v)", src, page, err)
		}
	}
}

// TestEverything renders a text that uses all there is. Look at the difference before updating it.
func TestEverything(t *testing.T) {
	t.Parallel()
	page, err := Render([]byte(everything), 1, smallSite, Options{
		AfterHeading: func(i int) template.HTML {
			if i != 1 {
				return ""
			}
			return `<span class="badge">8.5.1.3</span>`
		},
		Diagram: func(language, source string) ([]byte, error) {
			if strings.Contains(source, "graph") {
				return []byte(`<svg role="img"></svg>`), nil
			}
			return nil, errors.New("not a graph")
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "everything.html", string(page))
	golden(t, "everything.prose.txt", Prose([]byte(everything)))
	var plain strings.Builder
	for _, s := range Sections([]byte(everything)) {
		fmt.Fprintf(&plain, "== %d\n%s\n", s.Heading, s.Text)
	}
	golden(t, "everything.sections.txt", plain.String())
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func TestRender(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, src string
		options   Options
		want      string
	}{
		{"highest heading is h2", "# A\n\n### B", Options{}, "<h2 id=\"s-a\">A</h2>\n<h4 id=\"s-b\">B</h4>\n"},
		{"no level is skipped", "## A\n\n### B", Options{}, "<h2 id=\"s-a\">A</h2>\n<h3 id=\"s-b\">B</h3>\n"},
		{"base level", "# A", Options{BaseLevel: 4}, "<h4 id=\"s-a\">A</h4>\n"},
		{"no level beyond six", "# A\n\n###### B", Options{BaseLevel: 3}, "<h3 id=\"s-a\">A</h3>\n<h6 id=\"s-b\">B</h6>\n"},
		{"title left out", "<!-- x -->\n\n# A *b*\n\n## C", Options{OmitTitle: "A b"}, "<div id=\"s-a-b\"></div>\n<h2 id=\"s-c\">C</h2>\n"},
		{"another title stays", "# A\n\n## C", Options{OmitTitle: "B"}, "<h2 id=\"s-a\">A</h2>\n<h3 id=\"s-c\">C</h3>\n"},
		{"a second title stays", "# A\n\n# A", Options{OmitTitle: "A"}, "<div id=\"s-a\"></div>\n<h2 id=\"s-a-1\">A</h2>\n"},
		{"prefix", "# A\n\n[b](#a)[^1]\n\n[^1]: c", Options{IDPrefix: "p-"}, "<h2 id=\"p-s-a\">A</h2>\n" +
			"<p><a href=\"#p-s-a\">b</a><sup id=\"p-fnref-1\" class=\"footnote-mention\"><a href=\"#p-fn-1\" aria-label=\"Footnote " +
			"1\">1</a></sup></p>\n" +
			"<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n<li id=\"p-fn-1\">\n<p>c <a class=\"footnote-back\" " +
			"href=\"#p-fnref-1\" aria-label=\"Back to the text\">↩</a></p>\n</li>\n</ol>\n</section>\n"},
		{"heading as forges write it", "# A B\n\n[x](#A-B) [[#A B]]", Options{},
			"<h2 id=\"s-a-b\">A B</h2>\n<p><a href=\"#s-a-b\">x</a> <a href=\"#s-a-b\">A B</a></p>\n"},
		{"missing", "[[X]] [y](z.md)", Options{},
			`<p><span class="missing">X<span class="visually-hidden"> (no document &#34;X&#34;)</span></span> ` +
				`<span class="missing">y<span class="visually-hidden"> (no document &#34;z.md&#34;)</span></span></p>` + "\n"},
		{"target's title", "[[POL-1]] [](../policies/main.md)", Options{},
			`<p><a href="../pol-1.html" title="POL-1, version 2.1">Service management policy</a> <a ` +
				`href="../pol-1.html">main</a></p>` + "\n"},
		{"comment leaves no trace", "a <!-- b --> c\n\n<!-- d -->", Options{}, "<p>a  c</p>\n"},
		{"text beside a block comment stays", "<!-- a --> *b* <i>", Options{}, "<p>*b*</p>\n"},
		{"unclosed comment hides nothing", "<!-- a\n\nb", Options{}, "<pre class=\"raw-html\" tabindex=\"0\">&lt;!-- a\n\nb</pre>\n"},
		{"tags go, words stay", "a <font>c</font> <br/>d", Options{}, "<p>a c <br>d</p>\n"},
		{"ordered list", "3. a\n4. b", Options{}, "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n"},
		{"loose list", "- a\n\n- b", Options{}, "<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>\n"},
		{"unknown language", "```no<lang\na<b\n```", Options{}, "<pre class=\"chroma\" tabindex=\"0\"><code>a&lt;b\n</code></pre>\n"},
		{"reference in a link", "[a [[POL-1]]](https://b.example)", Options{},
			`<p><a class="external" href="https://b.example" rel="noopener noreferrer">a POL-1</a></p>` + "\n"},
		{"image without file", "![a](b.png)", Options{},
			`<p><span class="missing">a<span class="visually-hidden"> (image not shown: no document &#34;b.png&#34;)</span></span></p>` + "\n"},
		{"URL is escaped", "[a](https://b.example/é\"<x>)", Options{},
			`<p><a class="external" href="https://b.example/%C3%A9%22%3Cx%3E" rel="noopener noreferrer">a</a></p>` + "\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			page, err := Render([]byte(tt.src), 1, smallSite, tt.options)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, string(page)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestResolverSeesWhatParseSaw: a page must link what the rules have checked.
func TestResolverSeesWhatParseSaw(t *testing.T) {
	t.Parallel()
	var seen recorder
	if _, err := Render([]byte(everything), 9, &seen, Options{}); err != nil {
		t.Fatal(err)
	}
	parsed := map[Link]bool{}
	for _, l := range Parse([]byte(everything), 9).Links {
		parsed[l] = true
	}
	if len(seen) < 8 {
		t.Errorf("only %d links seen", len(seen))
	}
	for _, l := range seen {
		if !parsed[l] {
			t.Errorf("Parse did not give %+v", l)
		}
	}
}

type recorder []Link

func (r *recorder) Resolve(l Link) Reference {
	*r = append(*r, l)
	return Reference{Href: "x"}
}

func TestOutputIsBounded(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 4000)
	page, err := Render([]byte(strings.Repeat("[[a]]\n\n", 20000)), 1, shelf{"a": {Href: long}}, Options{})
	if err != nil || len(page) > 1<<20 || !strings.HasPrefix(string(page), `<p class="notice">`) {
		t.Errorf("%d bytes: %.60s, %v", len(page), page, err)
	}
}

func TestRenderingTwiceGivesTheSame(t *testing.T) {
	t.Parallel()
	one, _ := Render([]byte(everything), 1, smallSite, Options{})
	two, _ := Render([]byte(everything), 1, smallSite, Options{})
	if one != two {
		t.Error("two renderings differ")
	}
}

func TestProse(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, one, two string
		same           bool
	}{
		{"wrapping", "a b\nc", "a\nb c", true},
		{"emphasis", "a *b* __c__", "a b c", true},
		{"heading level and style", "# A\n\nb", "A\n---\nb", true},
		{"comment", "a <!-- b -->", "a", true},
		{"list marks", "- a\n- b", "* a\n* b", true},
		{"table layout", "|a|b|\n|-|-|\n|c|d|", "| a | b |\n|:--|--:|\n| c | d |", true},
		{"moved target", "[a](b/c.md)", "[a](../d/c.md)", true},
		{"link style", "[a](b)", "[a][x]\n\n[x]: b", true},
		{"entities", "a &amp; b", "a & b", true},
		{"word", "a must b", "a may b", false},
		{"order of words", "a b", "b a", false},
		{"struck out", "a ~~not~~ b", "a not b", false},
		{"ticked", "- [ ] a", "- [x] a", false},
		{"other document", "[[POL-1|a]]", "[[POL-2|a]]", false},
		{"other file", "[a](b.md)", "[a](c.md)", false},
		{"other section", "[a](b.md#c)", "[a](b.md#d)", false},
		{"other site", "[a](https://b.example)", "[a](https://c.example)", false},
		{"indentation of code", "```\na:\n  b\n```", "```\na:\nb\n```", false},
		{"raw HTML that is shown", "<div>a</div>", "<div>b</div>", false},
		{"cells moved", "|a|b|\n|-|-|\n|c|d|", "|a|b|\n|-|-|\n|d|c|", false},
		{"paragraphs", "a\n\nb", "a b", false},
	}
	for _, tt := range tests {
		if got := Prose([]byte(tt.one)) == Prose([]byte(tt.two)); got != tt.same {
			t.Errorf("%s: same = %v\n%q\n%q", tt.name, got, Prose([]byte(tt.one)), Prose([]byte(tt.two)))
		}
	}
}

func TestSections(t *testing.T) {
	t.Parallel()
	got := Sections([]byte("a *b*\n\n# H\n\n## I\n\nc[^1]\n\n- d\n\n## J\n\n[^1]: e\n"))
	want := []Section{{-1, "a b"}, {1, "c\nd"}, {2, "e"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		Parse([]byte(everything), 1)
	}
}

func BenchmarkRender(b *testing.B) {
	for b.Loop() {
		if _, err := Render([]byte(everything), 1, smallSite, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// TestManyAtOnce renders in several goroutines, as a build does: the parser is shared.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	want, _ := Render([]byte(everything), 1, smallSite, Options{})
	for range 8 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			if got, err := Render([]byte(everything), 1, smallSite, Options{}); err != nil || got != want {
				t.Errorf("another page at the same time changes this one: %v", err)
			}
		})
	}
}
