package redline

import (
	"slices"

	"clausebook/internal/markdown"
)

const (
	// minMoved is how many letters and digits a block must have to be recognized where it was moved to. Shorter ones
	// are only where they moved along with a neighbour.
	minMoved = 16
	// minRewritten is the same for a block that was also changed.
	minRewritten = 60
	// movedLikeness is the share, in hundredths, that such a block must have kept.
	movedLikeness = 70
	// maxCandidates bounds the old blocks that a moved one is held against, and how common a word may be that
	// leads to them.
	maxCandidates = 8
)

// findMoves joins blocks that are gone at one place and new at another.
func (a *aligner) findMoves() {
	gone := map[string][]int{}
	for i, b := range a.old {
		if a.toNew[i] < 0 {
			gone[b.key] = append(gone[b.key], i)
		}
	}
	if len(gone) == 0 {
		return
	}
	for j, b := range a.new {
		if left := gone[b.key]; a.toOld[j] < 0 && len(left) > 0 && b.weight >= minMoved {
			a.move(left[0], j)
			gone[b.key] = left[1:]
		}
	}
	a.findRewritten()
	for j := range a.new {
		if a.moved[j] {
			a.along(j, 1)
		}
	}
	for j := len(a.new) - 1; j >= 0; j-- {
		if a.moved[j] {
			a.along(j, -1)
		}
	}
}

func (a *aligner) move(i, j int) {
	a.join(i, j)
	a.moved[j] = true
}

// along moves the block beside a moved one along with it, if it stands beside it in both versions and says the same.
func (a *aligner) along(j, by int) {
	i := a.toOld[j] + by
	j += by
	if i >= 0 && i < len(a.old) && j >= 0 && j < len(a.new) && a.toNew[i] < 0 && a.toOld[j] < 0 && a.old[i].key == a.new[j].key {
		a.move(i, j)
	}
}

// findRewritten joins long blocks that were moved and changed.
func (a *aligner) findRewritten() {
	postings := map[int32][]int{} // rare words -> gone blocks
	for i, b := range a.old {
		if a.toNew[i] >= 0 || b.weight < minRewritten {
			continue
		}
		for _, word := range slices.Compact(slices.Clone(b.bag)) {
			if len(postings[word]) <= maxCandidates {
				postings[word] = append(postings[word], i)
			}
		}
	}
	for j, b := range a.new {
		if a.toOld[j] >= 0 || b.weight < minRewritten {
			continue
		}
		best, least := -1, movedLikeness
		for _, i := range a.candidates(b, postings) {
			if share := 200 * overlap(a.old[i].bag, b.bag) / (len(a.old[i].bag) + len(b.bag)); share > least {
				best, least = i, share
			}
		}
		if best >= 0 {
			a.move(best, j)
		}
	}
}

// candidates gives the gone blocks that share most rare words with b, in the order in which they stood.
func (a *aligner) candidates(b block, postings map[int32][]int) []int {
	shares := map[int]int{}
	for _, word := range slices.Compact(slices.Clone(b.bag)) {
		if list := postings[word]; len(list) <= maxCandidates {
			for _, i := range list {
				shares[i]++
			}
		}
	}
	var out []int
	for i := range shares {
		if a.toNew[i] < 0 && comparable(a.old[i], b) && len(a.old[i].bag) <= 4*len(b.bag) {
			out = append(out, i)
		}
	}
	slices.SortFunc(out, func(x, y int) int {
		if shares[x] != shares[y] {
			return shares[y] - shares[x]
		}
		return x - y
	})
	out = out[:min(len(out), maxCandidates)]
	slices.Sort(out)
	return out
}

// write lists the blocks of both versions: those of the new one in their order, and what the old one had in a passage
// before what the new one has there.
func (a *aligner) write() []Block {
	w := &writer{aligner: a, left: map[int]int{}, arrived: map[int]int{}}
	until := a.anchored()
	for j := range a.new {
		w.gone(until[j])
		switch i := a.toOld[j]; {
		case i < 0:
			w.out = append(w.out, a.lone(Inserted, a.new[j]))
		case a.moved[j]:
			w.arrived[i] = len(w.out)
			w.out = append(w.out, a.both(i, j))
		default:
			w.out = append(w.out, a.both(i, j))
			w.next = i + 1
		}
	}
	w.gone(len(a.old))
	w.link()
	return w.out
}

// anchored gives, for each new block, the old one that the next block which stayed in order was.
func (a *aligner) anchored() []int {
	until := make([]int, len(a.new))
	next := len(a.old)
	for j := len(a.new) - 1; j >= 0; j-- {
		if a.toOld[j] >= 0 && !a.moved[j] {
			next = a.toOld[j]
		}
		until[j] = next
	}
	return until
}

// writer lists the blocks of a redline.
type writer struct {
	*aligner
	out           []Block
	next          int         // the old block to be listed next
	left, arrived map[int]int // old block -> where it is listed as left and as moved
}

// gone lists the old blocks up to one that stayed.
func (w *writer) gone(until int) {
	for ; w.next < until; w.next++ {
		switch j := w.toNew[w.next]; {
		case j < 0:
			w.out = append(w.out, w.lone(Deleted, w.old[w.next]))
		case w.moved[j]:
			w.left[w.next] = len(w.out)
			b := blockOf(Left, w.old[w.next].Block)
			b.OldLine, b.NewLine = w.old[w.next].Line, w.new[j].Line
			w.out = append(w.out, b)
		}
	}
}

// link joins the two appearances of each moved block.
func (w *writer) link() {
	for i, at := range w.left {
		w.out[at].Peer, w.out[w.arrived[i]].Peer = w.arrived[i], at
	}
}

// lone gives a block that stands in one version only.
func (a *aligner) lone(change Change, b block) Block {
	out := blockOf(change, b.Block)
	if change == Inserted {
		out.NewLine = b.Line
	} else {
		out.OldLine = b.Line
	}
	for _, cell := range b.cells {
		out.Cells = append(out.Cells, whole(change, cell))
	}
	return out
}

// both gives a block that both versions have.
func (a *aligner) both(i, j int) Block {
	old, new := a.old[i], a.new[j]
	out := blockOf(Same, new.Block)
	out.OldLine, out.NewLine = old.Line, new.Line
	switch {
	case old.key == new.key:
		for _, cell := range new.cells {
			out.Cells = append(out.Cells, whole(Same, cell))
		}
		out.Reformatted = old.Source != new.Source || old.Kind != new.Kind || old.Level != new.Level || old.Quote != new.Quote ||
			old.Depth != new.Depth || old.Head != new.Head || old.Language != new.Language
	default:
		out.Change, out.Cells = Changed, a.cells(old, new)
	}
	if a.moved[j] {
		out.Change = Moved
	}
	return out
}

// blockOf gives a block without its cells.
func blockOf(change Change, b markdown.Block) Block {
	return Block{
		Change:   change,
		Kind:     b.Kind,
		Level:    b.Level,
		Depth:    b.Depth,
		Quote:    b.Quote,
		Marker:   b.Marker,
		Head:     b.Head,
		Language: b.Language,
		Peer:     -1,
	}
}
