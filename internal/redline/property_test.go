package redline

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// sides reads both versions off a redline: the texts of the cells of each block.
func sides(t *testing.T, r Redline) (old, new [][]string) {
	t.Helper()
	for n, b := range r.Blocks {
		if b.Change == Left || b.Change == Moved {
			if p := r.Blocks[b.Peer]; p.Peer != n || p.Change == b.Change {
				t.Fatalf("block %d and its peer %d do not belong together", n, b.Peer)
			}
		}
		if b.Change == Left {
			b.Cells = r.Blocks[b.Peer].Cells
		}
		var was, is []string
		for _, c := range b.Cells {
			if c.Change != Inserted {
				was = append(was, c.Was())
			}
			if c.Change != Deleted {
				is = append(is, c.Is())
			}
		}
		switch b.Change {
		case Same, Changed:
			old, new = append(old, was), append(new, is)
		case Inserted, Moved:
			new = append(new, is)
		case Deleted, Left:
			old = append(old, was)
		}
	}
	return old, new
}

// wanted gives the texts of the cells of each block of a version.
func wanted(v Text) [][]string {
	c := &comparer{words: map[word]int32{}}
	var out [][]string
	for _, b := range c.blocks(Read(v).blocks) {
		var cells []string
		for _, cell := range b.cells {
			cells = append(cells, textOf(cell))
		}
		out = append(out, cells)
	}
	return out
}

// check holds a redline against its two versions.
func check(t *testing.T, was, is Text) {
	t.Helper()
	r := Compare(was, is)
	old, new := sides(t, r)
	if diff := cmp.Diff(wanted(was), old); diff != "" {
		t.Errorf("the older version is not what the redline says (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(wanted(is), new); diff != "" {
		t.Errorf("the newer version is not what the redline says (-want +got):\n%s", diff)
	}
	if again := Compare(was, is); !cmp.Equal(r, again) {
		t.Error("two comparisons differ")
	}
	checkChanges(t, r, was, is)
	for _, v := range []Text{was, is} {
		if self := Compare(v, v); !self.Empty() || self.Counts.Reformatted > 0 {
			t.Errorf("a version differs from itself: %+v", self.Counts)
		}
	}
}

// checkChanges holds that what is shown of a redline is the same where the rest was not taken apart.
func checkChanges(t *testing.T, r Redline, was, is Text) {
	t.Helper()
	for around := range 4 {
		changes := Changes(Read(was), Read(is), around)
		if !cmp.Equal(changes.Counts, r.Counts) || !cmp.Equal(changes.Notes, r.Notes) || !cmp.Equal(changes.Fields, r.Fields) {
			t.Errorf("%d around: other counts, notes or fields", around)
		}
		all, some := r.Parts(around), changes.Parts(around)
		for i, p := range some {
			if !p.Folded && i < len(all) && !cmp.Equal(p, all[i]) || len(some) != len(all) || len(p.Blocks) != len(all[i].Blocks) {
				t.Errorf("%d around: part %d differs: %s", around, i, cmp.Diff(all, some))
			}
		}
	}
}

// TestRandomEdits makes documents of random blocks, edits them at random and holds the redline against both.
func TestRandomEdits(t *testing.T) {
	t.Parallel()
	for seed := range uint64(150) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		var blocks []string
		for range 1 + rnd.IntN(25) {
			blocks = append(blocks, randomBlock(rnd))
		}
		edited := slices.Clone(blocks)
		for range rnd.IntN(8) {
			edited = edit(rnd, edited)
		}
		check(t, text("v: 1", strings.Join(blocks, "\n\n")), text("v: 2", strings.Join(edited, "\n\n")))
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func randomWords(rnd *rand.Rand, n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("w%d", rnd.IntN(60))
	}
	return strings.Join(out, " ")
}

func randomBlock(rnd *rand.Rand) string {
	n := 1 + rnd.IntN(20)
	switch rnd.IntN(6) {
	case 0:
		return "## " + randomWords(rnd, 1+rnd.IntN(3))
	case 1:
		return "- " + randomWords(rnd, n) + "\n- **" + randomWords(rnd, 2) + "** " + randomWords(rnd, n)
	case 2:
		return "| a | b |\n|---|---|\n| " + randomWords(rnd, 1) + " | " + randomWords(rnd, n) + " |\n| x |"
	case 3:
		return "```\n" + randomWords(rnd, n) + "\n  " + randomWords(rnd, 2) + "\n```"
	case 4:
		return "> " + randomWords(rnd, n) + ", [" + randomWords(rnd, 1) + "](" + randomWords(rnd, 1) + ".md)."
	}
	return randomWords(rnd, n) + "."
}

func edit(rnd *rand.Rand, blocks []string) []string {
	at := rnd.IntN(len(blocks) + 1)
	if at == len(blocks) || len(blocks) < 2 {
		return slices.Insert(blocks, at, randomBlock(rnd))
	}
	switch rnd.IntN(4) {
	case 0:
		return slices.Delete(blocks, at, at+1)
	case 1:
		moved := blocks[at]
		blocks = slices.Delete(blocks, at, at+1)
		return slices.Insert(blocks, rnd.IntN(len(blocks)+1), moved)
	case 2:
		blocks[at] = strings.Replace(blocks[at], "w1", randomWords(rnd, 2), 1)
		return blocks
	}
	return slices.Insert(blocks, at, randomBlock(rnd))
}

func FuzzCompare(f *testing.F) {
	for _, s := range [][4]string{{"v: 1", "# A\n\ntext\n", "v: 2", "# A\n\nother *text*\n"}, {"a: [1, {b: 2}]", "| a |\n|-|\n| b |\n",
		"a.b: [", "| a | c |\n|-|-|\n| b |\n"},
		{"", "- [ ] a\n- b\n", "", "1. b\n2. [x] a\n"}, {"", "```\na\n  b\n```\n", "", "    a\n    b\n"}, {"", "~~a~~ [b](c) \x08 a\x08\n", "",
			"a [b](d) [[c]]\n"}} {
		f.Add(s[0], s[1], s[2], s[3])
	}
	f.Fuzz(func(t *testing.T, front, body, newFront, newBody string) {
		check(t, text(front, body), text(newFront, newBody))
	})
}

// TestMatchIsLongest holds the alignment of short sequences against the textbook's.
func TestMatchIsLongest(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		a, b := randomSequence(rnd), randomSequence(rnd)
		budget := newBudget(1000)
		got := match(a, b, &budget)
		if want := longest(a, b); len(got) != want || budget.met {
			t.Fatalf("%v and %v: %d in common, want %d", a, b, len(got), want)
		}
		rises(t, a, b, got)
	}
}

