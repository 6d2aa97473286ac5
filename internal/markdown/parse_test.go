package markdown

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"clausebook/internal/slug"

	"github.com/google/go-cmp/cmp"
)

// TestLinks names every form of link, and where it stands.
func TestLinks(t *testing.T) {
	t.Parallel()
	at := func(line, col, end int) Place { return Place{line, col, end} }
	tests := []struct {
		name, src string
		want      []Link
	}{
		{"relative", "see [a](b.md) now", []Link{{Kind: LinkRelative, Target: "b.md", Text: "a", Place: at(1, 5, 14)}}},
		{"relative with fragment", "[a](../b/c.md#d-e)", []Link{{Target: "../b/c.md", Fragment: "d-e", Text: "a", Place: at(1, 1, 19)}}},
		{"percent signs", "[a](my%20doc.md#%C3%A9)", []Link{{Target: "my doc.md", Fragment: "é", Text: "a", Place: at(1, 1, 24)}}},
		{"percent signs once", "[a](x%2520y)", []Link{{Target: "x%20y", Text: "a", Place: at(1, 1, 13)}}},
		{"broken percent sign", "[a](100%.md)", []Link{{Target: "100%.md", Text: "a", Place: at(1, 1, 13)}}},
		{"angle brackets", "[a](<b c.md>)", []Link{{Target: "b c.md", Text: "a", Place: at(1, 1, 14)}}},
		{"escapes", `[a\]](b\_c&amp;d)`, []Link{{Target: "b_c&d", Text: "a]", Place: at(1, 1, 18)}}},
		{"an escape is no entity", `[a](b\&amp;c)`, []Link{{Target: "b&amp;c", Text: "a", Place: at(1, 1, 14)}}},
		{"title", `[a](b "c d")`, []Link{{Target: "b", Text: "a", Place: at(1, 1, 13)}}},
		{"empty", "[a]()", []Link{{Text: "a", Place: at(1, 1, 6)}}},
		{"markup in text", "[*a* `b` c](d)", []Link{{Target: "d", Text: "a b c", Place: at(1, 1, 15)}}},
		{"fragment", "[a](#b-c)", []Link{{Kind: LinkFragment, Fragment: "b-c", Text: "a", Place: at(1, 1, 10)}}},
		{"full reference", "[a][R]\n\n[r]: b.md", []Link{{Target: "b.md", Text: "a", Place: at(1, 1, 7)}}},
		{"collapsed reference", "[r][]\n\n[r]: b.md", []Link{{Target: "b.md", Text: "r", Place: at(1, 1, 6)}}},
		{"shortcut reference", "[r]\n\n[r]: b.md", []Link{{Target: "b.md", Text: "r", Place: at(1, 1, 4)}}},
		{"https", "[a](https://b.example/c?d=e#f)", []Link{{Kind: LinkExternal, Target: "https://b.example/c?d=e#f", Text: "a",
			Place: at(1, 1, 31)}}},
		{"mail", "[a](MAILTO:a@b.example)", []Link{{Kind: LinkExternal, Target: "MAILTO:a@b.example", Text: "a", Place: at(1, 1, 24)}}},
		{"telephone", "[a](tel:+123)", []Link{{Kind: LinkExternal, Target: "tel:+123", Text: "a", Place: at(1, 1, 14)}}},
		{"angle autolink", "é <https://b.example>", []Link{{Kind: LinkExternal, Target: "https://b.example", Text: "https://b.example",
			Place: at(1, 3, 22)}}},
		{"mail autolink", "<a@b.example>", []Link{{Kind: LinkExternal, Target: "mailto:a@b.example", Text: "a@b.example", Place: at(1, 1, 14)}}},
		{"bare URL", "see https://b.example/c. Or", []Link{{Kind: LinkExternal, Target: "https://b.example/c", Text: "https://b.example/c",
			Place: at(1, 5, 24)}}},
		{"bare URL first", "https://b.example", []Link{{Kind: LinkExternal, Target: "https://b.example", Text: "https://b.example",
			Place: at(1, 1, 18)}}},
		{"bare www", "(www.b.example)", []Link{{Kind: LinkExternal, Target: "http://www.b.example", Text: "www.b.example", Place: at(1, 2, 15)}}},
		{"bare mail", "to a@b.example!", []Link{{Kind: LinkExternal, Target: "mailto:a@b.example", Text: "a@b.example", Place: at(1, 4, 15)}}},
		{"image", "an ![a *b*](c.png)", []Link{{Target: "c.png", Text: "a b", Image: true, Place: at(1, 4, 19)}}},
		{"image in link", "[![a](b.png)](c.md)", []Link{
			{Target: "c.md", Text: "a", Place: at(1, 1, 20)}, {Target: "b.png", Text: "a", Image: true, Place: at(1, 2, 13)},
		}},
		{"document", "[[POL-1]]", []Link{{Kind: LinkDocument, Target: "POL-1", Place: at(1, 1, 10)}}},
		{"document, heading and words", "x [[POL-1#a b|c | d]]", []Link{{Kind: LinkDocument, Target: "POL-1", Fragment: "a b", Text: "c | d",
			Place: at(1, 3, 22)}}},
		{"heading here", "[[#a]]", []Link{{Kind: LinkFragment, Fragment: "a", Place: at(1, 1, 7)}}},
		{"clause", "[[§8.5.1.3]]", []Link{{Kind: LinkClause, Target: "8.5.1.3", Place: at(1, 1, 13)}}},
		{"clause of a standard", "[[§iso20000-1-2011:9.2|old]]", []Link{{Kind: LinkClause, Target: "iso20000-1-2011:9.2", Text: "old",
			Place: at(1, 1, 29)}}},
		{"document embedded", "![[POL-1]]", []Link{{Kind: LinkDocument, Target: "POL-1", Place: at(1, 1, 11)}}},
		{"bang before document", "Stop![[POL-1]]", []Link{{Kind: LinkDocument, Target: "POL-1", Place: at(1, 6, 15)}}},
		{"picture embedded", "![[a b.png|Plan|300]]", []Link{{Kind: LinkDocument, Target: "a b.png", Text: "Plan", Image: true, Place: at(1, 1, 22)}}},
		{"reference in link text", "[a [[B]] c](d)", []Link{
			{Target: "d", Text: "a B c", Place: at(1, 1, 15)}, {Kind: LinkDocument, Target: "B", Place: at(1, 4, 9)},
		}},
		{"brackets of CommonMark", "[[a]](b)", []Link{{Target: "b", Text: "[a]", Place: at(1, 1, 9)}}},
		{"no reference", "[[]] [[ ]] [[a\nb]] [[§]] [[a[b]]", nil},
		{"table", "| é | b |\n|---|---|\n| `x` [a](b) | [[C\\|d]] |", []Link{
			{Target: "b", Text: "a", Row: true, Place: at(3, 7, 13)}, {Kind: LinkDocument, Target: "C", Text: "d", Row: true, Place: at(3, 16, 24)},
		}},
		{"table header", "| [a](b) |\n|---|\n", []Link{{Target: "b", Text: "a", Place: at(1, 3, 9)}}},
		{"list", "- x\n  - [ ] [a](b)", []Link{{Target: "b", Text: "a", Place: at(2, 9, 15)}}},
		{"tabbed list", "-\t[a](b)\n\n\t[[C]]", []Link{{Target: "b", Text: "a", Place: at(1, 3, 9)},
			{Kind: LinkDocument, Target: "C", Place: at(3, 2, 7)}}},
		{"block quote", "> x\n> [a](b)", []Link{{Target: "b", Text: "a", Place: at(2, 3, 9)}}},
		{"emphasis", "**x [a](b)**", []Link{{Target: "b", Text: "a", Place: at(1, 5, 11)}}},
		{"strikethrough", "~~[a](b)~~", []Link{{Target: "b", Text: "a", Place: at(1, 3, 9)}}},
		{"footnote", "x[^1]\n\n[^1]: [a](b)", []Link{{Target: "b", Text: "a", Place: at(3, 7, 13)}}},
		{"definition", "term\n: [a](b)", []Link{{Target: "b", Text: "a", Place: at(2, 3, 9)}}},
		{"over two lines", "x [a\nb](c)\ny", []Link{{Target: "c", Text: "a b", Place: at(1, 3, 5)}}},
		{"carriage return", "x\r\n[a](b)\r\n", []Link{{Target: "b", Text: "a", Place: at(2, 1, 7)}}},
		{"heading", "# x\n\n## [a](b)", []Link{{Target: "b", Text: "a", Section: 2, Place: at(3, 4, 10)}}},
		{"code span", "`[a](b)` ``[[C]]``", nil},
		{"fence", "```\n[a](b)\n[[C]]\n```", nil},
		{"indented code", "    [a](b)", nil},
		{"comment", "<!-- [a](b) -->", nil},
		{"escaped", `\[a](b) \[[C]]`, nil},
		{"without definition", "[a] [c] list[0][1] \\[a][b] `[a][b]`", nil},
		{"query", "[a](b.md?plain=1#L3)", []Link{{Target: "b.md", Fragment: "L3", Text: "a", Place: at(1, 1, 21)}}},
		{"percent sign for the query", "[a](b%3Fc.md)", []Link{{Target: "b?c.md", Text: "a", Place: at(1, 1, 14)}}},
		{"empty fragment", "[a](#) [b](c.md#)", []Link{{Kind: LinkFragment, Fragment: "top", Text: "a", Place: at(1, 1, 7)},
			{Target: "c.md", Fragment: "top", Text: "b", Place: at(1, 8, 18)}}},
		{"heading within a query", "[a](?x=1#b)", []Link{{Kind: LinkFragment, Fragment: "b", Text: "a", Place: at(1, 1, 12)}}},
		{"alert", "> [!NOTE]\n> [a](b)", []Link{{Target: "b", Text: "a", Place: at(2, 3, 9)}}},
		{"title of an admonition", "!!! note \"x [a](b)\"\n    y", []Link{{Target: "b", Text: "a", Place: at(1, 13, 19)}}},
		{"container", ":::note[[a](b)]\n:::\n:::tip [a](b)\n:::", []Link{{Target: "b", Text: "a", Place: at(1, 9, 15)},
			{Target: "b", Text: "a", Place: at(3, 8, 14)}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for i := range tt.want {
				tt.want[i].Section--
			}
			got := Parse([]byte(tt.src), 1)
			if diff := cmp.Diff(tt.want, got.Links); diff != "" {
				t.Errorf("links (-want +got):\n%s", diff)
			}
			if len(got.Problems) > 0 {
				t.Errorf("problems: %+v", got.Problems)
			}
		})
	}
}

