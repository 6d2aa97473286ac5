package markdown

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// snippets are what may reach from one part of a text into another.
var snippets = []string{"```", "~~~", "    ```", "- ```\n  x", "> ```", "<!--", "-->", "<!-- a -->", "<div>", "</div>", "<pre>",
	"::: note", ":::",
	"[a]: b.md", "[^1]: note", "[^1]", "*[SLA]: agreement", "SLA [a] [a][a]", "# Heading", "## Versions", "#", "####### no", "- item",
	"  # in it",
	"> quote", "> # in it", "1. one", "| a | b |\n|---|---|\n| c | d |", "| e |", "term\n: what it is", "text", "=====", "---",
	"!!! note\n    # in it",
	"> [!NOTE]", "<b>", "</b>", "`", "[[POL-A]]: text", "[[POL-A]]", "\\", "<script>", "</script>", "<http>", "<https://a.example>",
	"\t# in code",
	"<details>\n<summary>", "[x](y.md \"", "\")", "{#own}", "```{note}", "{% hint %}", "{% endhint %}", "::: mermaid", "{{< tab >}}",
	"{{< /tab >}}", "(x)=",
	"<Note>", "</Note>", "<Tab label=\"x\">", "<div id=x markdown>", "</div>", "[](){#x}", "<a b={`", "=== \"x\"", "![[a.png]]",
	"[x]({{< ref \"y.md\" >}})", "\x00", "\xff", "\r", "\f", "    "}

// compareMemory compares what a memory says with what Say does.
func compareMemory(t *testing.T, m *Memory, src string, rows []string) {
	t.Helper()
	if diff := cmp.Diff(Say([]byte(src), rows), m.Say([]byte(src), rows)); diff != "" {
		t.Fatalf("of %q with rows %q (-Say +Memory):\n%s", src, rows, diff)
	}
}

// TestMemory says of the example documents what Say does, of each with edits like those between versions, and of texts made of
// what may reach from one part into another.
func TestMemory(t *testing.T) {
	t.Parallel()
	var m Memory
	rnd := rand.New(rand.NewPCG(7, 8))
	cut := 0
	for _, body := range exampleBodies(t) {
		compareMemory(t, &m, body, nil)
		if len(partsOf([]byte(body))) > 1 {
			cut++
		}
		for range 3 {
			lines := strings.SplitAfter(body, "\n")
			i := rnd.IntN(len(lines))
			switch rnd.IntN(4) {
			case 0:
				lines = append(lines[:i:i], lines[i+1:]...)
			case 1:
				lines[i] = strings.Replace(lines[i], " ", " more ", 1)
			default:
				lines[i] += snippets[rnd.IntN(len(snippets))] + "\n"
			}
			compareMemory(t, &m, strings.Join(lines, ""), nil)
		}
		compareMemory(t, &m, body, []string{"Versions", "Scope"})
	}
	if cut < 100 {
		t.Errorf("only %d documents are read in parts", cut)
	}
	for range 3000 {
		var b strings.Builder
		for range 2 + rnd.IntN(10) {
			b.WriteString(snippets[rnd.IntN(len(snippets))] + strings.Repeat("\n", 1+rnd.IntN(2)))
		}
		compareMemory(t, &m, b.String(), nil)
	}
}

// TestMemoryForgets keeps what it remembers within its bound, and meets bounds of a body as Say does.
func TestMemoryForgets(t *testing.T) {
	t.Parallel()
	var m Memory
	for i := range 40 {
		m.Say(bytes.Repeat([]byte{byte('a' + i%26)}, memorySize/8+i), nil)
	}
	kept := 0
	for _, g := range []map[string]*part{m.young, m.old} {
		for text := range g {
			kept += len(text)
		}
	}
	if kept > 2*memorySize {
		t.Errorf("%d bytes are kept", kept)
	}
	table := "\n# Table\n\n" + strings.Repeat("|a", 60) + "\n" + strings.Repeat("|-", 60) + "\n" +
		strings.Repeat(strings.Repeat("|c", 60)+"\n", 500)
	compareMemory(t, &m, strings.Repeat(table, 5), nil) // more cells than a body may have, though no part has them
	compareMemory(t, &m, strings.Repeat("# a\n\n", maxLines/2+1), nil)
	compareMemory(t, &m, strings.Repeat("x", MaxSource+1), nil)
}

// TestCuts tells where parts begin.
func TestCuts(t *testing.T) {
	t.Parallel()
	for src, want := range map[string]int{
		"":                                     1,
		"a\n\n# b\n\nc\n\n## d\n":              3,
		"a\n# b\n":                             1, // no empty line before it
		"```\n\n# b\n\n```\n\n# c\n":           2,
		"~~~~\n\n# b\n\n~~~\n\n# c\n":          1,
		"<!--\n\n# b\n\n-->\n\n# c\n":          2,
		"a <!--\n\n# b\n":                      2,
		"- a\n\n  # b\n\n# c\n":                2,
		"[a]: b\n\n# c\n":                      1,
		"[a](b)\n\n# c\n":                      2,
		"[[A]]: b\n\n# c\n":                    2,
		"[[A]](b)\n\n[c\\]]: d\n\n# c\n":       1,
		"<div>\n\n# c\n":                       1,
		"::: note\n\n# c\n":                    1,
		"a\r\n\r\n# b\r\n":                     2,
		"    ```\n\n# b\n":                     1,
		"# a\n\n#b\n\n####### c\n\n#\n\n# d\n": 2,
	} {
		if got := partsOf([]byte(src)); len(got) != want {
			t.Errorf("%q is cut at %v, want %d parts", src, got, want)
		}
	}
}

// FuzzMemory says of anything what Say does.
func FuzzMemory(f *testing.F) {
	for i, body := range exampleBodies(f) {
		if i%10 == 0 {
			f.Add(body, "more")
		}
	}
	for _, s := range snippets {
		f.Add("a\n\n# b\n\nc\n\n# d\n\ne", s)
	}
	var m Memory
	f.Fuzz(func(t *testing.T, src, more string) {
		at := len(src) / 2
		compareMemory(t, &m, src, nil)
		compareMemory(t, &m, src[:at]+"\n"+more+"\n"+src[at:], nil)
	})
}
