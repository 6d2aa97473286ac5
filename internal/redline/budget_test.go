package redline

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestBudget wants that the last step is still taken, and that whoever asks for more is told and remembered.
func TestBudget(t *testing.T) {
	t.Parallel()
	b := budget{left: 3}
	for n, c := range []struct {
		steps     int
		left, met bool
	}{{2, true, false}, {1, true, false}, {0, true, false}, {1, false, true}, {0, false, true}} {
		if left := b.spend(c.steps); left != c.left || b.met != c.met {
			t.Errorf("spending %d at %d: left %v, met %v", c.steps, n, left, b.met)
		}
	}
}

// TestBudgetGrowsWithTheText wants that a long text has the steps that it needs.
func TestBudgetGrowsWithTheText(t *testing.T) {
	t.Parallel()
	if small, large := newBudget(0).left, newBudget(1000).left; small < 1<<20 || large-small != 256_000 {
		t.Errorf("%d steps for nothing, %d for 1,000 bytes", small, large)
	}
}

// TestMatchWithoutSteps wants nothing aligned but equal ends where no steps are left, however many anchors there are.
func TestMatchWithoutSteps(t *testing.T) {
	t.Parallel()
	a, b := []int32{9000, 9001}, []int32{9000, 9002}
	for n := range int32(500) {
		a, b = append(a, n), append(b, n)
	}
	a, b = append(a, 9003, 9005), append(b, 9004, 9005)
	spent := budget{left: 1}
	if got := match(a, b, &spent); len(got) != 2 || !spent.met {
		t.Errorf("%d pairs, met %v; want both ends alone", len(got), spent.met)
	}
	enough := newBudget(0)
	if got := match(a, b, &enough); len(got) != 502 || enough.met {
		t.Errorf("%d pairs with steps enough, met %v; want 502", len(got), enough.met)
	}
}

// TestReach wants blocks looked for as far as words and blocks together allow, and a note where that is not everywhere.
func TestReach(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ olds, news, words, want, notes int }{
		{10, 15, 0, 64 + 1<<20/25, 0}, {10, 15, 75, 64 + 1<<20/100, 0}, {64, 64, 1<<21 - 128, 64, 0}, {65, 64, 1<<21 - 129, 64, 1},
		{64, 65, 1<<21 - 129, 64, 1},
	} {
		a := &aligner{comparer: &comparer{}, old: make([]block, c.olds+3), new: make([]block, c.news+2)}
		a.old[3].bag, a.new[2].bag = make([]int32, c.words/2), make([]int32, c.words-c.words/2)
		a.old[0].bag, a.new[0].bag = make([]int32, 1000), make([]int32, 1000) // of another passage
		if got := a.reach(3, c.olds+3, 2, c.news+2); got != c.want || len(a.notes) != c.notes {
			t.Errorf("%d and %d blocks with %d words: reach %d, notes %q; want %d", c.olds, c.news, c.words, got, a.notes, c.want)
		}
	}
}

// TestTable wants the way of the greatest worth through a passage, and some way where only a band of it is held.
func TestTable(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		rows, columns := 1+rnd.IntN(20), 1+rnd.IntN(20)
		worth := make([][]int, rows)
		for x := range worth {
			worth[x] = make([]int, columns)
			for y := range worth[x] {
				worth[x][y] = max(rnd.IntN(9)-4, 0)
			}
		}
		all := worthOf(t, worth, max(rows, columns))
		if want := mostWorth(worth); all != want {
			t.Fatalf("%v is worth %d, want %d", worth, all, want)
		}
		if some := worthOf(t, worth, rnd.IntN(4)); some > all {
			t.Fatalf("%v is worth %d in a band, and %d at most", worth, some, all)
		}
	}
}

// TestTableBand wants every block found that stands as far from its place as is looked for, and none that stands further.
func TestTableBand(t *testing.T) {
	t.Parallel()
	const size = 12
	for reach := range 6 {
		for off := -6; off <= 6; off++ {
			worth := make([][]int, size)
			for x := range worth {
				worth[x] = make([]int, size)
				if y := x + off; y >= 0 && y < size {
					worth[x][y] = 1
				}
			}
			want := 0
			if max(off, -off) <= reach {
				want = size - max(off, -off)
			}
			if got := worthOf(t, worth, reach); got != want {
				t.Errorf("%d blocks found %d from their places, looking %d far; want %d", got, off, reach, want)
			}
		}
	}
}

// worthOf adds up what the joins of the best way are worth.
func worthOf(t *testing.T, worth [][]int, reach int) int {
	t.Helper()
	table := newTable(len(worth), len(worth[0]), reach)
	for x := 1; x <= len(worth); x++ {
		for y := max(1, table.low(x)); y <= table.high(x); y++ {
			table.set(x, y, worth[x-1][y-1])
		}
	}
	sum, before := 0, pair{-1, -1}
	for _, p := range table.path() {
		if p.i <= before.i || p.j <= before.j || worth[p.i][p.j] == 0 {
			t.Fatalf("%v follows %v on the way through %v", p, before, worth)
		}
		sum, before = sum+worth[p.i][p.j], p
	}
	return sum
}

// mostWorth gives the greatest worth by the textbook.
func mostWorth(worth [][]int) int {
	row := make([]int, len(worth[0])+1)
	for x := range worth {
		corner := 0
		for y, w := range worth[x] {
			above := row[y+1]
			row[y+1] = max(above, row[y], corner+w)
			corner = above
		}
	}
	return row[len(worth[0])]
}

// moved gives how many blocks were moved when paragraphs in front of two that stay make room for one behind them.
func moved(olds []string, new string) int {
	const stay = "One stays.\n\nTwo stays.\n\n"
	return Compare(text("", strings.Join(olds, "\n\n")+"\n\n"+stay), text("", stay+new)).Counts.Moved
}

// TestCommonWordsLeadNowhere wants a block that was moved and changed found by words that at most eight blocks have.
func TestCommonWordsLeadNowhere(t *testing.T) {
	t.Parallel()
	olds := make([]string, maxCandidates+1)
	for i := range olds {
		olds[i] = numbered("common%d ", 12) + fmt.Sprintf("own%d", i)
	}
	is := numbered("common%d ", 12) + "another"
	if n := moved(olds[:maxCandidates], is); n != 1 {
		t.Errorf("of %d blocks that share their words %d was found, want 1", maxCandidates, n)
	}
	if n := moved(olds, is); n != 0 {
		t.Errorf("of %d blocks that share their words %d was found, want none", len(olds), n)
	}
}

// TestTheBestCandidateIsLookedAt wants the one block found that a new one was, among many that have a rare word of it.
func TestTheBestCandidateIsLookedAt(t *testing.T) {
	t.Parallel()
	var olds []string
	for i := range 30 {
		olds = append(olds, fmt.Sprintf("rare%d ", i)+numbered(fmt.Sprintf("other%d-%%d ", i), 30))
	}
	olds = append(olds, numbered("rare%d ", 38)+"end")
	for range 10 {
		if n := moved(olds, numbered("rare%d ", 38)+"changed"); n != 1 {
			t.Fatalf("%d blocks moved, want 1", n)
		}
	}
}
