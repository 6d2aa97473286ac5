package redline

import (
	"slices"

	"clausebook/internal/markdown"
)

// ends counts the blocks at the beginning and at the end that are written alike in both versions. They need not be taken apart
// to be known as unchanged, and they are most of a document.
func ends(was, is []markdown.Block) (head, tail int) {
	shorter := min(len(was), len(is))
	for head < shorter && written(was[head], is[head]) {
		head++
	}
	for tail < shorter-head && written(was[len(was)-1-tail], is[len(is)-1-tail]) {
		tail++
	}
	return head, tail
}

// written tells whether two blocks are written alike, wherever they stand.
func written(x, y markdown.Block) bool {
	return x.Source == y.Source && x.Kind == y.Kind && x.Level == y.Level && x.Depth == y.Depth && x.Quote == y.Quote &&
		x.Marker == y.Marker && x.Head == y.Head && x.Language == y.Language && slices.EqualFunc(x.Cells, y.Cells, slices.Equal)
}

// unchanged gives blocks that both versions have alike, without their cells.
func unchanged(was, is []markdown.Block) []Block {
	out := make([]Block, len(is))
	for i, b := range is {
		out[i] = blockOf(Same, b)
		out[i].OldLine, out[i].NewLine = was[i].Line, b.Line
	}
	return out
}

// fill gives the unchanged blocks at both ends their cells, as far as they are shown.
func (c *comparer) fill(r *Redline, is []markdown.Block, head, tail, around int) {
	shown := r.shown(around)
	for i := range r.Blocks {
		n := i // of the newer version
		if i >= len(r.Blocks)-tail {
			n += len(is) - len(r.Blocks)
		} else if i >= head {
			continue
		}
		if !shown[i] {
			continue
		}
		for _, runs := range is[n].Cells {
			r.Blocks[i].Cells = append(r.Blocks[i].Cells, whole(Same, c.tokens(runs, is[n].Kind == markdown.BlockCode)))
		}
	}
}
