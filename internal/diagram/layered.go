package diagram

import (
	"cmp"
	"slices"
)

// spot is a box in a layered drawing, or a bend of an edge, which takes the place of a narrow box in each layer that
// the edge passes. Edges lead down; x and y are the middle.
type spot struct {
	w, h  int
	x, y  int
	rank  int
	bend  bool
	above []int // spots in the layer above that an edge joins to this one
	below []int
}

// span is an edge between two spots.
type span struct {
	from, to int
	length   int // in layers, at least 1
	w, h     int // of the label, 0 if there is none
	turned   bool
	bends    []int // the spots between from and to, in the order of the layers
	labelled int   // the bend at which the label stands, -1 if there is none
}

// tail is the part of an edge that leads from a spot out of the drawing: through the layers after it, or through
// those before it.
type tail struct {
	at    int
	after bool
	bends []int // in the order of the layers
}

const (
	spotGap  = 36 // pixels between neighbours
	bendGap  = 18 // the same where one is a bend
	layerGap = 46 // between layers
)

// layered places boxes in layers, so that edges lead from one layer to a later one, cross rarely and bend little:
// the method of Sugiyama, Tagawa and Toda. All numbers are integers and every tie is broken by index, so that the
// same graph gives the same picture on every machine.
type layered struct {
	spots  []spot
	spans  []*span
	tails  []*tail
	layers [][]int // spots by rank and order
	gap    int     // between layers
	tops   []int   // where each layer starts
	ends   []int   // where each layer ends
	w, h   int
}

// place computes the positions, when no edges lead in a circle any more. It tells whether the graph is within bounds.
func (l *layered) place() bool {
	l.gap = layerGap
	if slices.ContainsFunc(l.spans, func(s *span) bool { return s.w > 0 }) {
		// A label stands in a layer between its ends: with every edge twice as long there is one.
		l.gap /= 2
		for _, s := range l.spans {
			s.length *= 2
		}
	}
	l.rank()
	if !l.bend() {
		return false
	}
	l.order()
	l.across()
	l.along()
	return true
}

// breakCycles turns the edges that lead back, seen from the first spots on.
func (l *layered) breakCycles() {
	const open, done = 1, 2
	state := make([]int, len(l.spots))
	out := make([][]*span, len(l.spots))
	for _, s := range l.spans {
		out[s.from] = append(out[s.from], s)
	}
	var visit func(int)
	visit = func(v int) {
		state[v] = open
		for _, s := range out[v] {
			switch state[s.to] {
			case open:
				s.turned = true
			case 0:
				visit(s.to)
			}
		}
		state[v] = done
	}
	for v := range l.spots {
		if state[v] == 0 {
			visit(v)
		}
	}
	for _, s := range l.spans {
		if s.turned {
			s.from, s.to = s.to, s.from
		}
	}
}

// rank gives every spot the first layer that its edges allow, and moves those without edges from above down to what
// they lead to.
func (l *layered) rank() {
	sorted := l.sorted()
	out := make([][]*span, len(l.spots))
	entered := make([]bool, len(l.spots))
	for _, s := range l.spans {
		out[s.from] = append(out[s.from], s)
		entered[s.to] = true
	}
	for _, v := range sorted {
		for _, s := range out[v] {
			l.spots[s.to].rank = max(l.spots[s.to].rank, l.spots[v].rank+s.length)
		}
	}
	for _, v := range sorted {
		if entered[v] || len(out[v]) == 0 {
			continue
		}
		lowest := l.spots[out[v][0].to].rank - out[v][0].length
		for _, s := range out[v] {
			lowest = min(lowest, l.spots[s.to].rank-s.length)
		}
		l.spots[v].rank = lowest
	}
}

// sorted gives the spots so that edges lead from earlier to later ones.
func (l *layered) sorted() []int {
	waiting := make([]int, len(l.spots))
	out := make([][]int, len(l.spots))
	for _, s := range l.spans {
		waiting[s.to]++
		out[s.from] = append(out[s.from], s.to)
	}
	var queue []int
	for v := range l.spots {
		if waiting[v] == 0 {
			queue = append(queue, v)
		}
	}
	for i := 0; i < len(queue); i++ {
		for _, w := range out[queue[i]] {
			if waiting[w]--; waiting[w] == 0 {
				queue = append(queue, w)
			}
		}
	}
	return queue
}

