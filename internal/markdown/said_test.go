package markdown

import (
	"path"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// bound joins what of a text an approval binds where rows are no records of their own.
func bound(src string) string {
	said := Say([]byte(src), nil)
	return said.Structure + "\n" + said.Rows + "\n" + strings.Join(said.Targets, "\n")
}

// TestSay tells edits that change what readers get from those that change how it is written.
func TestSay(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, one, two string
		same           bool
	}{
		{"wrapping", "a b\nc", "a\nb c", true},
		{"emphasis", "a *b* __c__", "a b c", true},
		{"emphasis around a link", "**[a](b.md)**", "[a](b.md)", true},
		{"heading style", "# A\n\nb", "A\n=\nb", true},
		{"comment", "a <!-- b -->", "a", true},
		{"comment on a line of its own", "# A\n\n<!-- covers: 8.5.1 -->\n\na", "# A\n\na", true},
		{"list marks", "- a\n- b", "* a\n* b", true},
		{"loose list", "- a\n- b", "- a\n\n- b", true},
		{"numbers after the first", "1. a\n1. b", "1. a\n2. b", true},
		{"table layout", "|a|b|\n|-|-|\n|c|d|", "| a | b |\n|:--|--:|\n| c | d |", true},
		{"link style", "[a](b)", "[a][x]\n\n[x]: b", true},
		{"definition moved", "[x]: b\n\n[a][x]\n\nc", "[a][x]\n\nc\n\n[x]: b", true},
		{"bare address", "<https://a.example>", "https://a.example", true},
		{"address as text", "[https://a.example](https://a.example)", "https://a.example", true},
		{"dot before a path", "[a](./b.md#c)", "[a](b.md#c)", true},
		{"entities", "a &amp; b", "a & b", true},
		{"label of a footnote", "a[^1]\n\n[^1]: n", "a[^x]\n\n[^x]: n", true},
		{"fence or indentation", "```\na\n```", "    a", true},
		{"line ends in code", "```\na\nb\n```", "```\r\na\r\nb\r\n```", true},
		{"length of the fence", "```\na\n```", "````\na\n````", true},

		{"word", "a must b", "a may b", false},
		{"heading level", "# A", "## A", false},
		{"heading or text", "# A", "A", false},
		{"paragraphs", "a\n\nb", "a b", false},
		{"empty cell moved", "|a|b|\n|-|-|\n||c|", "|a|b|\n|-|-|\n|c||", false},
		{"empty cell moved in the head", "||a|\n|-|-|\n|b|c|", "|a||\n|-|-|\n|b|c|", false},
		{"empty row", "|a|\n|-|\n|b|\n||", "|a|\n|-|\n|b|", false},
		{"rows joined", "|a|b|\n|-|-|\n|c||\n||d|", "|a|b|\n|-|-|\n|c|d|", false},
		{"tables joined", "|a|\n|-|\n|b|\n\n|a|\n|-|\n|c|", "|a|\n|-|\n|b|\n|a|\n|c|", false},
		{"quotation", "> a", "a", false},
		{"quotation within a quotation", "> > a", "> a", false},
		{"end of a quotation", "> a\n>\n> b", "> a\n\nb", false},
		{"code or text", "```\na\n```", "a", false},
		{"code in a line", "a `b` c", "a b c", false},
		{"indentation of code", "```\na:\n  b\n```", "```\na:\nb\n```", false},
		{"blank line in code", "```\na\n\nb\n```", "```\na\nb\n```", false},
		{"spaces at an end in code", "```\na  \nb\n```", "```\na\nb\n```", false},
		{"language of code", "```mermaid\na\n```", "```\na\n```", false},
		{"list or text", "- a", "a", false},
		{"nesting", "- a\n- b\n- c", "- a\n  - b\n- c", false},
		{"deeper nesting", "- a\n  - b\n  - c", "- a\n  - b\n    - c", false},
		{"paragraph in an item", "- a\n\n  b", "- a\n\nb", false},
		{"numbered", "- a", "1. a", false},
		{"first number", "3. a", "4. a", false},
		{"two lists", "- a\n- b", "- a\n\n---\n\n- b", false},
		{"struck out", "a ~~not~~ b", "a not b", false},
		{"end of struck out", "a ~~b c~~", "a ~~b~~ c", false},
		{"ticked", "- [ ] a", "- [x] a", false},
		{"ticked in words", "- [x] a", "- \\[x] a", false},
		{"link or text", "[a](b.md)", "a", false},
		{"end of a link", "[a b](c.md)", "[a](c.md) b", false},
		{"image or link", "![a](b.png)", "[a](b.png)", false},
		{"folder of a link", "[a](b/c.md)", "[a](d/c.md)", false},
		{"ending of a link", "[a](b.md)", "[a](b.pdf)", false},
		{"links swapped", "[a](b.md) [a](c.md)", "[a](c.md) [a](b.md)", false},
		{"folder of an image", "![a](b/c.png)", "![a](d/c.png)", false},
		{"words for an image", "![a](c.png)", "![b](c.png)", false},
		{"tooltip", "[a](b.md \"c\")", "[a](b.md)", false},
		{"other document", "[[POL-1|a]]", "[[POL-2|a]]", false},
		{"other section", "[a](b.md#c)", "[a](b.md#d)", false},
		{"other section of this text", "[a](#c)", "[a](#d)", false},
		{"other site", "[a](https://b.example)", "[a](https://c.example)", false},
		{"where a footnote stands", "a[^1] b\n\n[^1]: n", "a b[^1]\n\n[^1]: n", false},
		{"footnotes swapped", "a[^1] b[^2]\n\n[^1]: n\n[^2]: m", "a[^2] b[^1]\n\n[^1]: n\n[^2]: m", false},
		{"raw HTML that is shown", "<div>a</div>", "<div>b</div>", false},
		{"term and description", "a\n: b", "a b", false},
		{"line across", "a\n\n***\n\nb", "a\n\nb", false},
	}
	for _, tt := range tests {
		if got := bound(tt.one) == bound(tt.two); got != tt.same {
			t.Errorf("%s: same = %v\n%q\n%q", tt.name, got, bound(tt.one), bound(tt.two))
		}
	}
}

