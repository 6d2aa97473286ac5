package redline

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/markdown"
)

// TestTokens wants words with what joins them, signs alone, and spaces as they count.
func TestTokens(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		code bool
		runs []string // "->" in front of a target, "~" of struck text
		want []string
	}{
		"words and signs":  {false, []string{"One, two (three)."}, []string{"One", ",", " two", " (", "three", ")", "."}},
		"spaces are one":   {false, []string{"  One \t two  "}, []string{"One", " two"}},
		"lines are spaces": {false, []string{"One\n  two"}, []string{"One", " two"}},
		"words that are joined": {false, []string{"PRO-REQ 99.9 don't it’s a_b a:b a/b c@d"},
			[]string{"PRO-REQ", " 99.9", " don't", " it’s", " a_b", " a:b", " a/b", " c@d"}},
		"a joint at the end is a sign": {false, []string{"end. -start a- -- b"}, []string{"end", ".", " -", "start", " a", "-", " -", "-", " b"}},
		"a mark belongs to its letter": {false, []string{"re\u0301sume\u0301"}, []string{"re\u0301sume\u0301"}},
		"scripts without spaces":       {false, []string{"変更は5日"}, []string{"変", "更", "は", "5", "日"}},
		"a box that is ticked":         {false, []string{"[x] done"}, []string{"[x]", " done"}},
		"a box that is not":            {false, []string{"[ ] open"}, []string{"[ ]", " open"}},
		"no box":                       {false, []string{"[y] done"}, []string{"[", "y", "]", " done"}},
		"no box without a space":       {false, []string{"[x]done"}, []string{"[", "x", "]", "done"}},
		"no box further on":            {false, []string{"so [x] done"}, []string{"so", " [", "x", "]", " done"}},
		"a space at the end of a run":  {false, []string{"one ", "two"}, []string{"one", " two"}},
		"no space between runs":        {false, []string{"one", "two"}, []string{"one", "two"}},
		"code keeps its indents":       {true, []string{"if x {\n\t\ty  z\n\n  }"}, []string{"if", " x", " {", "\n\t\ty", "  z", "\n\n  }"}},
		"code drops space at line end": {true, []string{"a  \n\t\n  b"}, []string{"a", "\n\n  b"}},
		"code keeps its first indent":  {true, []string{"  a"}, []string{"  a"}},
		"a target":                     {false, []string{"the plan", "->plan", " here"}, []string{"the", " plan", " plan", " here"}},
		"a target that is its words":   {false, []string{"plan", "->plan"}, []string{"plan"}},
		"nothing":                      {false, nil, nil},
		"spaces alone":                 {false, []string{"  "}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var runs []markdown.Run
			for _, text := range c.runs {
				target, is := strings.CutPrefix(text, "->")
				r := markdown.Run{Text: target}
				if is {
					r.Style = markdown.Target
				}
				runs = append(runs, r)
			}
			var got []string
			for _, x := range newComparer().tokens(runs, c.code) {
				got = append(got, x.space+x.text)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestTokensThatSayTheSame wants two words to be one only where they mean the same.
func TestTokensThatSayTheSame(t *testing.T) {
	t.Parallel()
	c := newComparer()
	id := func(text string, style markdown.Style) int32 { return c.token("", text, style).id }
	plain := id("word", 0)
	if id("word", 0) != plain || id("word", markdown.Strong) != plain {
		t.Error("emphasis makes another word of it")
	}
	if id("word", markdown.Struck) == plain || id("word", markdown.Target) == plain || id("other", 0) == plain {
		t.Error("a struck word, a target or another word is taken for it")
	}
}

// TestTokenize wants blocks to be equal where texts, spaces and cells are, and to weigh as much as their letters.
func TestTokenize(t *testing.T) {
	t.Parallel()
	c := newComparer()
	row := func(cells ...string) block {
		b := markdown.Block{Kind: markdown.BlockRow}
		for _, cell := range cells {
			b.Cells = append(b.Cells, []markdown.Run{{Text: cell}})
		}
		return c.tokenize(b)
	}
	one := row("one two", "3, four")
	if one.weight != 11 || len(one.bag) != 4 {
		t.Errorf("weight %d, %d words; want 11 and 4", one.weight, len(one.bag))
	}
	if again := row("one  two", "3, four"); again.key != one.key {
		t.Error("two spaces make another row")
	}
	for _, other := range []block{row("one", "two 3, four"), row("onetwo", "3, four"), row("one two", "3,four"),
		row("one two", "3, four", ""), row("one two 3, four")} {
		if other.key == one.key {
			t.Errorf("%q is taken for the same", textOf(other.cells[0]))
		}
	}
}

// TestIslands wants words that stayed between two rewritten passages shown as such where they are four letters or more.
func TestIslands(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ old, new, want string }{
		{"alpha beta of it gamma delta", "omega sigma of it kappa lambda", "[-alpha beta-]{+omega sigma+} of it [-gamma delta-]{+kappa lambda+}"},
		{"alpha beta with gamma delta", "omega sigma with kappa lambda", "[-alpha beta-]{+omega sigma+} with [-gamma delta-]{+kappa lambda+}"},
		{"alpha beta the gamma delta", "omega sigma the kappa lambda", "[-alpha beta the gamma delta-]{+omega sigma the kappa lambda+}"},
		{"alpha beta a b gamma delta", "omega sigma a b kappa lambda", "[-alpha beta a b gamma delta-]{+omega sigma a b kappa lambda+}"},
		{"a b the gamma delta", "o s the kappa lambda", "[-a b-]{+o s+} the [-gamma delta-]{+kappa lambda+}"},
		{"alpha beta the c d", "omega sigma the k l", "[-alpha beta-]{+omega sigma+} the [-c d-]{+k l+}"},
		{"the gamma delta", "the kappa lambda", "the [-gamma delta-]{+kappa lambda+}"},
		{"alpha beta the", "omega sigma the", "[-alpha beta-]{+omega sigma+} the"},
	} {
		cmpr := newComparer()
		var b strings.Builder
		drawCell(&b, cmpr.cell(cmpr.plain(c.old), cmpr.plain(c.new)))
		if b.String() != c.want {
			t.Errorf("got  %s\nwant %s", b.String(), c.want)
		}
	}
}

func newComparer() *comparer {
	return &comparer{words: map[word]int32{}, budget: newBudget(0)}
}
