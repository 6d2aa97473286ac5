package diagram

import (
	"bytes"
	"fmt"
	"strings"

	"clausebook/internal/phrase"
)

// maxWidth is the width in pixels beyond which a picture is shown smaller than it was drawn.
const maxWidth = 960

// canvas writes an SVG element. Everything is a shape with a class; the attributes for colours are those of a page
// without a style sheet, which any rule of one overrides.
type canvas struct{ bytes.Buffer }

// open starts the picture and says in words what it shows.
func (c *canvas) open(w, h int, title, description string) {
	shownW, shownH := w, h
	if w > maxWidth {
		shownW, shownH = maxWidth, max(1, h*maxWidth/max(1, w))
	}
	fmt.Fprintf(c, `<svg xmlns="http://www.w3.org/2000/svg" class="diagram-svg" role="img" viewBox="0 0 %d %d" width="%d" height="%d" `+
		`font-size="14" font-family="sans-serif" fill="none" stroke="currentColor">`, w, h, shownW, shownH)
	fmt.Fprintf(c, "\n<title>%s</title>\n<desc>%s</desc>\n", escape(title), escape(description))
}

func (c *canvas) close() []byte {
	c.WriteString("</svg>")
	return c.Bytes()
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;")

// escape writes text so that it is text, in an element and in an attribute alike.
func escape(s string) string { return escaper.Replace(strings.ToValidUTF8(s, "\uFFFD")) }

// words writes a label around its middle.
func (c *canvas) words(l label, x, y int) {
	if l.text() == "" {
		return
	}
	top := y - len(l)*lineHeight/2
	for i, line := range l {
		if line != "" {
			c.line(line, x, top+i*lineHeight+13, "middle")
		}
	}
}

// line writes one line of text; y is its base line.
func (c *canvas) line(s string, x, y int, anchor string) {
	fmt.Fprintf(c, `<text class="diagram-label" x="%d" y="%d" text-anchor="%s" fill="currentColor" stroke="none">%s</text>`+"\n",
		x, y, anchor, escape(s))
}

func (c *canvas) rect(class string, x, y, w, h, radius int) {
	fmt.Fprintf(c, `<rect class="%s" x="%d" y="%d" width="%d" height="%d"`, class, x, y, w, h)
	if radius > 0 {
		fmt.Fprintf(c, ` rx="%d"`, radius)
	}
	c.WriteString("/>\n")
}

func (c *canvas) circle(class string, x, y, r int) {
	fmt.Fprintf(c, `<circle class="%s" cx="%d" cy="%d" r="%d"/>`+"\n", class, x, y, r)
}

func (c *canvas) polygon(points ...point) {
	c.WriteString(`<polygon class="diagram-node" points="`)
	for i, p := range points {
		fmt.Fprintf(c, "%s%d,%d", [2]string{" ", ""}[b2i(i == 0)], p.x, p.y)
	}
	c.WriteString("\"/>\n")
}

func (c *canvas) path(class, attributes, d string) {
	fmt.Fprintf(c, `<path class="%s"%s d="%s"/>`+"\n", class, attributes, d)
}

// strokeAttributes are those of the kinds of lines.
var strokeAttributes = [...]string{strokeSolid: "", strokeDotted: ` stroke-dasharray="4 4"`, strokeThick: ` stroke-width="3"`}

// headLength is how far a head reaches back along its line.
var headLength = [...]int{headNone: 0, headArrow: 9, headCircle: 10, headCross: 0}

// head writes the head of a line whose tip is at p, coming from the point before it.
func (c *canvas) head(h head, before, p point) {
	dx, dy := sign(p.x-before.x), sign(p.y-before.y)
	if dx != 0 {
		dy = 0
	}
	back := func(along, aside int) point { return point{p.x - along*dx - aside*dy, p.y - along*dy + aside*dx} }
	switch h {
	case headArrow:
		fmt.Fprintf(c, `<polygon class="diagram-head" fill="currentColor" points="%d,%d %d,%d %d,%d"/>`+"\n",
			p.x, p.y, back(10, 4).x, back(10, 4).y, back(10, -4).x, back(10, -4).y)
	case headCircle:
		middle := back(5, 0)
		c.circle("diagram-head", middle.x, middle.y, 5)
	case headCross:
		a, b, d, e := back(10, 5), back(0, -5), back(10, -5), back(0, 5)
		c.path("diagram-edge", "", fmt.Sprintf("M%d %dL%d %dM%d %dL%d %d", a.x, a.y, b.x, b.y, d.x, d.y, e.x, e.y))
	}
}

// shorten moves the end of a line back, so that it does not show through its head.
func shorten(h head, before, p point) point {
	n := headLength[h]
	if p.x != before.x {
		return point{p.x - n*sign(p.x-before.x), p.y}
	}
	return point{p.x, p.y - n*sign(p.y-before.y)}
}

func sign(n int) int { return b2i(n > 0) - b2i(n < 0) }

// svg places and writes a graph.
func (g *graph) svg(say func(phrase.Phrase) string) ([]byte, error) {
	w, h, err := g.place()
	if err != nil {
		return nil, err
	}
	c := &canvas{}
	title, description := g.describe()
	c.open(w, h, say(title), say(description))
	for _, group := range g.groups[1:] {
		c.rect("diagram-group", group.x-group.w/2, group.y-group.h/2, group.w, group.h, 6)
		c.words(group.label, group.x, group.y-group.h/2+4+len(group.label)*lineHeight/2)
	}
	for _, e := range g.edges {
		g.drawEdge(c, e)
	}
	for _, n := range g.nodes {
		c.node(n)
	}
	return c.close(), nil
}

// drawEdge writes an edge as one or two curves, which leave room for its label.
func (g *graph) drawEdge(c *canvas, e *edge) {
	if e.stroke == strokeHidden {
		return
	}
	if e.from == e.to {
		c.loop(e)
	} else {
		route := straighten(e, g.sideways(e))
		n := len(route)
		c.head(e.first, route[1], route[0])
		c.head(e.last, route[n-2], route[n-1])
		route[0], route[n-1] = shorten(e.first, route[1], route[0]), shorten(e.last, route[n-2], route[n-1])
		c.path("diagram-edge", strokeAttributes[e.stroke], curve(route, e.labelSplit, g.sideways(e)))
	}
	c.words(e.label, e.labelAt.x, e.labelAt.y)
}

// sideways tells whether an edge leads to the left or right.
func (g *graph) sideways(e *edge) bool {
	p := placement{graph: g}
	return g.groups[p.home(e)].direction.sideways()
}

// straighten puts points before the ends of a route, so that every edge meets its ends at a right angle.
func straighten(e *edge, sideways bool) []point {
	r := e.route
	const lead = 14
	n := len(r)
	first, last := r[0], r[n-1]
	if sideways {
		first.x += lead * sign(r[1].x-r[0].x)
		last.x -= lead * sign(r[n-1].x-r[n-2].x)
	} else {
		first.y += lead * sign(r[1].y-r[0].y)
		last.y -= lead * sign(r[n-1].y-r[n-2].y)
	}
	out := append([]point{r[0], first}, r[1:n-1]...)
	return append(out, last, r[n-1])
}

// curve gives the path through points: straight on within layers, bent between them, open where the label stands.
func curve(r []point, split int, sideways bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "M%d %d", r[0].x, r[0].y)
	for i := 1; i < len(r); i++ {
		p, q := r[i-1], r[i]
		switch {
		case split >= 0 && i == split+1: // straighten put one point before it
			fmt.Fprintf(&b, "M%d %d", q.x, q.y)
		case p.x == q.x || p.y == q.y:
			fmt.Fprintf(&b, "L%d %d", q.x, q.y)
		case sideways:
			m := (p.x + q.x) / 2
			fmt.Fprintf(&b, "C%d %d %d %d %d %d", m, p.y, m, q.y, q.x, q.y)
		default:
			m := (p.y + q.y) / 2
			fmt.Fprintf(&b, "C%d %d %d %d %d %d", p.x, m, q.x, m, q.x, q.y)
		}
	}
	return b.String()
}