// bend puts a spot into each layer that an edge passes, the label's being as large as the label. It tells whether
// the drawing stays within bounds.
func (l *layered) bend() bool {
	for _, s := range l.spans {
		from, to := l.spots[s.from].rank, l.spots[s.to].rank
		s.labelled = -1
		last := s.from
		for rank := from + 1; rank < to; rank++ {
			b := spot{rank: rank, bend: true}
			if s.w > 0 && rank == (from+to)/2 {
				b.w, b.h, s.labelled = s.w, s.h, len(s.bends)
			}
			if len(l.spots) >= maxSpots {
				return false
			}
			l.spots = append(l.spots, b)
			s.bends = append(s.bends, len(l.spots)-1)
			l.join(last, len(l.spots)-1)
			last = len(l.spots) - 1
		}
		l.join(last, s.to)
	}
	return l.bendTails()
}

// bendTails does the same for the edges that lead out of the drawing.
func (l *layered) bendTails() bool {
	deepest := 0
	for _, s := range l.spots {
		deepest = max(deepest, s.rank)
	}
	for _, t := range l.tails {
		from, to := 0, l.spots[t.at].rank
		if t.after {
			from, to = l.spots[t.at].rank+1, deepest+1
		}
		for rank := from; rank < to; rank++ {
			if len(l.spots) >= maxSpots {
				return false
			}
			l.spots = append(l.spots, spot{rank: rank, bend: true})
			t.bends = append(t.bends, len(l.spots)-1)
		}
		chain := slices.Concat(t.bends, []int{t.at})
		if t.after {
			chain = slices.Concat([]int{t.at}, t.bends)
		}
		for i := 1; i < len(chain); i++ {
			l.join(chain[i-1], chain[i])
		}
	}
	return true
}

func (l *layered) join(a, b int) {
	l.spots[a].below = append(l.spots[a].below, b)
	l.spots[b].above = append(l.spots[b].above, a)
}

// order puts the spots of each layer side by side so that few edges cross: first as a walk along the edges meets
// them, then by the middle of their neighbours, sweeping down and up. The best order seen is kept.
func (l *layered) order() {
	l.walk()
	best, crossings := l.copyLayers(), l.crossings()
	for round := 0; round < 16 && crossings > 0; round++ {
		l.sweep(round%2 == 0)
		if c := l.crossings(); c < crossings {
			best, crossings = l.copyLayers(), c
		}
	}
	l.layers = best
}

// walk gives the first order.
func (l *layered) walk() {
	deepest := 0
	for _, s := range l.spots {
		deepest = max(deepest, s.rank)
	}
	l.layers = make([][]int, deepest+1)
	seen := make([]bool, len(l.spots))
	var visit func(int)
	visit = func(v int) {
		if seen[v] {
			return
		}
		seen[v] = true
		l.layers[l.spots[v].rank] = append(l.layers[l.spots[v].rank], v)
		for _, w := range l.spots[v].below {
			visit(w)
		}
	}
	for v := range l.spots {
		if len(l.spots[v].above) == 0 {
			visit(v)
		}
	}
}

func (l *layered) copyLayers() [][]int {
	out := make([][]int, len(l.layers))
	for i := range l.layers {
		out[i] = slices.Clone(l.layers[i])
	}
	return out
}

// positions gives the place of each spot within its layer.
func (l *layered) positions() []int {
	out := make([]int, len(l.spots))
	for _, layer := range l.layers {
		for i, v := range layer {
			out[v] = i
		}
	}
	return out
}

// sweep orders each layer by the middle of the neighbours in the layer before it.
func (l *layered) sweep(downwards bool) {
	at := l.positions()
	for i := range l.layers {
		layer := l.layers[i]
		if !downwards {
			layer = l.layers[len(l.layers)-1-i]
		}
		key := make(map[int]int, len(layer))
		for k, v := range layer {
			near := l.spots[v].above
			if !downwards {
				near = l.spots[v].below
			}
			key[v] = middle(near, at, 2*k)
		}
		slices.SortStableFunc(layer, func(a, b int) int { return cmp.Compare(key[a], key[b]) })
		for k, v := range layer {
			at[v] = k
		}
	}
}

// middle gives twice the median of the values of some spots, or what is given where there are none.
func middle(spots, value []int, otherwise int) int {
	if len(spots) == 0 {
		return otherwise
	}
	values := make([]int, len(spots))
	for i, v := range spots {
		values[i] = value[v]
	}
	slices.Sort(values)
	n := len(values)
	return values[(n-1)/2] + values[n/2]
}

