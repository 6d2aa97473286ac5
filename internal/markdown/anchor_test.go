package markdown

import (
	"clausebook/internal/anchors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestNamedPlaces holds which heading the name of an anchor means, and that an anchor leaves no trace on the page.
func TestNamedPlaces(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		src   string
		marks [][]string // of the headings, in their order
	}{
		"under a heading":     {"# A\n\nText <a name=\"x\"></a>here.", [][]string{{"x"}}},
		"before a heading":    {"# A\n\n<a id='x'></a>\n\n## B\n\nText.", [][]string{nil, {"x"}}},
		"in a heading":        {"# A\n\n## <a name=x></a>B", [][]string{nil, {"x"}}},
		"with words in it":    {"# A\n\n<a name=\"x\">Words</a> go on.", [][]string{{"x"}}},
		"before all headings": {"<a name=\"x\"></a>\n\nText.\n\n# A", [][]string{nil}},
		"a link with a name":  {"# A\n\n<a href=\"b\" name=\"x\">b</a>", [][]string{{"x"}}},
		"a span of Word": {"# A\n\n<span id=\"_Toc1\" class=\"anchor\"></span><span id=\"_Toc2\"></span>\n\n# B", [][]string{nil, {"_Toc1",
			"_Toc2"}}},
		"a label of MyST":   {"# A\n\n(my-label)=\n\n## B\n\n(x) = y", [][]string{nil, {"my-label", "(my-label)="}}},
		"an empty link":     {"# A\n\n[](){#x}\n\nText []{#y .a}and [](){: #z } on.", [][]string{{"x", "y", "z"}}},
		"an element of MDX": {"# A\n\n<Note id=\"x\">\na\n</Note>\n\n<div id='y' markdown>\n# B\n</div>", [][]string{{"x"}, {"y"}}},
		"tabs of MkDocs": {"# A\n\n=== \"a\"\n    b\n\n    === \"x\"\n        c\n\n=== \"d\"\n    e\n\n# B\n\n=== \"f\"\n    g\n",
			[][]string{{"__tabbed_1_1", "__tabbed_2_1", "__tabbed_1_2"}, {"__tabbed_3_1"}}},
		"an id of any tag":       {"# A\n\n<div id=x>\n\n</div>\n\n<table><tr id=y><td><span id=z>b</span></table>", [][]string{{"x", "y", "z"}}},
		"a name of nothing":      {"# A\n\n<a name=\"\"></a>", [][]string{nil}},
		"another tag":            {"# A\n\n<abbr name=\"x\">b</abbr>", [][]string{nil}},
		"footnotes":              {"# A\n\na[^1] b[^x]\n\n[^1]: c\n\n# B\n\n[^x]: d\n", [][]string{{"[^1]"}, {"[^x]"}}},
		"in code":                {"# A\n\n`<a name=\"x\">`", [][]string{nil}},
		"too long":               {"# A\n\n<a name=\"" + strings.Repeat("x", 300) + "\"></a>", [][]string{nil}},
		"two in a row, one each": {"# A\n\n<a name=\"x\"></a>\n\n# B\n\n<a name=\"y\"></a>\n\n# C", [][]string{nil, {"x"}, {"y"}}},
	} {
		body := Parse([]byte(c.src), 1)
		var got [][]string
		for _, h := range body.Headings {
			got = append(got, h.Marks)
		}
		if diff := cmp.Diff(c.marks, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
		page, err := Render([]byte(c.src), 1, smallSite, Options{})
		if err != nil || name != "in code" && strings.Contains(string(page), "&lt;a name=") || strings.Contains(string(page), "{") {
			t.Errorf("%s: %s %v", name, page, err)
		}
	}
}

// TestAnchorsAreFound holds that a name leads to its heading, after the headings' own names, and is no tag that is left out.
func TestAnchorsAreFound(t *testing.T) {
	t.Parallel()
	body := Parse([]byte("# First\n\n<a name=\"Old-Place\"></a><a name=\"second\"></a>\n\nText.\n\n# Second\n"), 1)
	a := body.Anchors()
	for fragment, want := range map[string]int{"Old-Place": 0, "old-place": 0, "second": 1} {
		if got, ok := a.Find(fragment); !ok || got != want {
			t.Errorf("#%s leads to heading %d, %v; want %d", fragment, got, ok, want)
		}
	}
	if len(body.Problems) > 0 {
		t.Errorf("%+v", body.Problems)
	}
}

// TestFootnotesAreFound holds that a footnote is found by the names that other programs give it, and no other.
func TestFootnotesAreFound(t *testing.T) {
	t.Parallel()
	a := Parse([]byte("# First\n\nA[^1], b[^law].\n\n# Second\n\n[^1]: c\n[^law]: d\n"), 1).Anchors()
	for fragment, want := range map[string]bool{"fn:1": true, "fnref:1": true, "fnref2:1": true, "fn1": true, "fnref1": true, "fn:law": true,
		"user-content-fn-law": true, "fnref-law": true, "fn:2": false, "fn": false, "fn:": false, "footnote1": false} {
		if at, ok := a.Find(fragment); ok != want || ok && at != 1 {
			t.Errorf("#%s leads to heading %d, %v; want %v", fragment, at, ok, want)
		}
	}
}

// TestPlacesBeforeTheFirstHeading holds that a name before the first heading, or in a text without headings, is the top of the page,
// in whatever form it is written, and that one in code is none.
func TestPlacesBeforeTheFirstHeading(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]bool{
		"<a name=\"x\"></a>\n\nWords [y](#x).\n\n# A": true, "<a id=x></a>Words.": true, "<div id='x'>\n\nWords\n\n</div>\n": true,
		"Words. {#x}\n\n# A": true, "Words.\n{: #x .big}\n\nMore.\n\n# A": true, "[]{#x}Words.\n\n- a\n": true, "[words]{.a #x}": true,
		"(x)=\n\nWords that are long enough.\n": true, "Words. ^x": false, "```\n<a name=x> {#x}\n(x)=\n```\n": false, "`{#x}` words": false,
		"    {#x}\n": false, "Words #x": false,
	} {
		body := Parse([]byte(src), 1)
		if got, ok := body.Anchors().Find("x"); ok != want || got != anchors.Top {
			t.Errorf("%q: #x is heading %d, %v", src, got, ok)
		}
	}
	page, err := Render([]byte("<a name=\"Start\"></a>\n\n[back](#start) [gone](#gone)\n\n# A"), 1, smallSite, Options{})
	if want := `<a href="#top">back</a>`; err != nil || !strings.Contains(string(page), want) || strings.Contains(string(page),
		`href="#gone"`) {
		t.Errorf("%s %v", page, err)
	}
}

// BenchmarkAnchors shows that the cost grows with the anchors and not with their square.
func BenchmarkAnchors(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		src := []byte("# A\n\n" + strings.Repeat("<a name=\"x\"></a> b\n\n", n) + "# B\n")
		b.Run(map[int]string{1_000: "1000", 10_000: "10000"}[n], func(b *testing.B) {
			for b.Loop() {
				Parse(src, 1)
			}
		})
	}
}