// TestSayRows puts the rows of tables apart, those of the document's versions and what stands around them not.
func TestSayRows(t *testing.T) {
	t.Parallel()
	const text = "# R\n\nText.\n\n## Open\n\n|a|b|\n|-|-|\n|1|[x](y.md)|\n\n" +
		"### Detail\n\n|c|\n|-|\n|2|\n\n## Version  history\n\n|v|\n|-|\n|1.0|\n"
	edit := func(old, with string) string { return strings.Replace(text, old, with, 1) }
	for name, c := range map[string]struct {
		rows  []string
		edit  string
		apart bool // the structure stays as it was
	}{
		"a row changed":               {nil, edit("|1|", "|9|"), true},
		"a row added":                 {nil, edit("|2|", "|2|\n|3|"), true},
		"an empty cell moved":         {nil, edit("|1|[x](y.md)|", "||1|"), true},
		"a column renamed":            {nil, edit("|a|b|", "|a|z|"), false},
		"a column added":              {nil, edit("|c|\n|-|", "|c|d|\n|-|-|"), false},
		"the text":                    {nil, edit("Text", "Words"), false},
		"a version":                   {nil, edit("|1.0|", "|1.1|"), false},
		"a row under a named heading": {[]string{"open"}, edit("|1|", "|9|"), true},
		"a row in a part of it":       {[]string{"Open"}, edit("|2|", "|9|"), true},
		"a row under another one":     {[]string{"Detail"}, edit("|1|", "|9|"), false},
		"versions that are named":     {[]string{"Version history"}, edit("|1.0|", "|1.1|"), true},
	} {
		was, is := Say([]byte(text), c.rows), Say([]byte(c.edit), c.rows)
		if apart := was.Structure == is.Structure; apart != c.apart {
			t.Errorf("%s: structure stays = %v\n%q\n%q", name, apart, was.Structure, is.Structure)
		}
		if was.Structure == is.Structure && was.Rows == is.Rows {
			t.Errorf("%s: seen nowhere", name)
		}
	}
}

// FuzzSay wants that prose and targets are those that the other readers of the text give.
func FuzzSay(f *testing.F) {
	f.Add(everything)
	f.Add("|a|b|\n|-|-|\n||[x](y.md)|\n")
	f.Add("[![a](b.png)](c.md)[^1]\n\n[^1]: [d](e.md)\n")
	f.Fuzz(func(t *testing.T, src string) {
		said, body := Say([]byte(src), nil), Parse([]byte(src), 1)
		if want := Prose([]byte(src)); said.Prose != want {
			t.Errorf("prose %q, want %q", said.Prose, want)
		}
		var want []string
		for _, l := range body.Links {
			if l.Kind == LinkRelative {
				want = append(want, path.Clean(l.Target))
			}
		}
		if diff := cmp.Diff(want, said.Targets); diff != "" {
			t.Errorf("targets (-Parse +Say):\n%s", diff)
		}
	})
}

// notBound is what pages show of how a text is written.
var notBound = regexp.MustCompile(`</?(?:em|strong|p)>|<br>| class="align-[a-z]+"|\s+`)

// TestSayMissesNoEdit takes each character out of a text that holds everything, and wants that what an approval binds
// changes where the page does.
func TestSayMissesNoEdit(t *testing.T) {
	t.Parallel()
	page := func(src string) string {
		html, err := Render([]byte(src), 1, smallSite, Options{})
		if err != nil {
			t.Fatal(err)
		}
		return notBound.ReplaceAllString(string(html), "")
	}
	was, shown := bound(everything), page(everything)
	for i := range everything {
		if src := everything[:i] + everything[min(i+1, len(everything)):]; utf8.ValidString(src) && bound(src) == was && page(src) != shown {
			t.Errorf("without %q after %q: the page changes, and what is bound does not", everything[i:i+1], everything[max(0, i-40):i])
		}
	}
}
