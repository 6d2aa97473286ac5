package diagram

import (
	"fmt"

	"clausebook/internal/phrase"
)

// graph is what a flowchart or a state diagram says: boxes in groups, and edges between them.
type graph struct {
	kind               phrase.Phrase // "Flowchart" or "State diagram", for the words that stand for the picture
	title, description string
	direction          direction
	nodes              []*node
	edges              []*edge
	groups             []*group // the first holds everything and has no label
}

// direction is where edges lead.
type direction uint8

const (
	down direction = iota
	up
	right
	left
)

var directions = map[string]direction{"TB": down, "TD": down, "BT": up, "LR": right, "RL": left}

// sideways tells whether edges lead to the left or the right.
func (d direction) sideways() bool { return d == right || d == left }

// words says where edges lead.
func (d direction) words() phrase.Phrase {
	switch d {
	case up:
		return phrase.Of("from bottom to top")
	case right:
		return phrase.Of("from left to right")
	case left:
		return phrase.Of("from right to left")
	}
	return phrase.Of("from top to bottom")
}

type shape uint8

const (
	rectangle shape = iota
	rounded
	stadium
	subroutine
	cylinder
	circle
	doubleCircle
	pennant
	diamond
	hexagon
	leanRight
	leanLeft
	trapezoid
	invertedTrapezoid
	startDot
	endDot
	bar
)

// part is what an edge can end at: a node or a group, placed by its middle.
type part struct {
	x, y, w, h int
	parent     int // index of the group that holds it
}

type node struct {
	part
	id    string
	label label
	shape shape
}

type group struct {
	part
	id        string
	label     label
	direction direction
	depth     int
}

// end is one end of an edge: a node, or a group if group is set.
type end struct {
	index int
	group bool
}

type head uint8

const (
	headNone head = iota
	headArrow
	headCircle
	headCross
)

type stroke uint8

const (
	strokeSolid stroke = iota
	strokeDotted
	strokeThick
	strokeHidden
)

type edge struct {
	from, to   end
	label      label
	first      head // at the start
	last       head // at the end
	stroke     stroke
	length     int // in ranks, at least 1
	route      []point
	labelAt    point
	labelSplit int // index in route before which the label stands
}

type point struct{ x, y int }

// part gives the node or group at an end of an edge.
func (g *graph) part(e end) *part {
	if e.group {
		return &g.groups[e.index].part
	}
	return &g.nodes[e.index].part
}

// words names an end of an edge for a reader who does not see the picture.
func (g *graph) words(e end) phrase.Phrase {
	if e.group {
		if s := g.groups[e.index].label.text(); s != "" {
			return phrase.Text(s)
		}
		return phrase.Text(g.groups[e.index].id)
	}
	n := g.nodes[e.index]
	switch s := n.label.text(); {
	case s != "":
		return phrase.Text(s)
	case n.shape == startDot:
		return phrase.Of("start")
	case n.shape == endDot:
		return phrase.Of("end")
	}
	return phrase.Text(n.id)
}