func randomSequence(rnd *rand.Rand) []int32 {
	out := make([]int32, rnd.IntN(14))
	for i := range out {
		out[i] = rnd.Int32N(5)
	}
	return out
}

func rises(t *testing.T, a, b []int32, pairs []pair) {
	t.Helper()
	before := pair{-1, -1}
	for _, p := range pairs {
		if p.i <= before.i || p.j <= before.j || a[p.i] != b[p.j] {
			t.Fatalf("%v and %v: %v", a, b, pairs)
		}
		before = p
	}
}

// longest gives the length of a longest common subsequence by the textbook.
func longest(a, b []int32) int {
	row := make([]int, len(b)+1)
	for _, x := range a {
		corner := 0
		for j, y := range b {
			above := row[j+1]
			if row[j+1] = max(above, row[j]); x == y {
				row[j+1] = max(row[j+1], corner+1)
			}
			corner = above
		}
	}
	return row[len(b)]
}

// TestRisingIsLongest holds the longest rising series against all series there are.
func TestRisingIsLongest(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		pairs := make([]pair, 1+rnd.IntN(9))
		for j, i := range rnd.Perm(len(pairs)) {
			pairs[j] = pair{i, j}
		}
		want := 0
		for set := range 1 << len(pairs) {
			n, before := 0, -1
			for j, p := range pairs {
				if set>>j&1 == 1 && n >= 0 {
					if n++; p.i <= before {
						n = -1
					}
					before = p.i
				}
			}
			want = max(want, n)
		}
		got := rising(slices.Clone(pairs))
		if len(got) != want || !slices.IsSortedFunc(got, func(a, b pair) int { return a.i - b.i }) {
			t.Fatalf("of %v %v rises, %d could", pairs, got, want)
		}
	}
}

