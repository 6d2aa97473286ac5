package redline

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/markdown"
	"clausebook/internal/strictyaml"
)

// text makes a version of a body and of front matter in YAML.
func text(front, body string) Text {
	node, _ := strictyaml.Parse([]byte(front), 2, strictyaml.Limits{})
	return Text{Front: node, Block: front, Body: []byte(body), BodyLine: 1}
}

// marks are what the sketch of a block opens with.
var marks = map[Change]string{Same: "  ", Changed: "~ ", Inserted: "+ ", Deleted: "- ", Moved: "> ", Left: "< "}

// sketch draws the blocks in one line each: [-deleted-]{+inserted+}.
func sketch(r Redline) string {
	var b strings.Builder
	for _, x := range r.Blocks {
		b.WriteString(marks[x.Change])
		if x.Reformatted {
			b.WriteString("(reformatted) ")
		}
		for i, cell := range x.Cells {
			if i > 0 {
				b.WriteString(" | ")
			}
			drawCell(&b, cell)
		}
		if x.Change == Left {
			fmt.Fprintf(&b, "(line %d to %d)", x.OldLine, x.NewLine)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func drawCell(b *strings.Builder, c Cell) {
	for _, s := range c.Segments {
		switch s.Change {
		case Inserted:
			b.WriteString("{+" + s.Text + "+}")
		case Deleted:
			b.WriteString("[-" + s.Text + "-]")
		default:
			b.WriteString(s.Text)
		}
	}
}

func TestCompareBodies(t *testing.T) {
	t.Parallel()
	const (
		a = "The quick brown fox jumps over the lazy dog near the river and sits" // 54 letters, where 60 are needed
		b = a + " down there"
		c = "The quick brown fox jumps over the lazy dog near the old river and sits down"
	)
	for name, tt := range map[string]struct{ old, new, want string }{
		"words": {"Changes are approved within 5 days.", "Changes are approved within 10 working days.",
			"~ Changes are approved within [-5-]{+10 working+} days.\n"},
		"first word":                          {"New text stays here.", "Brand New text stays here.", "~ {+Brand +}New text stays here.\n"},
		"last word":                           {"Text stays here today.", "Text stays here.", "~ Text stays here[- today-].\n"},
		"a space is a change of words":        {"Use foo (bar) here.", "Use foo(bar) here.", "~ Use foo[- -](bar) here.\n"},
		"wrapping and emphasis are no change": {"One *two* three\nfour.", "One two **three** four.", "  (reformatted) One two three four.\n"},
		"heading level":                       {"## Scope\n\nText.", "### Scope\n\nText.", "  (reformatted) Scope\n  Text.\n"},
		"paragraph to item":                   {"The first rule holds.", "- The first rule holds.", "  (reformatted) The first rule holds.\n"},
		"inserted block":                      {"One.\n\nThree.", "One.\n\nTwo.\n\nThree.", "  One.\n+ {+Two.+}\n  Three.\n"},
		"deleted block":                       {"One.\n\nTwo.\n\nThree.", "One.\n\nThree.", "  One.\n- [-Two.-]\n  Three.\n"},
		"rewritten block": {"Alpha beta gamma.", "Something else entirely.",
			"- [-Alpha beta gamma.-]\n+ {+Something else entirely.+}\n"},
		"item": {"- one thing\n- two things\n", "- one thing\n- two small things\n- three\n",
			"  one thing\n~ two{+ small+} things\n+ {+three+}\n"},
		"row": {"| A | B |\n|---|---|\n| x | 1 |\n| y | 2 |\n",
			"| A | B |\n|---|---|\n| x | 1 |\n| y | 3 |\n| z | 4 |\n", "  A | B\n  x | 1\n~ y | [-2-]{+3+}\n+ {+z+} | {+4+}\n"},
		"column": {"| A | C |\n|---|---|\n| x | 1 |\n", "| A | B | C |\n|---|---|---|\n| x | new | 1 |\n",
			"~ A | {+B+} | C\n~ x | {+new+} | 1\n"},
		"code": {"```\nif x {\n\ty\n}\n```\n", "```\nif x {\n\tz\n}\n```\n", "~ if x {\n\t[-y-]{+z+}\n}\n"},
		"link target": {"See [the plan](a/plan.md).", "See [the plan](a/other.md).",
			"~ See the plan [-plan-]{+other+}.\n"},
		"moved file": {"See [the plan](a/plan.md).", "See [the plan](b/plan.md).",
			"  (reformatted) See the plan plan.\n"},
		"struck": {"This rule holds always.", "~~This~~ rule holds always.",
			"~ [-This-]{+This+} rule holds always.\n"},
		"task": {"- [ ] the thing is done", "- [x] the thing is done", "~ [-[ ]-]{+[x]+} the thing is done\n"},
		"comment": {"# A\n\n<!-- covers: 8.5 -->\n", "# A\n\n<!-- covers: 8.5, 8.6 -->\n",
			"  A\n~ covers: 8.5{+, 8.6+}\n"},
		"moved": {"First paragraph of text.\n\nSecond paragraph here.\n\nThird paragraph follows.\n\nFourth one as well.",
			"Second paragraph here.\n\nThird paragraph follows.\n\nFourth one as well.\n\nFirst paragraph of text.",
			"< (line 1 to 7)\n  Second paragraph here.\n  Third paragraph follows.\n  Fourth one as well.\n> First paragraph of text.\n"},
		"the same text moved twice": {"The same words stand here twice.\n\nOne stays.\n\nThe same words stand here twice.\n\nTwo stays.\n" +
			"\nThree stays.",
			"One stays.\n\nTwo stays.\n\nThree stays.\n\nThe same words stand here twice.\n\nThe same words stand here twice.",
			"< (line 1 to 7)\n  One stays.\n< (line 5 to 9)\n  Two stays.\n  Three stays.\n> The same words stand here twice.\n" +
				"> The same words stand here twice.\n"},
		"moved once, and written once more": {"The same words stand here twice.\n\nOne stays.\n\nTwo stays.\n\nThree stays.",
			"One stays.\n\nTwo stays.\n\nThree stays.\n\nThe same words stand here twice.\n\nThe same words stand here twice.",
			"< (line 1 to 7)\n  One stays.\n  Two stays.\n  Three stays.\n> The same words stand here twice.\n" +
				"+ {+The same words stand here twice.+}\n"},
		"moved section": {"# A\n\nThe text of the first section.\n\n# B\n\nThe text of the second section.\n\nIt is longer than the first.\n",
			"# B\n\nThe text of the second section.\n\nIt is longer than the first.\n\n# A\n\nThe text of the first section.\n",
			"< (line 1 to 7)\n< (line 3 to 9)\n  B\n  The text of the second section.\n  It is longer than the first.\n> A\n> The text of the " +
				"first section.\n"},
		"moved and changed": {"The quick brown fox jumps over the lazy dog near the old river bank every morning in spring.\n\nOne " +
			"stays.\n\nTwo stays.", "One stays.\n\nTwo stays.\n\nThe quick brown fox jumps over the lazy dog near the old river bank every " +
			"evening in spring.",
			"< (line 1 to 5)\n  One stays.\n  Two stays.\n> The quick brown fox jumps over the lazy dog near the old river bank every " +
				"[-morning-]{+evening+} in spring.\n"},
		"moved and lengthened, too short to be known": {a + ".\n\nOne stays.\n\nTwo stays.", "One stays.\n\nTwo stays.\n\n" + b + ".",
			"- [-" + a + ".-]\n  One stays.\n  Two stays.\n+ {+" + b + ".+}\n"},
		"moved and shortened, too short to be known": {b + ".\n\nOne stays.\n\nTwo stays.", "One stays.\n\nTwo stays.\n\n" + a + ".",
			"- [-" + b + ".-]\n  One stays.\n  Two stays.\n+ {+" + a + ".+}\n"},
		"moved and lengthened": {c + ".\n\nOne stays.\n\nTwo stays.", "One stays.\n\nTwo stays.\n\n" + c + " now.",
			"< (line 1 to 5)\n  One stays.\n  Two stays.\n> " + c + "{+ now+}.\n"},
		"a lone word is no island": {"The clerk sorts and files requests of customers by hand each morning.",
			"The clerk sorts and files applications of employees by hand each morning.",
			"~ The clerk sorts and files [-requests of customers-]{+applications of employees+} by hand each morning.\n"},
		"scripts without spaces": {"変更は五日以内に承認される", "変更は十日以内に承認される", "~ 変更は[-五-]{+十+}日以内に承認される\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := sketch(Compare(text("", tt.old), text("", tt.new)))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestCompareFrontMatter(t *testing.T) {
	t.Parallel()
	old := "id: A\nversion: \"1.0\"\nfulfils: [a, b]\ntargets:\n  - {name: Availability, target: 99.5 %}\n  - {name: Reply, target: 1 " +
		"h}\nnotes: gone\nsame: 1\n"
	is := "id: A\nversion: 1.1\nsame: \"1\"\nfulfils: [a, b, c]\ntargets:\n  - {name: New, target: x}\n  - {name: Availability, target: " +
		"99.9 %}\n  - {name: Reply, target: 1 h}\nempty:\n"
	r := Compare(text(old, ""), text(is, ""))
	var got []string
	for _, f := range r.Fields {
		var b strings.Builder
		drawCell(&b, Cell{Segments: f.Segments})
		got = append(got, fmt.Sprintf("%s %s: %s", f.Change, f.Key, b.String()))
	}
	want := []string{
		"changed version: [-1.0-]{+1.1+}",
		"changed fulfils: a, b{+, c+}",
		"inserted targets[New].name: {+New+}",
		"inserted targets[New].target: {+x+}",
		"changed targets[Availability].target: [-99.5-]{+99.9+} %",
		"inserted empty: ",
		"deleted notes: [-gone-]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestCompareLists wants the items of lists told apart by what names them, else by their number.
func TestCompareLists(t *testing.T) {
	t.Parallel()
	old := "steps:\n  - {do: a}\n  - {do: b}\n  - plain\nby:\n  - {id: x, name: N, n: 1}\n  - {title: T, n: 1}\nempty: []\n" +
		"map: {a.b: 1, a: {b: 2}}\n"
	is := "steps:\n  - {do: a}\n  - {do: c}\n  - other\nby:\n  - {id: x, name: N, n: 2}\n  - {title: T, n: 2}\nempty: [a]\n" +
		"map: {a.b: 1, a: {b: 3}}\n"
	r := Compare(text(old, ""), text(is, ""))
	var got []string
	for _, f := range r.Fields {
		got = append(got, fmt.Sprintf("%s %s: %q %q", f.Change, f.Key, f.Old, f.New))
	}
	want := []string{`changed steps[2].do: "b" "c"`, `changed steps[3]: "plain" "other"`, `changed by[x].n: "1" "2"`,
		`changed by[T].n: "1" "2"`,
		`changed empty: "" "a"`, `changed map.a.b (2): "2" "3"`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if same := Compare(text(old, ""), text(old+"# a comment\n", "")); len(same.Fields) != 0 || !same.Empty() {
		t.Errorf("a comment is taken for a change: %+v", same.Fields)
	}
}

func TestCompareUnreadFrontMatter(t *testing.T) {
	t.Parallel()
	r := Compare(text("id: [A", ""), text("id: A", ""))
	if len(r.Fields) != 1 || r.Fields[0].Key != WholeFront || r.Fields[0].Old != "id: [A" || len(r.Notes) != 1 {
		t.Errorf("got %+v", r)
	}
}

func TestCompareCounts(t *testing.T) {
	t.Parallel()
	r := Compare(text("", "# A\n\nStays as it is.\n\n*Set* otherwise.\n\nOne word of this is old.\n\nGoes away entirely.\n"),
		text("", "# A\n\nStays as it is.\n\n**Set** otherwise.\n\nOne word of this is new.\n\nNever seen before this, ever.\n"))
	want := Counts{Same: 3, Reformatted: 1, Changed: 1, Inserted: 1, Deleted: 1}
	want.Words.Inserted, want.Words.Deleted = 6, 4
	if diff := cmp.Diff(want, r.Counts); diff != "" || r.Empty() {
		t.Errorf("empty %v (-want +got):\n%s", r.Empty(), diff)
	}
}

// TestCountsMoved wants that a block that was moved counts once, and that it is a change.
func TestCountsMoved(t *testing.T) {
	t.Parallel()
	r := Compare(text("", "The first paragraph of the text.\n\nOne stays.\n\nTwo stays.\n"),
		text("", "One stays.\n\nTwo stays.\n\nThe first paragraph of the text.\n"))
	if diff := cmp.Diff(Counts{Same: 2, Moved: 1}, r.Counts); diff != "" || r.Empty() {
		t.Errorf("empty %v (-want +got):\n%s", r.Empty(), diff)
	}
}

// TestEmpty wants that each kind of change alone is one, and that another way to write the same is none.
func TestEmpty(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		r     Redline
		empty bool
	}{
		"nothing": {Redline{}, true}, "written otherwise": {Redline{Counts: Counts{Same: 3, Reformatted: 1}}, true},
		"a field": {Redline{Fields: []Field{{Key: "a"}}}, false}, "changed": {Redline{Counts: Counts{Changed: 1}}, false},
		"inserted": {Redline{Counts: Counts{Inserted: 1}}, false}, "deleted": {Redline{Counts: Counts{Deleted: 1}}, false},
		"moved": {Redline{Counts: Counts{Moved: 1}}, false}, "one for another": {Redline{Counts: Counts{Inserted: 1, Deleted: 1}}, false},
		"one for two": {Redline{Counts: Counts{Changed: 1, Inserted: 1, Deleted: 2}}, false},
	} {
		if c.r.Empty() != c.empty {
			t.Errorf("%s: empty %v, want %v", name, !c.empty, c.empty)
		}
	}
}

// TestSummary wants every count that is not nothing in the line, and no other.
func TestSummary(t *testing.T) {
	t.Parallel()
	c := Counts{Same: 9, Reformatted: 2, Changed: 3, Inserted: 1, Deleted: 5, Moved: 6}
	numbers := regexp.MustCompile(`\d+`)
	if got := numbers.FindAllString(c.Summary(1), -1); !slices.Equal(got, []string{"1", "3", "1", "5", "6", "2", "7"}) {
		t.Errorf("numbers %v in %q", got, c.Summary(1))
	}
	if got := numbers.FindAllString(Counts{}.Summary(0), -1); len(got) != 0 || (Counts{}).Summary(0) == "" {
		t.Errorf("numbers %v in %q", got, Counts{}.Summary(0))
	}
	one, two := Counts{Moved: 1}.Summary(0), Counts{Moved: 2}.Summary(0)
	if one == two || strings.Replace(one, "1", "2", 1) == two {
		t.Errorf("one and several are counted in the same words: %q, %q", one, two)
	}
}

func TestCompareSaysWhereLayoutAloneDiffers(t *testing.T) {
	t.Parallel()
	r := Compare(text("", "a\n\n---\n\nb\n"), text("", "a\n\nb\n"))
	if !r.Empty() || len(r.Notes) != 1 {
		t.Errorf("got %+v", r)
	}
}

func TestCompareTextBeyondBounds(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("some words in a line\n", 60_000)
	r := Compare(text("", long), text("", long+"one more line\n"))
	if r.Counts.Inserted != 1 || r.Counts.Deleted+r.Counts.Changed != 0 || len(r.Notes) != 2 || !strings.Contains(r.Notes[0], "by its lines") {
		t.Errorf("counts %+v, notes %q", r.Counts, r.Notes)
	}
}

// TestCellsTell wants each cell of a row to say whether it changed, and the row's first cell alone to make no pair of two heads.
func TestCellsTell(t *testing.T) {
	t.Parallel()
	table := func(head, row string) Text { return text("", head+"\n|---|---|---|\n"+row+"\n") }
	r := Compare(table("| Risk | Owner | Due |", "| Flood | the manager of sites | May |"),
		table("| Risk | Owner | Due |", "| Flood | the manager of works | May |"))
	var got []Change
	for _, cell := range r.Blocks[1].Cells {
		got = append(got, cell.Change)
	}
	if !slices.Equal(got, []Change{Same, Changed, Same}) {
		t.Errorf("the cells say %q", got)
	}
	other := Compare(table("| Risk | alpha beta gamma | delta epsilon |", "| x | y | z |"),
		table("| Risk | one two three | four five |", "| x | y | z |"))
	if other.Blocks[0].Change == Changed || other.Counts.Changed > 0 {
		t.Errorf("a head became another that shares its first cell alone:\n%s", sketch(other))
	}
	rows := Compare(table("| Risk | a | b |", "| Flood | alpha beta gamma | delta epsilon |"), table("| Risk | a | b |", "| Flood | one two three | four five |"))
	if rows.Counts.Changed != 1 {
		t.Errorf("a row that keeps its first cell is another:\n%s", sketch(rows))
	}
}

// TestManyBlocksThatOnlyGo wants no note on blocks that nothing was compared with.
func TestManyBlocksThatOnlyGo(t *testing.T) {
	t.Parallel()
	one, many := "One paragraph stays.\n\n", numbered("paragraph %d\n\n", 1500)
	for name, r := range map[string]Redline{
		"gone": Compare(text("", one+many), text("", one)), "new": Compare(text("", one), text("", one+many)),
	} {
		if len(r.Notes) > 0 || r.Counts.Inserted+r.Counts.Deleted != 1500 {
			t.Errorf("%s: notes %q, counts %+v", name, r.Notes, r.Counts)
		}
	}
}

// TestComparableKinds wants text that flows to become any other such text, and nothing else to become another kind.
func TestComparableKinds(t *testing.T) {
	t.Parallel()
	of := func(kind string, head bool) (b block) {
		b.Kind, b.Head = markdown.BlockKind(kind), head
		return b
	}
	for _, c := range []struct {
		from, to string
		want     bool
	}{
		{"paragraph", "item", true}, {"item", "note", true}, {"note", "paragraph", true}, {"paragraph", "note", true}, {"row", "row", true},
		{"paragraph", "row", false}, {"code", "item", false}, {"heading", "paragraph", false},
	} {
		if got := comparable(of(c.from, false), of(c.to, false)); got != c.want {
			t.Errorf("a %s may become a %s: %v", c.from, c.to, got)
		}
	}
	if comparable(of("row", true), of("row", false)) {
		t.Error("the head of a table may become a row")
	}
}

// TestLinesOfBoth wants the lines of a block in both versions, whatever became of it.
func TestLinesOfBoth(t *testing.T) {
	t.Parallel()
	r := Compare(text("", "One stays.\n\nTwo words change here.\n"), text("", "Zero is new.\n\nOne stays.\n\nTwo words changed here.\n"))
	var got []string
	for _, b := range r.Blocks {
		got = append(got, fmt.Sprint(b.Change, " ", b.OldLine, " ", b.NewLine))
	}
	if want := []string{"inserted 0 1", "same 1 3", "changed 3 5"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestNotesAreSaidOnce wants a note where a bound was met, and once.
func TestNotesAreSaidOnce(t *testing.T) {
	t.Parallel()
	c := newComparer()
	c.note(noteNear)
	c.note(noteReplaced)
	c.note(noteNear)
	if !slices.Equal(c.notes, []string{noteNear, noteReplaced}) {
		t.Errorf("notes %q", c.notes)
	}
}
