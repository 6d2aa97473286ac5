package markdown

import (
	"strings"
	"testing"
)

// TestHarmlessTags holds which tags are passed on, without what they say beside their name, and that every one is closed.
func TestHarmlessTags(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		src, want string
		problems  int
	}{
		"lowered":                     {"H<sub>2</sub>O", "<p>H<sub>2</sub>O</p>\n", 0},
		"in capitals":                 {"10<SUP>2</Sup>", "<p>10<sup>2</sup></p>\n", 0},
		"what a tag says":             {"<kbd class=\"x\" onclick='a()' style=\"display:none\">F1</kbd >", "<p><kbd>F1</kbd></p>\n", 0},
		"over two lines":              {"a <sup\nid=x>b</sup>", "<p>a <sup>b</sup></p>\n", 0},
		"bold and slanting":           {"<b>a</b> <i>b</i> <s>c</s>", "<p><strong>a</strong> <em>b</em> <del>c</del></p>\n", 0},
		"with Markdown within":        {"<b>a *b* `c` [d](https://e.example)</b>", "<p><strong>a <em>b</em> <code>c</code> <a class=\"external\" href=\"https://e.example\" rel=\"noopener noreferrer\">d</a></strong></p>\n", 0},
		"in one another":              {"<sup>a<sub>b</sub></sup>", "<p><sup>a<sub>b</sub></sup></p>\n", 0},
		"never closed":                {"a <sup>b\n\nc", "<p>a b</p>\n<p>c</p>\n", 1},
		"never opened":                {"a</sup> b", "<p>a b</p>\n", 1},
		"crossing":                    {"<sup>a<b>b</sup>c</b>", "<p><sup>ab</sup>c</p>\n", 1},
		"closed elsewhere":            {"*<sup>a*</sup>", "<p><em>a</em></p>\n", 1},
		"over cells":                  {"|a|b|\n|-|-|\n|<sup>c|d</sup>|", "", 1},
		"in a cell":                   {"|a|\n|-|\n|<sup>c</sup>|", "", 0},
		"a script":                    {"a <script>b</script>", "<p>a b</p>\n", 1},
		"a tag with such a beginning": {"a <subx>b</subx> <supper>c</supper>", "<p>a b c</p>\n", 2},
		"written as text":             {"a `<sub>b</sub>` \\<sub>c", "<p>a <code>&lt;sub&gt;b&lt;/sub&gt;</code> &lt;sub&gt;c</p>\n", 0},
	} {
		page, err := Render([]byte(c.src), 1, smallSite, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if c.want != "" && string(page) != c.want {
			t.Errorf("%s: %q, want %q", name, page, c.want)
		}
		for _, tag := range []string{"sub", "sup", "kbd", "strong", "em", "del"} {
			if strings.Count(string(page), "<"+tag+">") != strings.Count(string(page), "</"+tag+">") {
				t.Errorf("%s: <%s> is not closed as often as opened: %s", name, tag, page)
			}
		}
		problems := 0
		for _, p := range Parse([]byte(c.src), 1).Problems {
			if p.Kind == ProblemRawHTML {
				problems++
			}
		}
		if problems != c.problems {
			t.Errorf("%s: %d tags are told as left out, want %d", name, problems, c.problems)
		}
	}
}

// TestManyTags holds that tags in one another are bounded, and that what is over it is told.
func TestManyTags(t *testing.T) {
	t.Parallel()
	const n = 20_000
	src := strings.Repeat("<b>", n) + "x" + strings.Repeat("</b>", n)
	page, err := Render([]byte(src), 1, smallSite, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(string(page), "<strong>"); got > maxTags || strings.Count(string(page), "</strong>") != got {
		t.Errorf("%d tags in one another are opened, %d closed", got, strings.Count(string(page), "</strong>"))
	}
}

// TestTagsBelongToTheText holds that what a tag says of its words is part of what an approval binds, and how words are set off is not.
func TestTagsBelongToTheText(t *testing.T) {
	t.Parallel()
	structure := func(src string) string { return Say([]byte(src), nil).Structure }
	for other, same := range map[string]bool{"10<sup>2</sup>": true, "10<SUP >2</sup>": true, "102": false, "10<sub>2</sub>": false} {
		if got := structure("10<sup>2</sup>") == structure(other); got != same {
			t.Errorf("%s: the same text: %v", other, got)
		}
	}
	if structure("a <b>b</b>") != structure("a **b**") || structure("a <b>b</b>") != structure("a b") {
		t.Error("bold type is part of what is said")
	}
	if structure("a <s>b</s>") != structure("a ~~b~~") {
		t.Error("struck out words are two things")
	}
	if structure("a <s>b</s>") == structure("a b") {
		t.Error("that words are struck out is no part of what is said")
	}
	if Prose([]byte("10<sup>2</sup>")) == Prose([]byte("102")) {
		t.Error("prose does not tell 10² from 102")
	}
}