// TestProblems names what is not rendered as written, and where it stands.
func TestProblems(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, src string
		want      []Problem
	}{
		{"nothing", "a *b* <!-- c --> d<br>e", nil},
		{"scheme", "x [a](javascript:b)", []Problem{{ProblemScheme, "javascript", Place{1, 3, 20}}}},
		{"scheme in a definition", "[a]\n\n[a]: data:b", []Problem{{ProblemScheme, "data", Place{1, 1, 4}}}},
		{"autolink scheme", "<ftp://a.b>", []Problem{{ProblemScheme, "ftp", Place{1, 1, 12}}}},
		{"other host", "[a](//b.example)", []Problem{{ProblemScheme, "//", Place{1, 1, 17}}}},
		{"no host", "[a](https:b)", []Problem{{ProblemScheme, "https without a host that can be read", Place{1, 1, 13}}}},
		{"long address", "[a](" + strings.Repeat("b", 3000) + ")", []Problem{{ProblemScheme, "an address over 2048 bytes", Place{1, 1, 3006}}}},
		{"image from elsewhere", "![a](https://b.example/c.png)", []Problem{{ProblemImage, "https://b.example/c.png", Place{1, 1, 30}}}},
		{"tag", "é <q>x</q>", []Problem{{ProblemRawHTML, "<q>", Place{1, 3, 6}}}},
		{"closing tag alone", "x</i>", []Problem{{ProblemRawHTML, "</i>", Place{1, 2, 6}}}},
		{"tag with attributes", "x <a href='b'\nonclick=c>", []Problem{{ProblemRawHTML, "<a>", Place{1, 3, 14}}}},
		{"block", "<div>\n<script>a</script>\n</div>", []Problem{
			{ProblemHTML, "<script>", Place{2, 1, 19}},
		}},
		{"declaration", "<!DOCTYPE html>", []Problem{{ProblemHTML, "<!>", Place{1, 1, 16}}}},
		{"open comment", "a\n\n<!-- b\n\nc", []Problem{{ProblemHTML, "<!-- without -->", Place{3, 1, 5}}}},
		{"unused footnote", "a\n\n[^x]: b", []Problem{{ProblemFootnote, "x", Place{3, 1, 5}}}},
		{"wide table", strings.Repeat("|a", 65) + "|\n" + strings.Repeat("|-", 65) + "|\n", []Problem{
			{ProblemTooLarge, "a table of more than 64 columns", Place{1, 1, 132}},
		}},
		{"undefined label", "as [the policy][pol] says", []Problem{{ProblemLabel, "pol", Place{1, 4, 21}}}},
		{"undefined image", "![chart][fig]", []Problem{{ProblemLabel, "fig", Place{1, 2, 14}}}},
		{"undefined collapsed label", "(“[pol][]”)", []Problem{{ProblemLabel, "pol", Place{1, 3, 10}}}},
		{"table of contents of a wiki", "[[_TOC_]]\n\nx [[_TOC_]]", []Problem{{ProblemForeign, "a table of contents, `[[_TOC_]]`", Place{1, 1, 10}},
			{ProblemForeign, "a table of contents, `[[_TOC_]]`", Place{3, 3, 12}}}},
		{"label of MyST", "(a)=\n\n# B", nil},
		{"tag of Confluence", "a <ac:rich-text-body>b", []Problem{{ProblemRawHTML, "<ac:rich-text-body>", Place{1, 3, 22}}}},
		{"scheme that is no tag", "<acme:rich-text-body>", []Problem{{ProblemScheme, "acme", Place{1, 1, 22}}}},
		{"a table of Pandoc, of which only lines across are left", "Fruit   Price\n------   -----\nApples  1\n\n- - -\n\n---\n\n-- --\n",
			[]Problem{{ProblemForeign, "a table of Pandoc, `+---+`", Place{2, 1, 15}}}},
		{"lines across", "a\n\n- - -\n\n-----\n\n* * *\n", nil},
		{"tables of contents", "[[_TOC_]]\n\n[[_TOSP_]]", []Problem{{ProblemForeign, "a table of contents, `[[_TOC_]]`", Place{1, 1, 10}},
			{ProblemForeign, "a table of contents, `[[_TOC_]]`", Place{3, 1, 11}}}},
		{"picture with a size", "![a](b.png =10x20)", nil},
		{"undefined label in a cell", "|a|\n|-|\n|[b][c]|", []Problem{{ProblemLabel, "c", Place{3, 2, 8}}}},
		{"undefined label over two lines", "[a\nb][c\nd]", []Problem{{ProblemLabel, "c\nd", Place{1, 1, 3}}}},
		{"label before a link", "[a][b](c.md) [x][^1]\n\n[^1]: y", nil},
		{"undefined footnote", "x[^n-1] [^a b] [^x](y) `[^z]`", []Problem{{ProblemNote, "n-1", Place{1, 2, 8}}}},
		{"undefined footnote beside one", "x[^1] y[^2]\n\n[^1]: z", []Problem{{ProblemNote, "2", Place{1, 8, 12}}}},
		{"row with a bar in code", "|a|b|\n|-|-|\n|`c | d`|REC|", []Problem{{ProblemCells, "3 cells, but the table has 2 columns", Place{3, 10, 13}}}},
		{"row with two cells too many", "a|b\n-|-\nc|d| e | f", []Problem{{ProblemCells, "4 cells, but the table has 2 columns", Place{3, 5, 11}}}},
		{"row with empty cells too many", "|a|b|\n|-|-|\n|c|d| |\n|e\\|f|g||\n|h|", nil},
		{"table in a quotation", "> |a|\n> |-|\n> |b|c|", []Problem{{ProblemCells, "2 cells, but the table has 1 column", Place{3, 6, 7}}}},
		{"marks of other programs", "{% include a %} {% if b %}\n\n{{< ref \"c\" >}}\n\n[TOC]", []Problem{
			{ProblemForeign, "a tag of Liquid or Jinja, `{% … %}`", Place{1, 1, 5}},
			{ProblemForeign, "a shortcode of Hugo, `{{< … >}}`", Place{3, 1, 4}},
			{ProblemForeign, "a table of contents, `[TOC]`", Place{5, 1, 6}},
		}},
		{"attributes", "![a](b.png){width=50%}\n\nc\n{: .note}", []Problem{
			{ProblemForeign, "a list of attributes, `{…}`", Place{1, 12, 23}},
			{ProblemForeign, "a list of attributes, `{: … }`", Place{4, 1, 5}},
		}},
		{"braces and code", "a {b} `{% c %}` {{d}} 5 <%", nil},
		{"deep quotes", strings.Repeat(">", 40) + "a", []Problem{{ProblemTooLarge, "blocks nested deeper than 32", Place{1, 33, 34}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, Parse([]byte(tt.src), 1).Problems); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTextBeyondTheBoundsIsOneProblem(t *testing.T) {
	t.Parallel()
	for name, src := range map[string]string{
		"bytes": strings.Repeat("# a\n\n[b](c)\n\n", MaxSource/12), "lines": strings.Repeat("\n", maxLines+1),
	} {
		b := Parse([]byte(src), 7)
		if len(b.Problems) != 1 || b.Problems[0].Kind != ProblemTooLarge || b.Problems[0].Line != 7 || b.Headings != nil || b.Links != nil {
			t.Errorf("%s: %+v", name, b.Problems)
		}
		html, err := Render([]byte(src), 7, nil, Options{})
		if err != nil || !strings.HasPrefix(string(html), `<p class="notice">`) {
			t.Errorf("%s: rendered as %.80s, %v", name, html, err)
		}
	}
}

func TestOutline(t *testing.T) {
	t.Parallel()
	src := "intro words here\n\n# One & *two*\n\nthree four\n\n### Deep `code`\n\nfive\n\n> ## Quoted\n> six\n\nUnder\nlined\n-----\n\n" +
		"seven\n\n# One & two\n\n# §\n\n# Übung 1.2\n\n#\n"
	want := []Heading{
		{1, "One & two", "one--two", Place{12, 1, 14}, 2, -1, nil},
		{3, "Deep code", "deep-code", Place{16, 1, 16}, 1, 0, nil},
		{2, "Quoted", "quoted", Place{20, 3, 12}, 1, 0, nil},
		{2, "Under lined", "under-lined", Place{23, 1, 6}, 1, 0, nil},
		{1, "One & two", "one--two-1", Place{29, 1, 12}, 0, -1, nil},
		{1, "§", "section", Place{31, 1, 4}, 0, -1, nil},
		{1, "Übung 1.2", "übung-12", Place{33, 1, 12}, 0, -1, nil},
		{1, "", "section-1", Place{35, 1, 2}, 0, -1, nil},
	}
	got := Parse([]byte(src), 10)
	if diff := cmp.Diff(want, got.Headings); diff != "" {
		t.Errorf("headings (-want +got):\n%s", diff)
	}
	if got.Words != 19 {
		t.Errorf("words = %d", got.Words)
	}
}

func TestSlugsAreUnique(t *testing.T) {
	t.Parallel()
	var s slug.Names
	var got []string
	for _, text := range []string{"a", "a", "a-1", "a", "A!", "a-1"} {
		got = append(got, s.ID(text))
	}
	want := []string{"a", "a-1", "a-1-1", "a-2", "a-3", "a-1-2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCommentsFencesTablesAndLabels(t *testing.T) {
	t.Parallel()
	src := "<!-- covers: 8.5 -->\n# A\n\n<!--\n  two\nlines -->\n\nx <!-- in é --> <!-- more -->\n\n" +
		"```YAML title\na: b\n```\n\n~~~\n~~~\n\nbefore\n| H *1* | é |\n|:--|--:|\n| 1 |\n| 2 | 3 | 4 |\n\n" +
		"**Owner:** Jane\n\n- **Scope** all\n- [x] **Done:** yes\n- no **label**\n\n*x* **y**\n"
	got := Parse([]byte(src), 1)
	if diff := cmp.Diff([]Comment{
		{"covers: 8.5", 1, 6, -1, Place{1, 1, 21}},
		{"two\nlines", 5, 3, 0, Place{4, 1, 5}},
		{"in é", 8, 8, 0, Place{8, 3, 16}},
		{"more", 8, 22, 0, Place{8, 17, 30}},
	}, got.Comments); diff != "" {
		t.Errorf("comments (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]Fence{{"yaml", "", 0, Place{10, 1, 14}}, {"", "", 0, Place{14, 1, 4}}}, got.Fences); diff != "" {
		t.Errorf("fences (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]Table{{[]string{"H 1", "é"}, 2, 0, Place{18, 1, 14}}}, got.Tables); diff != "" {
		t.Errorf("tables (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Owner", "Scope", "Done"}, got.Labels); diff != "" {
		t.Errorf("labels (-want +got):\n%s", diff)
	}
}

// TestFirstLineShiftsEveryPlace reads the same text at two places of a file.
func TestFirstLineShiftsEveryPlace(t *testing.T) {
	t.Parallel()
	src := []byte("# a\n\n[b](c) <!-- d --> <e> [f](data:g)\n\n| h |\n|---|\n\n```i\n```\n")
	one, ten := Parse(src, 1), Parse(src, 10)
	for i := range one.Headings {
		one.Headings[i].Line += 9
	}
	for i := range one.Links {
		one.Links[i].Line += 9
	}
	for i := range one.Comments {
		one.Comments[i].Line += 9
		one.Comments[i].TextLine += 9
	}
	for i := range one.Fences {
		one.Fences[i].Line += 9
	}
	for i := range one.Tables {
		one.Tables[i].Line += 9
	}
	for i := range one.Problems {
		one.Problems[i].Line += 9
	}
	if diff := cmp.Diff(one, ten); diff != "" {
		t.Error(diff)
	}
}

// placedError is an error with a place, as a package that draws diagrams gives it.
type placedError struct{ line, col, end int }

func (e placedError) Error() string                  { return "placed" }
func (e placedError) Place() (line, col, endCol int) { return e.line, e.col, e.end }

func TestCheckDiagrams(t *testing.T) {
	t.Parallel()
	b := Parse([]byte("<x>\n\n```mermaid\ngood\n```\n\n- x\n\n  ```mermaid\n  bad\n  word\n  "+
		"```\n\n```mermaid\nworse\n```\n\n```go\nbad\n```\n"), 11)
	b.CheckDiagrams(func(language, source string) error {
		switch {
		case language != "mermaid":
			t.Errorf("asked about %s", language)
		case source == "bad\nword\n":
			return fmt.Errorf("wrapped: %w", placedError{2, 1, 5})
		case source == "worse\n":
			return errors.New("no place")
		}
		return nil
	})
	want := []Problem{
		{ProblemRawHTML, "<x>", Place{11, 1, 4}},
		{ProblemDiagram, "wrapped: placed", Place{21, 3, 7}},
		{ProblemDiagram, "no place", Place{24, 1, 11}},
	}
	if diff := cmp.Diff(want, b.Problems); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}