// loop writes an edge from a box to itself.
func (c *canvas) loop(e *edge) {
	a, b := e.route[0], e.route[1]
	tip := shorten(e.last, point{b.x + 1, b.y}, b)
	c.path("diagram-edge", strokeAttributes[e.stroke],
		fmt.Sprintf("M%d %dC%d %d %d %d %d %d", a.x, a.y, a.x+loopRoom, a.y-12, tip.x+loopRoom-9, tip.y+12, tip.x, tip.y))
	c.head(e.last, point{b.x + 1, b.y}, b)
}

// leanBy is how far the slanted sides of a box lean, in pixels.
const leanBy = 14

// node writes a box with its label.
func (c *canvas) node(n *node) {
	x, y, r, b := n.x-n.w/2, n.y-n.h/2, n.x-n.w/2+n.w, n.y-n.h/2+n.h
	const class, lean = "diagram-node", leanBy
	switch n.shape {
	case rounded:
		c.rect(class, x, y, n.w, n.h, 8)
	case stadium:
		c.rect(class, x, y, n.w, n.h, n.h/2)
	case subroutine:
		c.rect(class, x, y, n.w, n.h, 0)
		c.path(class, "", fmt.Sprintf("M%d %dV%dM%d %dV%d", x+8, y, b, r-8, y, b))
	case cylinder:
		c.path(class, "", fmt.Sprintf("M%d %dA%d 7 0 0 1 %d %dV%dA%d 7 0 0 1 %d %dZM%d %dA%d 7 0 0 0 %d %d",
			x, y+7, n.w/2, r, y+7, b-7, n.w/2, x, b-7, x, y+7, n.w/2, r, y+7))
	case circle:
		c.circle(class, n.x, n.y, n.w/2)
	case doubleCircle:
		c.circle(class, n.x, n.y, n.w/2)
		c.circle(class, n.x, n.y, n.w/2-4)
	case pennant:
		c.polygon(point{x, y}, point{r, y}, point{r, b}, point{x, b}, point{x + lean, n.y})
	case diamond:
		c.polygon(point{n.x, y}, point{r, n.y}, point{n.x, b}, point{x, n.y})
	case hexagon:
		c.polygon(point{x + lean, y}, point{r - lean, y}, point{r, n.y}, point{r - lean, b}, point{x + lean, b}, point{x, n.y})
	case leanRight:
		c.polygon(point{x + lean, y}, point{r, y}, point{r - lean, b}, point{x, b})
	case leanLeft:
		c.polygon(point{x, y}, point{r - lean, y}, point{r, b}, point{x + lean, b})
	case trapezoid:
		c.polygon(point{x + lean, y}, point{r - lean, y}, point{r, b}, point{x, b})
	case invertedTrapezoid:
		c.polygon(point{x, y}, point{r, y}, point{r - lean, b}, point{x + lean, b})
	case startDot:
		c.mark(n.x, n.y, 8)
	case endDot:
		c.circle(class, n.x, n.y, 8)
		c.mark(n.x, n.y, 5)
	case bar:
		fmt.Fprintf(c, `<rect class="diagram-mark" fill="currentColor" x="%d" y="%d" width="%d" height="%d"/>`+"\n", x, y, n.w, n.h)
	default:
		c.rect(class, x, y, n.w, n.h, 0)
	}
	c.words(n.label, n.x, n.y)
}

// mark writes a filled circle.
func (c *canvas) mark(x, y, r int) {
	fmt.Fprintf(c, `<circle class="diagram-mark" fill="currentColor" stroke="none" cx="%d" cy="%d" r="%d"/>`+"\n", x, y, r)
}
