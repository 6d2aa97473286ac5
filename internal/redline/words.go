package redline

import (
	"slices"
	"strings"

	"clausebook/internal/markdown"
)

// cells gives the cells of a block that both versions have. Columns that one version lacks are cells of their own.
func (c *comparer) cells(old, new block) []Cell {
	if len(old.cells) == 1 && len(new.cells) == 1 {
		return []Cell{c.cell(old.cells[0], new.cells[0])}
	}
	var out []Cell
	pairs := append(c.columns(old.cells, new.cells), pair{len(old.cells), len(new.cells)})
	i, j := 0, 0
	for _, p := range pairs {
		for ; i < p.i; i++ {
			out = append(out, whole(Deleted, old.cells[i]))
		}
		for ; j < p.j; j++ {
			out = append(out, whole(Inserted, new.cells[j]))
		}
		if i < len(old.cells) && j < len(new.cells) {
			out = append(out, c.cell(old.cells[i], new.cells[j]))
		}
		i, j = i+1, j+1
	}
	return out
}

// columns aligns the cells of two rows: one by one where there are as many, else those that say the same, and those
// between them from the left.
func (c *comparer) columns(old, new [][]token) []pair {
	var out []pair
	if len(old) == len(new) {
		for i := range old {
			out = append(out, pair{i, i})
		}
		return out
	}
	equal := match(c.cellNames(old), c.cellNames(new), &c.budget)
	i, j := 0, 0
	for _, p := range append(equal, pair{len(old), len(new)}) {
		if p.i-i == p.j-j {
			for ; i < p.i; i, j = i+1, j+1 {
				out = append(out, pair{i, j})
			}
		}
		if p.i < len(old) {
			out = append(out, p)
		}
		i, j = p.i+1, p.j+1
	}
	return out
}

// cellNames gives a number for the text of each cell.
func (c *comparer) cellNames(cells [][]token) []int32 {
	out := make([]int32, len(cells))
	for i, cell := range cells {
		out[i] = c.token("", "\x00"+textOf(cell), 0).id
	}
	return out
}

// whole gives a cell that only one version has.
func whole(change Change, tokens []token) Cell {
	var w segments
	w.all(change, tokens)
	return Cell{change, w.out()}
}

// cell compares the words of two texts.
func (c *comparer) cell(old, new []token) Cell {
	pairs := match(ids(old), ids(new), &c.budget)
	pairs = readable(old, new, pairs)
	var w segments
	i, j := 0, 0
	for _, p := range append(pairs, pair{len(old), len(new)}) {
		w.differ(old[i:p.i], new[j:p.j])
		if p.i < len(old) && p.j < len(new) {
			w.same(old[p.i], new[p.j])
		}
		i, j = p.i+1, p.j+1
	}
	out := Cell{Same, w.out()}
	if slices.ContainsFunc(out.Segments, func(s Segment) bool { return s.Change != Same }) {
		out.Change = Changed
	}
	return out
}

func ids(tokens []token) []int32 {
	out := make([]int32, len(tokens))
	for i, t := range tokens {
		out[i] = t.id
	}
	return out
}

// minIsland is how many letters must have stayed between two rewritten passages to be shown as the same: a lone "of"
// or comma between them only chops the text.
const minIsland = 4

// readable drops the pairs that would chop a rewritten passage.
func readable(old, new []token, pairs []pair) []pair {
	was, is := sums(old), sums(new)
	rewritten := func(i, k, j, l int) bool { // a passage was replaced by another, both of some length
		return was[k]-was[i] >= minIsland && is[l]-is[j] >= minIsland
	}
	var out []pair
	behind := pair{} // behind the last pair that was kept
	for n := 0; n < len(pairs); {
		end := n + 1
		for end < len(pairs) && pairs[end] == (pair{pairs[end-1].i + 1, pairs[end-1].j + 1}) {
			end++
		}
		next := pair{len(old), len(new)}
		if end < len(pairs) {
			next = pairs[end]
		}
		first, after := pairs[n], pair{pairs[end-1].i + 1, pairs[end-1].j + 1}
		if is[after.j]-is[first.j] >= minIsland || !rewritten(behind.i, first.i, behind.j, first.j) ||
			!rewritten(after.i, next.i, after.j, next.j) {
			out, behind = append(out, pairs[n:end]...), after
		}
		n = end
	}
	return out
}

// sums gives how many letters and digits stand before each token.
func sums(tokens []token) []int {
	out := make([]int, len(tokens)+1)
	for i, t := range tokens {
		out[i+1] = out[i] + letters(t.text)
	}
	return out
}

// segments collects segments. The text of the last one is still being written.
type segments struct {
	list []Segment
	text strings.Builder
}

// add adds text, to the last segment where that is of the same kind.
func (w *segments) add(change Change, text string, style markdown.Style) {
	if text == "" {
		return
	}
	if last := len(w.list) - 1; last < 0 || w.list[last].Change != change || w.list[last].Style != style || style&markdown.Target != 0 {
		w.finish()
		w.list = append(w.list, Segment{Change: change, Style: style})
	}
	w.text.WriteString(text)
}

func (w *segments) finish() {
	if last := len(w.list) - 1; last >= 0 {
		w.list[last].Text = w.text.String()
		w.text.Reset()
	}
}

// differ adds a passage that was replaced. The space before both stays.
func (w *segments) differ(old, new []token) {
	if len(old) > 0 && len(new) > 0 && old[0].space == new[0].space {
		w.add(Same, old[0].space, 0)
		old, new = slices.Clone(old), slices.Clone(new)
		old[0].space, new[0].space = "", ""
	}
	w.all(Deleted, old)
	w.all(Inserted, new)
}

func (w *segments) all(change Change, tokens []token) {
	for _, t := range tokens {
		w.add(change, t.space+t.text, t.style)
	}
}

// same adds a token of both versions, in the style of the new one.
func (w *segments) same(old, new token) {
	if old.space == new.space {
		w.add(Same, new.space+new.text, new.style)
		return
	}
	w.add(Deleted, old.space, 0)
	w.add(Inserted, new.space, 0)
	w.add(Same, new.text, new.style)
}

// out gives the segments; an empty text has none.
func (w *segments) out() []Segment {
	w.finish()
	if w.list == nil {
		return []Segment{}
	}
	return w.list
}

// Was gives the text of the older version, Is that of the newer one.
func (c Cell) Was() string { return c.without(Inserted) }

// Is gives the text of the newer version.
func (c Cell) Is() string { return c.without(Deleted) }

func (c Cell) without(change Change) string {
	var b strings.Builder
	for _, s := range c.Segments {
		if s.Change != change {
			b.WriteString(s.Text)
		}
	}
	return b.String()
}