// crossings counts the pairs of edges that cross between neighbouring layers.
func (l *layered) crossings() int {
	at := l.positions()
	total := 0
	for _, layer := range l.layers {
		var ends []int // of the edges below the layer, by their starts
		for _, v := range layer {
			below := make([]int, 0, len(l.spots[v].below))
			for _, w := range l.spots[v].below {
				below = append(below, at[w])
			}
			slices.Sort(below)
			ends = append(ends, below...)
		}
		for i := range ends {
			for _, later := range ends[i+1:] {
				total += b2i(later < ends[i])
			}
		}
	}
	return total
}

// across computes x: each spot is drawn to the middle of its neighbours, bends more than boxes so that edges become
// straight, and neighbours in a layer keep their distance.
func (l *layered) across() {
	x := make([]int, len(l.spots))
	for _, layer := range l.layers {
		at := 0
		for k, v := range layer {
			if k > 0 {
				at += l.distance(layer[k-1], v)
			}
			x[v] = at
		}
		for _, v := range layer {
			x[v] -= at / 2
		}
	}
	const rounds = 12
	for round := range rounds {
		for i := range l.layers {
			layer := l.layers[i]
			if round%2 == 1 {
				layer = l.layers[len(l.layers)-1-i]
			}
			l.settle(layer, x, round == rounds-1, round%2 == 0)
		}
	}
	l.shift(x)
}

// distance is how far the middles of two neighbours are apart at least.
func (l *layered) distance(a, b int) int {
	gap := spotGap
	if l.spots[a].bend || l.spots[b].bend {
		gap = bendGap
	}
	return (l.spots[a].w+l.spots[b].w+1)/2 + gap
}

// settle moves the spots of a layer as near to where they want to be as their distances allow: the least sum of
// weighted squares, found by joining neighbours that want to pass each other into blocks that move together.
func (l *layered) settle(layer, x []int, both, downwards bool) {
	type block struct{ first, sum, weight int }
	var blocks []block
	offset := make([]int, len(layer))
	for k, v := range layer {
		if k > 0 {
			offset[k] = offset[k-1] + l.distance(layer[k-1], v)
		}
		want, weight := l.wish(v, x, both, downwards)
		blocks = append(blocks, block{k, (want - offset[k]) * weight, weight})
		for n := len(blocks); n > 1 && blocks[n-2].sum*blocks[n-1].weight > blocks[n-1].sum*blocks[n-2].weight; n-- {
			blocks[n-2].sum += blocks[n-1].sum
			blocks[n-2].weight += blocks[n-1].weight
			blocks = blocks[:n-1]
		}
	}
	for i, b := range blocks {
		stop := len(layer)
		if i+1 < len(blocks) {
			stop = blocks[i+1].first
		}
		for k := b.first; k < stop; k++ {
			x[layer[k]] = floorDiv(b.sum, b.weight) + offset[k]
		}
	}
}

// wish tells where a spot wants to be, and how much.
func (l *layered) wish(v int, x []int, both, downwards bool) (want, weight int) {
	s := l.spots[v]
	near := s.below
	if downwards {
		near = s.above
	}
	if both {
		near = slices.Concat(s.above, s.below)
	}
	if len(near) == 0 {
		return x[v], 1
	}
	weight = 2 + len(near)
	if s.bend {
		weight = 12
	}
	return floorDiv(middle(near, x, 0), 2), weight
}

// floorDiv divides towards minus infinity, so that a drawing does not change when it is moved.
func floorDiv(a, b int) int {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

// shift moves the drawing so that it starts at 0.
func (l *layered) shift(x []int) {
	first := x[0] - (l.spots[0].w+1)/2
	for v, s := range l.spots {
		first = min(first, x[v]-(s.w+1)/2)
	}
	for v := range l.spots {
		l.spots[v].x = x[v] - first
		l.w = max(l.w, l.spots[v].x+(l.spots[v].w+1)/2)
	}
}

// along computes y, layer by layer.
func (l *layered) along() {
	y := 0
	for i, layer := range l.layers {
		height := 0
		for _, v := range layer {
			height = max(height, l.spots[v].h)
		}
		if i > 0 {
			y += l.gap
		}
		l.tops, l.ends = append(l.tops, y), append(l.ends, y+height)
		for _, v := range layer {
			l.spots[v].y = y + height/2
		}
		y += height
	}
	l.h = y
}