// TestMatchLong wants an alignment of long sequences, by anchors, that is in order.
func TestMatchLong(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(3, 4))
	for _, kinds := range []int32{3, 50, 100_000} {
		a := make([]int32, 20_000)
		for i := range a {
			a[i] = rnd.Int32N(kinds)
		}
		b := slices.Concat(a[5000:9000], a[:5000], a[9000:])
		for range 200 {
			b[rnd.IntN(len(b))] = rnd.Int32N(kinds)
		}
		budget := newBudget(len(a) * 10)
		got := match(a, b, &budget)
		rises(t, a, b, got)
		if len(got) < 10_000 && kinds > 1000 {
			t.Errorf("of %d kinds only %d are aligned", kinds, len(got))
		}
	}
}

// hostile are texts of n pieces and their changed versions that make naive comparisons slow.
var hostile = map[string]func(n int) (was, is string){
	"other words": func(n int) (string, string) { return numbered("a%d ", n), numbered("b%d ", n) },
	"one word over and over": func(n int) (string, string) {
		return strings.Repeat("a b ", n), strings.Repeat("b b a ", n)
	},
	"reversed":     func(n int) (string, string) { return numbered("w%d ", n), reversed("w%d ", n) },
	"other blocks": func(n int) (string, string) { return numbered("a%d b%[1]d\n\n", n), numbered("c%d d%[1]d\n\n", n) },
	"changed blocks": func(n int) (string, string) {
		return numbered("row %d holds one and two\n\n", n), numbered("row %d holds one and three\n\n", n)
	},
	"blocks alike": func(n int) (string, string) {
		return strings.Repeat("x y z\n\n", n), strings.Repeat("x y q\n\nx z y\n\n", n)
	},
	"reversed blocks": func(n int) (string, string) {
		return numbered("paragraph %d with a text of its own\n\n", n), reversed("paragraph %d with a text of its own\n\n", n)
	},
	"reversed long blocks": func(n int) (string, string) {
		long := "number %d opens, and then many words follow that all of them share, so that no word but one tells them apart from each other " +
			"%[1]dx\n\n"
		return numbered(long, n/8), reversed(strings.ReplaceAll(long, "then", "now"), n/8)
	},
	"rows": func(n int) (string, string) {
		return "|a|b|c|\n|-|-|-|\n" + numbered("|%d|x|y|\n", min(n, 4000)), "|a|b|c|\n|-|-|-|\n" + numbered("|%d|x|z|\n", min(n, 4000))
	},
	"one long against many": func(n int) (string, string) { return numbered("w%d ", n), numbered("w%d\n\n", n) },
}

func numbered(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

func reversed(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, n-i)
	}
	return b.String()
}

// TestHostileTexts holds the redlines of texts that are made to be slow against both versions.
func TestHostileTexts(t *testing.T) {
	t.Parallel()
	for name, make := range hostile {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			was, is := make(1500)
			check(t, text("", was), text("", is))
		})
	}
}

// TestTimeGrowsLinearly wants that twice the text takes less than three times as long, whatever stands in it.
func TestTimeGrowsLinearly(t *testing.T) {
	if os.Getenv("CLAUSEBOOK_TIMED") == "" {
		t.Skip("measures time: make timed")
	}
	const n = 6000
	for name, make := range hostile {
		t.Run(name, func(t *testing.T) {
			var told []string
			for range 4 { // other work on the machine can slow down one measurement, and hardly all
				small, large := fastest(make(n)), fastest(make(2*n))
				if large < 3*small {
					return
				}
				told = append(told, fmt.Sprintf("%v, and %v for twice the text", small, large))
			}
			t.Error(strings.Join(told, "; "))
		})
	}
}

// fastest gives the shortest time of a few comparisons.
func fastest(was, is string) time.Duration {
	least := time.Hour
	for range 3 {
		start := time.Now()
		Compare(text("", was), text("", is))
		least = min(least, time.Since(start))
	}
	return least
}

func BenchmarkCompare(b *testing.B) {
	was, is := hostile["changed blocks"](300)
	for b.Loop() {
		Compare(text("", was), text("", is))
	}
}
