package redline

import (
	"math/rand/v2"
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

// TestReach wants blocks looked for as far as words and blocks together allow, and a note where that is not everywhere.
func TestReach(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ olds, news, words, want, notes int }{
		{10, 15, 0, 64 + 1<<20/25, 0}, {10, 15, 75, 64 + 1<<20/100, 0}, {64, 64, 1<<21 - 128, 64, 0}, {65, 64, 1<<21 - 129, 64, 1}, {64, 65, 1<<21 - 129, 64, 1},
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