// describe puts the diagram into words.
func (g *graph) describe() (title, description phrase.Phrase) {
	title = phrase.Text(g.title)
	if g.title == "" {
		title = phrase.Of("%s, %s", g.kind, g.direction.words())
	}
	if g.description != "" {
		return title, phrase.Text(g.description)
	}
	var boxes, edges []phrase.Phrase
	for i := range g.nodes {
		boxes = append(boxes, g.words(end{index: i}))
	}
	for _, e := range g.edges {
		edge := phrase.Of("%[1]s to %[2]s", g.words(e.from), g.words(e.to)) // with numbers, as "%s to %s" is a span of days
		if s := e.label.text(); s != "" {
			edge = phrase.Of("%s to %s (%s)", g.words(e.from), g.words(e.to), s)
		}
		edges = append(edges, edge)
	}
	description = phrase.Count(len(g.nodes), "%d box", "%d boxes")
	if len(boxes) > 0 {
		description = phrase.Of("%s: %s", description, phrase.Join(boxes, ", "))
	}
	if len(edges) > 0 {
		description = phrase.Of("%s. Connections: %s", description, phrase.Join(edges, "; "))
	}
	return title, phrase.Of("%s.", description)
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// builder makes a graph statement by statement.
type builder struct {
	graph
	ids   map[string]end
	depth []int // the open groups, outermost first
}

func newBuilder(kind phrase.Phrase, s *script, d direction) *builder {
	b := &builder{ids: map[string]end{}, depth: []int{0}}
	b.kind, b.title, b.description, b.direction = kind, s.title, s.description, d
	b.groups = []*group{{direction: d, part: part{parent: -1}}}
	return b
}

// open is the index of the group that statements speak of.
func (b *builder) open() int { return b.depth[len(b.depth)-1] }

// node gives the node or group with an id, and makes a node where there is none. A node belongs to the group in which
// it is named first.
func (b *builder) node(t text, id string) (end, error) {
	if e, ok := b.ids[id]; ok {
		return e, nil
	}
	if len(b.nodes) >= maxNodes {
		return end{}, t.fault(id, fmt.Sprintf("a diagram of more than %d boxes", maxNodes))
	}
	e := end{index: len(b.nodes)}
	b.nodes = append(b.nodes, &node{id: id, label: wrap(plain(id)), part: part{parent: b.open()}})
	b.ids[id] = e
	return e, nil
}

// push opens a group.
func (b *builder) push(t text, id string, l label) error {
	if len(b.depth) > maxDepth {
		return t.fault(id, fmt.Sprintf("groups nested deeper than %d", maxDepth))
	}
	if len(b.groups) > maxNodes {
		return t.fault(id, fmt.Sprintf("more than %d groups", maxNodes))
	}
	parent := b.open()
	index := len(b.groups)
	b.groups = append(b.groups, &group{id: id, label: l, direction: b.groups[parent].direction, depth: len(b.depth),
		part: part{parent: parent}})
	if old, ok := b.ids[id]; ok && old.group {
		return t.fault(id, "a group with this name exists already")
	} else if ok {
		b.become(old, index)
	}
	b.ids[id] = end{index, true}
	b.depth = append(b.depth, index)
	return nil
}

// become lets a node that edges named before its group was opened stand for the group: its edges are the group's.
func (b *builder) become(old end, index int) {
	now := end{index, true}
	for _, e := range b.edges {
		if e.from == old {
			e.from = now
		}
		if e.to == old {
			e.to = now
		}
	}
	n := b.nodes[old.index]
	if g := b.groups[index]; g.label.text() == g.id {
		g.label = n.label
	}
	n.parent = -1
}

// pop closes a group.
func (b *builder) pop(t text) error {
	if len(b.depth) == 1 {
		return t.here("there is nothing to end here")
	}
	b.depth = b.depth[:len(b.depth)-1]
	return nil
}

// link adds an edge.
func (b *builder) link(t text, e edge) error {
	if len(b.edges) >= maxEdges {
		return t.here(fmt.Sprintf("a diagram of more than %d edges", maxEdges))
	}
	e.length = max(1, min(e.length, 5))
	b.edges = append(b.edges, &e)
	return nil
}

// finish checks what can be known only at the end, and drops the nodes that have become groups.
func (b *builder) finish(s *script) (*graph, error) {
	if len(b.depth) > 1 {
		return nil, s.end().here(fmt.Sprintf("the group %q is not closed", b.groups[b.open()].id))
	}
	kept := make([]int, len(b.nodes))
	var nodes []*node
	for i, n := range b.nodes {
		kept[i] = len(nodes)
		if n.parent >= 0 {
			nodes = append(nodes, n)
		}
	}
	b.nodes = nodes
	for _, e := range b.edges {
		for _, end := range []*end{&e.from, &e.to} {
			if !end.group {
				end.index = kept[end.index]
			}
		}
		if b.holds(e.from, e.to) || b.holds(e.to, e.from) {
			return nil, s.end().here(fmt.Sprintf("an edge between the group %q and what it holds", b.words(e.from)))
		}
	}
	if len(b.nodes) == 0 && len(b.groups) == 1 {
		return nil, s.end().here("the diagram has no boxes")
	}
	return &b.graph, nil
}

// holds tells whether the first end is a group that holds the second, at any depth.
func (g *graph) holds(outer, inner end) bool {
	if !outer.group || outer == inner {
		return false
	}
	for p := g.part(inner).parent; p >= 0; p = g.groups[p].parent {
		if p == outer.index {
			return true
		}
	}
	return false
}
