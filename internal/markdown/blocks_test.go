package markdown

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBlocks(t *testing.T) {
	t.Parallel()
	src := "# Rules\n\n<!-- covers: 8.5 -->\n\nA *new* **rule** in `code`,\nsee [the plan](../plan.md) and [[POL-CHG]].\n\n" +
		"- [x] one\n\n  more\n  1. in\n- ~~two~~\n\n> quoted\n\n| A | B |\n|---|---|\n| 1 | `2` |\n\n```go\nx := 1\n\ny\n```\n\nTerm\n: " +
		"means\n\nnote[^1]\n\n---\n\n<?x?>\n\n[^1]: a note\n"
	got, err := Blocks([]byte(src), 5)
	if err != nil {
		t.Fatal(err)
	}
	want := []Block{
		{Kind: BlockHeading, Level: 1, Cells: [][]Run{{{"Rules", 0}}}, Source: "Rules", Line: 5},
		{Kind: BlockComment, Cells: [][]Run{{{"covers: 8.5", 0}}}, Source: "<!-- covers: 8.5 -->", Line: 7},
		{Kind: BlockParagraph, Line: 9, Source: "A *new* **rule** in `code`,\nsee [the plan](../plan.md) and [[POL-CHG]].",
			Cells: [][]Run{{{"A ", 0}, {"new", Emphasis}, {" ", 0}, {"rule", Strong}, {" in ", 0}, {"code", Code}, {", see the plan", 0},
				{"plan", Target},
				{" and POL-CHG", 0}, {"POL-CHG", Target}, {".", 0}}}},
		{Kind: BlockItem, Depth: 1, Marker: "•", Cells: [][]Run{{{"[x] one", 0}}}, Source: "[x] one", Line: 12},
		{Kind: BlockParagraph, Depth: 1, Cells: [][]Run{{{"more", 0}}}, Source: "more", Line: 14},
		{Kind: BlockItem, Depth: 2, Marker: "1.", Cells: [][]Run{{{"in", 0}}}, Source: "in", Line: 15},
		{Kind: BlockItem, Depth: 1, Marker: "•", Cells: [][]Run{{{"two", Struck}}}, Source: "~~two~~", Line: 16},
		{Kind: BlockParagraph, Quote: 1, Cells: [][]Run{{{"quoted", 0}}}, Source: "quoted", Line: 18},
		{Kind: BlockRow, Head: true, Cells: [][]Run{{{"A", 0}}, {{"B", 0}}}, Source: "A | B", Line: 20},
		{Kind: BlockRow, Cells: [][]Run{{{"1", 0}}, {{"2", Code}}}, Source: "1 | `2`", Line: 22},
		{Kind: BlockCode, Language: "go", Cells: [][]Run{{{"x := 1\n\ny", Code}}}, Source: "x := 1\n\ny\n", Line: 25},
		{Kind: BlockTerm, Cells: [][]Run{{{"Term", 0}}}, Source: "Term", Line: 30},
		{Kind: BlockParagraph, Depth: 1, Cells: [][]Run{{{"means", 0}}}, Source: "means", Line: 31},
		{Kind: BlockParagraph, Cells: [][]Run{{{"note[^]", 0}}}, Source: "note[^1]", Line: 33},
		{Kind: BlockHTML, Cells: [][]Run{{{"<?x?>", 0}}}, Source: "<?x?>", Line: 37},
		{Kind: BlockNote, Marker: "1", Cells: [][]Run{{{"a note", 0}}}, Source: "a note", Line: 39},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestBlocksBeyondBounds(t *testing.T) {
	t.Parallel()
	if _, err := Blocks([]byte(strings.Repeat("x", MaxSource+1)), 1); err == nil {
		t.Error("no error")
	}
}

// FuzzBlocks wants that the blocks say what Prose says: a redline is drawn from the one, and whether a change is one
// of substance is judged by the other.
func FuzzBlocks(f *testing.F) {
	for _, s := range []string{"# A\n\ntext *b* ~~c~~ [l](x/y.md#z)\n", "- [ ] a\n  > b\n\n      c\n", "|a|b|\n|-|-|\n|1|\n",
		"a[^1]\n\n[^1]: n\n\n    ```\n    x\n    ```\n",
		"<div>\n<!-- c -->\nx\n</div>\n", "t\n: d\n\n[[A#b|c]] [[§1]] <http://x.y> ![i](j.png)\n", "***\n\n1) x\n2) \n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		blocks, err := Blocks([]byte(src), 1)
		if err != nil {
			return
		}
		var got strings.Builder
		for _, b := range blocks {
			if b.Kind == BlockComment {
				continue
			}
			for _, cell := range b.Cells {
				got.WriteString(proseOf(cell) + "\n")
			}
		}
		if diff := cmp.Diff(words(Prose([]byte(src))), words(got.String())); diff != "" {
			t.Errorf("%q (-prose +blocks):\n%s", src, diff)
		}
		if again, _ := Blocks([]byte(src), 1); !cmp.Equal(blocks, again) {
			t.Error("two readings differ")
		}
	})
}

// proseOf writes runs as Prose does.
func proseOf(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		if r.Style&Target != 0 {
			fmt.Fprintf(&b, " <%s>", r.Text)
			continue
		}
		b.WriteString(r.Text)
	}
	return b.String()
}

// words gives a text without spaces and marks of strikethrough, whose place beside links and in nesting may differ.
func words(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "~", "")), "")
}
