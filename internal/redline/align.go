package redline

import "slices"

// aligner puts the blocks of two versions beside each other.
type aligner struct {
	*comparer
	old, new []block
	toNew    []int // the new block that an old one became, or -1
	toOld    []int
	moved    []bool // by new block: its old one stands elsewhere
}

// align gives the blocks of the redline.
func (c *comparer) align(old, new []block) []Block {
	a := &aligner{comparer: c, old: old, new: new, toNew: unset(len(old)), toOld: unset(len(new)), moved: make([]bool, len(new))}
	names := map[string]int32{}
	i, j := 0, 0
	for _, p := range append(match(keys(old, names), keys(new, names), &c.budget), pair{len(old), len(new)}) {
		a.alike(i, p.i, j, p.j)
		if p.i < len(old) && p.j < len(new) {
			a.join(p.i, p.j)
		}
		i, j = p.i+1, p.j+1
	}
	a.findMoves()
	return a.write()
}

func unset(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = -1
	}
	return out
}

// keys gives a number for what each block says.
func keys(blocks []block, names map[string]int32) []int32 {
	out := make([]int32, len(blocks))
	for i, b := range blocks {
		n, known := names[b.key]
		if !known {
			n = int32(len(names))
			names[b.key] = n
		}
		out[i] = n
	}
	return out
}

func (a *aligner) join(i, j int) { a.toNew[i], a.toOld[j] = j, i }

// likeness is the share of two blocks, in hundredths, that must be the same for one to have become the other.
const likeness = 40

// alike joins the blocks of a passage that became each other, in order: those alignments count that keep most words.
func (a *aligner) alike(i, k, j, l int) {
	if i == k || j == l {
		return
	}
	t := newTable(k-i, l-j, a.reach(i, k, j, l))
	for x := 1; x <= k-i; x++ {
		for y := max(1, t.low(x)); y <= t.high(x); y++ {
			t.set(x, y, a.likeness(a.old[i+x-1], a.new[j+y-1]))
		}
	}
	for _, p := range t.path() {
		a.join(i+p.i, j+p.j)
	}
}

// reach tells how far from its relative place in a passage a block is looked for. The cost is that of the passage's
// words times the reach.
func (a *aligner) reach(i, k, j, l int) int {
	words := k - i + l - j
	for _, b := range a.old[i:k] {
		words += len(b.bag)
	}
	for _, b := range a.new[j:l] {
		words += len(b.bag)
	}
	reach := 64 + (1<<20)/words
	if reach < max(k-i, l-j) {
		a.note(noteNear)
	}
	return reach
}

// likeness gives what the words that two blocks share weigh, 0 if the one cannot have become the other.
func (a *aligner) likeness(x, y block) int {
	if !comparable(x, y) {
		return 0
	}
	if len(x.bag) == 0 || len(y.bag) == 0 {
		return 0
	}
	common := 0
	if len(x.bag) <= 4*len(y.bag) && len(y.bag) <= 4*len(x.bag) {
		common = overlap(x.bag, y.bag)
	}
	switch {
	case 200*common >= likeness*(len(x.bag)+len(y.bag)):
		return 1 + common
	case x.Kind == "row" && !x.Head && x.named(y):
		return 1 + common
	}
	return 0
}

// comparable tells whether a block of one kind may have become one of the other.
func comparable(x, y block) bool {
	if x.Kind == y.Kind {
		return x.Head == y.Head
	}
	flowing := func(b block) bool { return b.Kind == "paragraph" || b.Kind == "item" || b.Kind == "note" }
	return flowing(x) && flowing(y)
}

// named tells whether two rows begin with the same cell, and it says something.
func (b block) named(other block) bool {
	return len(b.cells) > 1 && len(other.cells) > 1 && len(b.cells[0]) > 0 &&
		slices.EqualFunc(b.cells[0], other.cells[0], func(x, y token) bool { return x.id == y.id })
}

// overlap counts what two sorted bags share.
func overlap(a, b []int32) int {
	n := 0
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			n, a, b = n+1, a[1:], b[1:]
		}
	}
	return n
}

// table finds the best way through a passage: rows are old blocks, columns new ones. Only a band along the diagonal is
// held.
type table struct {
	rows, columns, reach int
	score                [][]int // by row: from low to high
	step                 [][]byte
}

const (
	stepUp   byte = iota // the old block became nothing here
	stepLeft             // the new block came from nothing here
	stepBoth
)

func newTable(rows, columns, reach int) *table {
	t := &table{rows: rows, columns: columns, reach: reach, score: make([][]int, rows+1), step: make([][]byte, rows+1)}
	for x := range rows + 1 {
		t.score[x], t.step[x] = make([]int, t.high(x)-t.low(x)+1), make([]byte, t.high(x)-t.low(x)+1)
	}
	for y := range t.step[0] {
		t.step[0][y] = stepLeft
	}
	return t
}

// low gives the first column that is held of a row, high the last one.
func (t *table) low(x int) int { return max(0, x*t.columns/t.rows-t.reach) }

// high gives the last column that is held of a row.
func (t *table) high(x int) int { return min(t.columns, x*t.columns/t.rows+t.reach) }

// at gives the best score up to a place. Beyond the band it is that of the band's edge.
func (t *table) at(x, y int) int { return t.score[x][min(y, t.high(x))-t.low(x)] }

// set fills in a place: worth is what joining its two blocks is worth.
func (t *table) set(x, y, worth int) {
	best, step := -1, stepUp
	if y >= t.low(x-1) {
		best = t.at(x-1, y)
	}
	if y > t.low(x) && t.at(x, y-1) > best {
		best, step = t.at(x, y-1), stepLeft
	}
	if worth > 0 && y > t.low(x-1) && t.at(x-1, y-1)+worth > best {
		best, step = t.at(x-1, y-1)+worth, stepBoth
	}
	t.score[x][y-t.low(x)], t.step[x][y-t.low(x)] = best, step
}

// path gives the joins of the best way.
func (t *table) path() []pair {
	var out []pair
	for x, y := t.rows, t.columns; x > 0 && y > 0; {
		y = min(y, t.high(x))
		switch t.step[x][y-t.low(x)] {
		case stepBoth:
			x, y = x-1, y-1
			out = append(out, pair{x, y})
		case stepLeft:
			y--
		default:
			x--
		}
	}
	slices.Reverse(out)
	return out
}
