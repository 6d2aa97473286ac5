package markdown

import (
	"encoding/json"
	"html"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/yuin/goldmark/parser"
)

// TestNoWordIsLost holds that every word of a text is on its page, or in the line of a problem. Left out are what is no text:
// comments, tags, addresses and titles of definitions, marks that open a box or a fence.
func TestNoWordIsLost(t *testing.T) {
	t.Parallel()
	for name, sources := range map[string][]string{
		"everything": {everything}, "put together": composed(4000), "CommonMark": commonMark(t), "example": exampleBodies(t),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, src := range sources {
				if lost := lostWords(t, src); len(lost) > 0 {
					t.Errorf("lost %q of\n%s", lost, src)
				}
			}
		})
	}
}

var (
	unseen = regexp.MustCompile(`(?s)<!--.*?(?:-->|$)|<\?.*?(?:\?>|$)|<![A-Z].*?(?:>|$)|<!\[CDATA\[.*?(?:\]\]>|$)|` +
		`</?[A-Za-z](?:"[^"]*"|'[^']*'|[^"'<>])*>|` +
		`(?m)^[ >]*\[[^\]]*\]:.*(?:\n.+)*|^[ >*+-]*(?:` + "```+|~~~+" + `).*$|^[ >*+-]*:::+.*$|^[ >]*[0-9]+[.)]|` +
		`\[![A-Za-z]+\]|\]\([^)]*\)|(?:\]\[[^\]]*)+\]|\{[^}\n]*\}|&#?\w+;`)
	wordRuns = regexp.MustCompile(`[\pL\pN]{3,}`)
	tagRuns  = regexp.MustCompile(`<[^>]*>`)
)

