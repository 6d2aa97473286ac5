package diagram

import (
	"cmp"
	"fmt"
	"slices"
)

const (
	groupPad   = 18 // pixels around what a group holds
	groupTitle = 26 // above it, for the group's label
	loopRoom   = 34 // beside a box that has an edge to itself
)

// placement places the parts of a graph: each group by itself, the innermost first, and then as one box among the
// parts of the group around it. An edge is placed in the smallest group that holds both its ends.
type placement struct {
	*graph
	inner [][]end     // the parts of each group, nodes first
	edges [][]*edge   // the edges placed in each group
	drawn []*layered  // the drawing of each group
	spans [][]*span   // the spans of that drawing, as edges
	index map[end]int // of a part in inner of its group
	loops []*edge
	tails map[*edge][]way // how an edge leads out of the groups around its start and into those around its end
}

// way is a tail of an edge in the drawing of a group.
type way struct {
	group int
	start bool // at the start of the edge
	tail  *tail
}

// place computes where everything stands, the middle of the picture being its middle, and the size of the picture.
func (g *graph) place() (w, h int, err error) {
	p := &placement{graph: g, index: map[end]int{}, tails: map[*edge][]way{}}
	n := len(g.groups)
	p.inner, p.edges, p.drawn, p.spans = make([][]end, n), make([][]*edge, n), make([]*layered, n), make([][]*span, n)
	for i, node := range g.nodes {
		node.w, node.h = node.size()
		p.inner[node.parent] = append(p.inner[node.parent], end{index: i})
	}
	for i, group := range g.groups[1:] {
		p.inner[group.parent] = append(p.inner[group.parent], end{i + 1, true})
	}
	for _, parts := range p.inner {
		for i, e := range parts {
			p.index[e] = i
		}
	}
	for _, e := range g.edges {
		if e.from == e.to {
			p.loops = append(p.loops, e)
			continue
		}
		home := p.home(e)
		p.edges[home] = append(p.edges[home], e)
	}
	for i := range g.groups {
		p.begin(i)
	}
	for _, e := range g.edges {
		for _, w := range p.tails[e] {
			p.drawn[w.group].tails = append(p.drawn[w.group].tails, w.tail)
		}
	}
	if !p.layOut(0) {
		return 0, 0, &Error{1, 1, 1, "", fmt.Sprintf("edges with more than %d bends", maxSpots)}
	}
	root := g.groups[0]
	root.x, root.y = root.w/2, root.h/2
	p.spread(0)
	p.route()
	return root.w, root.h, nil
}

// home gives the smallest group that holds both ends of an edge.
func (p *placement) home(e *edge) int {
	around := map[int]bool{}
	for g := p.part(e.from).parent; g >= 0; g = p.groups[g].parent {
		around[g] = true
	}
	g := p.part(e.to).parent
	for !around[g] {
		g = p.groups[g].parent
	}
	return g
}

// within gives the index, among the parts of a group, of the part that an end is or stands in.
func (p *placement) within(g int, e end) int {
	for p.part(e).parent != g {
		e = end{p.part(e).parent, true}
	}
	return p.index[e]
}

// begin makes the drawing of a group, with the edges placed in it, so that no edges lead in a circle. Which edges are
// turned has to be known before the groups within are drawn: it tells at which side edges leave them.
func (p *placement) begin(g int) {
	l := &layered{spots: make([]spot, len(p.inner[g]))}
	side := p.groups[g].direction.sideways()
	for _, e := range p.edges[g] {
		w, h := e.label.size()
		if w > 0 {
			w, h = w+12, h+6
		}
		if side {
			w, h = h, w
		}
		l.spans = append(l.spans, &span{from: p.within(g, e.from), to: p.within(g, e.to), length: e.length, w: w, h: h})
	}
	p.drawn[g], p.spans[g] = l, l.spans
	l.breakCycles()
	for i, e := range p.edges[g] {
		p.lead(g, e, e.from, true, !l.spans[i].turned)
		p.lead(g, e, e.to, false, l.spans[i].turned)
	}
}

// lead gives an edge its way out of the groups around an end, up to the group in which it is placed, as long as these
// lead in the same direction. after tells whether it leaves where their layers end.
func (p *placement) lead(home int, e *edge, at end, start, after bool) {
	for g := p.part(at).parent; g != home && p.groups[g].direction == p.groups[home].direction; g = p.groups[g].parent {
		t := &tail{at: p.within(g, at), after: after}
		p.tails[e] = append(p.tails[e], way{g, start, t})
	}
}