// lostWords gives the words of a text that are neither on its page nor in the line of a problem.
func lostWords(t *testing.T, src string) []string {
	t.Helper()
	page, err := Render([]byte(src), 1, echo{}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	shown := strings.ToLower(html.UnescapeString(string(page)))
	joined := strings.ToLower(html.UnescapeString(tagRuns.ReplaceAllString(string(page), ""))) // words of which a part is set apart
	found := map[int]bool{}
	lines := strings.Split(src, "\n")
	for _, p := range Parse([]byte(src), 1).Problems {
		found[p.Line] = true
		for next := p.Line + 1; p.Kind == ProblemFootnote && next <= len(lines) && strings.Trim(lines[next-1], " >") != ""; next++ {
			found[next] = true // no page shows any of it
		}
	}
	blanked := unseen.ReplaceAllStringFunc(src, func(s string) string { return " " + strings.Repeat("\n", strings.Count(s, "\n")) })
	var lost []string
	for i, line := range strings.Split(blanked, "\n") {
		for _, word := range wordRuns.FindAllString(strings.ToLower(line), -1) {
			if !found[i+1] && !strings.Contains(shown, word) && !strings.Contains(joined, word) {
				lost = append(lost, word)
			}
		}
	}
	return lost
}

// composed puts texts together of blocks of all forms, whole and broken, with a word of its own in every place.
func composed(n int) []string {
	blocks := []string{"W W *W* **W** `W` ~~W~~\n", "# W {#id}\n", "W {.x}\n---\n", "- W\n  - [ ] W\n\n    W\n", "1. W\n\n   > W\n",
		"> [!NOTE] W\n> W\n",
		"> [!WARNING]\n> W\n> - W\n", "> [!W]\n> W\n", "!!! note \"W\"\n    W\n\n    W\n", "!!! tip W W\n    W\n", "!!! W W\n",
		"??? W\n    W\n", "=== \"W\"\n\n    W\n",
		"::: tip W\nW\n:::\n", "::: W\nW\n", ":::note[W [W](x)]\nW\n:::\n", ":::: {.warning title=\"W\"}\n::: W\nW\n:::\nW\n::::\n",
		"| W | W |\n|---|---|\n| W | W |\n| W | W | W |\n",
		"| W |\n|--|\nW\n", "W\n: W\n\n  W\n", "W[^W] W[^a]\n\n[^a]: W\n", "[^W]: W\n", "[W][W] ![W][W] [W][]\n",
		"[W](x \"W\") ![W](y.png)\n", "[[W#W|W]] [[W]]\n",
		"```\nW\n```\n", "    W\n", "W <b>W</b> <!-- x --> W\n", "<div>\nW\n</div>\n", "{% W %} W {{< W >}}\n", "W\\\nW  \nW\n", "* * *\n",
		"***W **W\n", "[W\n", "](W\n", "~~~\nW\n",
		"<table>\n<tr><th>W<th>W\n<tr><td colspan=2>W <b>W</b><ul><li>W</ul></table>\n",
		"<table><tr><td>\n\nW **W**\n\n| W |\n|---|\n| W |\n\n</td></tr></table>\n",
		"<ul>\n<li>W\n<li>W <p>W</ul>W\n", "<dl><dt>W<dd>W</dl>\n", "<h2>W <em>W</em></h2>\nW\n", "<p align=center>\n\nW\n\n# W\n\n</p>\n",
		"<pre>W\n <b>W</b></pre>\n",
		"<blockquote>W\n\nW\n", "</div>\n\nW\n", "<Tabs>\n\nW\n\n</Tabs>\n", "<div><script>W</script>W</div>\n",
		"<div><a href=\"x\">W</a> <img src=y alt=W>W\n", "W <ul><li>W</li></ul> W\n",
		"<svg>W</svg>\n", "<a><b><p>W</a>W</p></b>\n", "<figure>W<figcaption>W</figcaption></figure>\n", "<caption>W\n", "<td>W\n",
		"<summary>W\n", "<center>W <span>W</span>\n",
		"> W\nW\n", "- W\nW\n", "<details>\n<summary>W</summary>\n\nW\n\n</details>\n", "\tW\n", "W | W\n-|-\n`W|W` | W\n",
		"https://W.example/W W\n",
		"{% hint style=\"info\" %}\nW\n{% endhint %}\nW\n", "{% hint %}\nW\n", "{{< tab \"W\" >}}\n\n# W\n\n{{< /tab >}}\n",
		"{{% notice W %}}\nW\n{{% /notice %}}\n",
		"```{note} W\nW\n\n# W\n```\nW\n", "````{warning}\n```sh\nW\n```\n````\n", "```{include} W\nW\n```\n", "::: mermaid\nW\n:::\nW\n",
		":::{tip}\nW\n",
		"[W]({{< ref \"x.md\" >}}) W\n", "[W]({% link x.md %}) `[W]({% link W %})`\n", "    [W]({{< ref \"x.md\" >}})\n",
		"[W]({{ site.baseurl }}/x) W\n", "![W](x.png =1x2) W\n",
		"![[W.png|W]] ![[W]] W![[W]]\n", "W ^W\n", "[NOTE]\n====\nW\n====\n", ".. note::\n\n   W\n", "{ref}`W` :doc:`W`\n", "%%W%% ==W==\n",
		"<Note title=\"W\">\n  W **W**\n\n      W\n</Note>\nW\n", "<Tabs>\n<TabItem value=\"W\">W</TabItem>\n</Tabs>\n",
		"<Tab label='W'>W *W*</Tab> W\n",
		"<div markdown>\nW [W](x)\n<div>\n**W**\n</div>\n</div>\nW\n", "<Note>\nW\n", "<a b={W}>W <b c={\nW\n", "*[W]: W *W*\n*[W]: W\n",
		"W [](){#W} []{#W}W\n",
		"<Tabs values={[{label: 'W'}]}>\n\nW\n\n</Tabs>\n", "<Card title=\"W\" href=\"x\">W</Card>\n", "++W+W++ :W-W: {++W++} W^2^\n",
		"{info:title=x}\nW\n{info}\n", "||W||W||\n|W|W|\n"}
	random := rand.New(rand.NewPCG(3, 4))
	indents := []string{"", "", "", "    ", "> ", "- ", "  "}
	number := 0
	out := make([]string, n)
	for i := range out {
		var b strings.Builder
		for range 1 + random.IntN(4) {
			indent := indents[random.IntN(len(indents))]
			for line := range strings.Lines(blocks[random.IntN(len(blocks))]) {
				b.WriteString(indent + line)
				if indent == "- " {
					indent = "  "
				}
			}
			if random.IntN(3) > 0 {
				b.WriteString("\n")
			}
		}
		out[i] = regexp.MustCompile("W").ReplaceAllStringFunc(b.String(), func(string) string {
			number++
			return "word" + letters(number)
		})
	}
	return out
}

func letters(n int) string {
	var b strings.Builder
	for ; n > 0; n /= 26 {
		b.WriteByte(byte('a' + n%26))
	}
	return b.String()
}

// commonMark gives the examples of the specification, which the library brings along.
func commonMark(t *testing.T) []string {
	t.Helper()
	file, _ := runtime.FuncForPC(reflect.ValueOf(parser.NewParser).Pointer()).FileLine(0)
	raw, err := os.ReadFile(filepath.Join(filepath.Dir(file), "../_test/spec.json"))
	if err != nil {
		t.Skipf("the source of the library is not here: %v", err)
	}
	var examples []struct{ Markdown string }
	if err := json.Unmarshal(raw, &examples); err != nil {
		t.Fatal(err)
	}
	out := make([]string, len(examples))
	for i, e := range examples {
		out[i] = e.Markdown
	}
	return out
}

// exampleBodies gives the texts of the example documents.
func exampleBodies(t testing.TB) []string {
	t.Helper()
	names, err := filepath.Glob("../../content/*/*.md")
	if err != nil || len(names) == 0 {
		t.Fatalf("no example documents: %v", err)
	}
	var out []string
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if parts := strings.SplitN(string(raw), "\n---\n", 2); len(parts) == 2 {
			out = append(out, parts[1])
		}
	}
	return out
}