// layOut draws a group after the groups in it. It tells whether the drawing is within bounds.
func (p *placement) layOut(g int) bool {
	l := p.drawn[g]
	side := p.groups[g].direction.sideways()
	for i, e := range p.inner[g] {
		if e.group && !p.layOut(e.index) {
			return false
		}
		part := p.part(e)
		w, h := part.w+p.loopSpace(e), part.h
		if side {
			w, h = part.h, part.w+p.loopSpace(e)
		}
		l.spots[i].w, l.spots[i].h = w, h
	}
	if len(l.spots) > 0 && !l.place() {
		return false
	}
	w, h := l.w, l.h
	if side {
		w, h = h, w
	}
	p.frame(g, w, h)
	return true
}

// loopSpace is the room that the edges of a part to itself take, on both sides so that its middle stays.
func (p *placement) loopSpace(e end) int {
	room := 0
	for _, l := range p.loops {
		if l.from == e {
			w, _ := l.label.size()
			room = max(room, 2*(loopRoom+w))
		}
	}
	return room
}

// frame gives a group the size that what it holds and its label need.
func (p *placement) frame(g, w, h int) {
	group := p.groups[g]
	group.w, group.h = w+2*groupPad, h+2*groupPad
	if g == 0 {
		return
	}
	title, lines := group.label.size()
	group.w = max(group.w, title+2*groupPad)
	group.h += max(groupTitle, lines+8) - groupPad/2
}

// spread turns the places within a group into places in the picture, from the outermost group inwards.
func (p *placement) spread(g int) {
	l := p.drawn[g]
	for i, e := range p.inner[g] {
		part := p.part(e)
		at := p.point(g, l.spots[i].x, l.spots[i].y)
		part.x, part.y = at.x, at.y
		if e.group {
			p.spread(e.index)
		}
	}
}

// point turns a place in the drawing of a group into one in the picture: drawings lead down, groups anywhere.
func (p *placement) point(g, x, y int) point {
	l, group := p.drawn[g], p.groups[g]
	w, h := l.w, l.h
	switch group.direction {
	case up:
		y = h - y
	case right:
		x, y, w, h = y, x, h, w
	case left:
		x, y, w, h = h-y, x, h, w
	}
	bottom := group.y + group.h/2 - groupPad
	return point{group.x - w/2 + x, bottom - h + y}
}

// side is one of two sides of a part, those that edges of a group touch.
type side struct {
	end       end
	far       bool // the side at which edges of the drawing leave
	direction direction
}

// port is one end of an edge on a side.
type port struct {
	edge  *edge
	start bool
	key   int // where the edge goes on, across the direction
	order int
}

// route finds the way of each edge: from its start, along the layers that it passes, to its end.
func (p *placement) route() {
	ports := map[side][]port{}
	var sides []side
	for g := range p.groups {
		for i, e := range p.edges[g] {
			s := p.spans[g][i]
			p.bends(g, e, s)
			for _, start := range []bool{true, false} {
				at, next := e.from, 0
				if !start {
					at, next = e.to, len(e.route)-1
				}
				k := side{at, start != s.turned, p.groups[g].direction}
				if ports[k] == nil {
					sides = append(sides, k)
				}
				key := p.across(g, p.target(e, start, next))
				ports[k] = append(ports[k], port{e, start, key, len(ports[k])})
			}
		}
	}
	type ending struct{ start, stop point }
	found := map[*edge]*ending{}
	for _, k := range sides {
		list := ports[k]
		slices.SortStableFunc(list, func(a, b port) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.order, b.order)) })
		for i, q := range list {
			if found[q.edge] == nil {
				found[q.edge] = &ending{}
			}
			at := p.port(k, i, len(list))
			if q.start {
				found[q.edge].start = at
			} else {
				found[q.edge].stop = at
			}
		}
	}
	for g := range p.groups {
		for _, e := range p.edges[g] {
			e.route = slices.Concat([]point{found[e].start}, e.route, []point{found[e].stop})
			if e.labelSplit >= 0 {
				e.labelSplit++
			}
		}
	}
	for _, e := range p.loops {
		p.loop(e)
	}
}

// target gives the point that an edge makes for when it leaves an end.
func (p *placement) target(e *edge, start bool, next int) point {
	if len(e.route) > 0 {
		return e.route[next]
	}
	other := p.part(e.to)
	if !start {
		other = p.part(e.from)
	}
	return point{other.x, other.y}
}

// across gives the coordinate of a point across the direction of a group.
func (p *placement) across(g int, at point) int {
	if p.groups[g].direction.sideways() {
		return at.y
	}
	return at.x
}

// bends gives an edge the points between its ends: out of the groups around its start, through the layers between, and
// into the groups around its end.
func (p *placement) bends(g int, e *edge, s *span) {
	l := p.drawn[g]
	e.labelSplit = -1
	var middle []point
	for i, v := range s.bends {
		if i == s.labelled {
			b := l.spots[v]
			e.labelAt = p.point(g, b.x, b.y)
			e.labelSplit = len(middle) + 1
			middle = append(middle, p.point(g, b.x, b.y-b.h/2), p.point(g, b.x, b.y+b.h/2))
			continue
		}
		middle = append(middle, p.pass(g, v)...)
	}
	if s.turned {
		slices.Reverse(middle)
		if e.labelSplit >= 0 {
			e.labelSplit = len(middle) - e.labelSplit
		}
	}
	var out, in []point
	for _, w := range p.tails[e] {
		var points []point
		for _, v := range w.tail.bends {
			points = append(points, p.pass(w.group, v)...)
		}
		if w.start != w.tail.after {
			slices.Reverse(points)
		}
		if w.start {
			out = append(out, points...)
		} else {
			in = append(points, in...)
		}
	}
	e.route = slices.Concat(out, middle, in)
	if e.labelSplit >= 0 {
		e.labelSplit += len(out)
	}
}

// pass gives the points where an edge enters and leaves the layer of a bend. Within the layer it leads straight on, so
// that it does not touch the boxes beside it.
func (p *placement) pass(g, v int) []point {
	l := p.drawn[g]
	b := l.spots[v]
	return []point{p.point(g, b.x, l.tops[b.rank]), p.point(g, b.x, l.ends[b.rank])}
}

// port gives the place of the i-th of n edges on a side of a part.
func (p *placement) port(k side, i, n int) point {
	part := p.part(k.end)
	d := k.direction
	length := part.w
	if d.sideways() {
		length = part.h
	}
	offset := 0
	if k.end.group || p.nodes[k.end.index].flat() {
		step := min(24, max(0, length-20)/max(1, n))
		offset = (2*i - (n - 1)) * step / 2
	}
	ahead := k.far == (d == down || d == right)
	if d.sideways() {
		return point{part.x + signed(part.w/2, ahead), part.y + offset}
	}
	return point{part.x + offset, part.y + signed(part.h/2, ahead)}
}

func signed(n int, positive bool) int {
	if positive {
		return n
	}
	return -n
}

// loop gives an edge from a part to itself its way around the right side.
func (p *placement) loop(e *edge) {
	part := p.part(e.from)
	x, dy := part.x+part.w/2, min(12, part.h/4)
	if !e.from.group {
		x -= p.nodes[e.from.index].recess(dy)
	}
	e.route = []point{{x, part.y - dy}, {x, part.y + dy}}
	w, _ := e.label.size()
	e.labelAt, e.labelSplit = point{part.x + part.w/2 + loopRoom - 6 + w/2, part.y}, -1
}

// flat tells whether edges may touch a box anywhere on its sides.
func (n *node) flat() bool {
	switch n.shape {
	case rectangle, rounded, subroutine, cylinder, bar:
		return true
	}
	return false
}

// recess tells how far the right side of a box lies inside its width, some pixels above or below the middle.
func (n *node) recess(dy int) int {
	switch n.shape {
	case diamond:
		return n.w * dy / n.h
	case hexagon:
		return 2 * leanBy * dy / n.h
	case circle, doubleCircle:
		return n.w/2 - root(n.w*n.w/4-dy*dy) + 1
	case stadium:
		return n.h/2 - root(n.h*n.h/4-dy*dy) + 1
	case leanRight, leanLeft, trapezoid, invertedTrapezoid:
		return leanBy / 2
	}
	return 0
}

// size gives the size of a box, so that its label has room in its shape.
func (n *node) size() (w, h int) {
	tw, th := n.label.size()
	tw, th = max(tw, 20), max(th, lineHeight)
	switch n.shape {
	case startDot, endDot:
		return 18, 18
	case bar:
		return 70, 8
	case diamond:
		if n.label.text() == "" {
			return 28, 28
		}
		// A label touches the sides where tw/w + th/h = 1.
		w = tw + 2*th + 30
		return w, max(th*w/(w-tw)+6, th+34)
	case circle, doubleCircle:
		d := root(tw*tw+th*th) + 14
		if n.shape == doubleCircle {
			d += 10
		}
		return d, d
	case hexagon, leanLeft, leanRight, trapezoid, invertedTrapezoid, pennant:
		return tw + 56, th + 20
	case cylinder:
		return tw + 32, th + 36
	case subroutine:
		return tw + 46, th + 20
	}
	return tw + 32, th + 20
}

// root gives the least integer whose square is not less than n.
func root(n int) int {
	r := 0
	for r*r < n {
		r++
	}
	return r
}
