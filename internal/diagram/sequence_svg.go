package diagram

import (
	"fmt"
	"strconv"

	"clausebook/internal/phrase"
)

const (
	peopleGap = 40 // pixels between the boxes of participants
	stepGap   = 16 // between steps
	notePad   = 10
	frameGap  = 12 // between a frame and one within it
)

// sequenceDrawing writes a sequence diagram from top to bottom.
type sequenceDrawing struct {
	*sequence
	canvas canvas
	y      int
	left   int // the outermost places that anything takes
	right  int
	frames []openFrame
	gaps   []gap
	number int
}

// gap is a place that the lines of participants leave free, because words stand there.
type gap struct{ left, right, top, bottom int }

type openFrame struct {
	top   int
	parts []point // where parts of the frame begin
}

// svg places and writes a sequence diagram: once to learn its size, once to write it.
func (s *sequence) svg(say func(phrase.Phrase) string) ([]byte, error) {
	top := s.spread()
	probe := &sequenceDrawing{sequence: s}
	probe.draw(top)
	shift := -probe.left
	for _, p := range s.people {
		p.x += shift
	}
	d := &sequenceDrawing{sequence: s}
	title, description := s.describe()
	d.canvas.open(probe.right+shift+frameGap, probe.y+frameGap, say(title), say(description))
	d.left, d.right = 0, probe.right+shift
	d.draw(top)
	return d.canvas.close(), nil
}

// spread gives the participants their places: apart as their boxes and the words between neighbours need. It gives
// the height of the boxes.
func (s *sequence) spread() int {
	height := 0
	for _, p := range s.people {
		w, h := p.label.size()
		p.w = max(w+28, 70)
		height = max(height, h+22)
	}
	room := make([]int, len(s.people)) // needed between a participant and the next
	for i := range room[1:] {
		room[i] = (s.people[i].w+s.people[i+1].w)/2 + peopleGap
	}
	for _, t := range s.steps {
		s.need(room, t)
	}
	x := 0
	for i, p := range s.people {
		if i > 0 {
			x += room[i-1]
		}
		p.x = x
	}
	return height
}

// need widens the room between participants for the words of a step.
func (s *sequence) need(room []int, t step) {
	w, _ := t.label.size()
	a, b := min(t.from, t.to), max(t.from, t.to)
	switch {
	case t.kind == stepMessage && a == b || t.kind == stepNoteRight:
		room[b] = max(room[b], w+60)
	case t.kind == stepNoteLeft && a > 0:
		room[a-1] = max(room[a-1], w+60)
	case t.kind == stepMessage && s.numbered:
		w += 30
		fallthrough
	case t.kind == stepMessage || t.kind == stepNoteOver && a < b:
		for i := a; i < b; i++ {
			room[i] = max(room[i], (w+30)/(b-a))
		}
	}
}

// draw writes everything, below boxes of the given height.
func (d *sequenceDrawing) draw(top int) {
	d.y = top + 8
	d.number = 0
	for _, p := range d.people {
		d.reach(p.x-p.w/2-4, p.x+p.w/2+4)
	}
	body := d.canvas.Len()
	for _, t := range d.steps {
		d.step(t)
	}
	d.y += stepGap
	d.lifelines(top, body)
}

// lifelines writes the participants and their lines, below what was written from a place on.
func (d *sequenceDrawing) lifelines(height, from int) {
	steps := append([]byte(nil), d.canvas.Bytes()[from:]...)
	d.canvas.Truncate(from)
	for _, p := range d.people {
		d.canvas.path("diagram-lifeline", strokeAttributes[strokeDotted], d.lifeline(p.x, height+8))
		radius := 0
		if p.actor {
			radius = height / 2
		}
		d.canvas.rect("diagram-node", p.x-p.w/2, 8, p.w, height, radius)
		d.canvas.words(p.label, p.x, 8+height/2)
	}
	d.canvas.Write(steps)
}

// lifeline gives the path of one line, from a height on, with its gaps.
func (d *sequenceDrawing) lifeline(x, from int) string {
	path := fmt.Sprintf("M%d %d", x, from)
	for _, g := range d.gaps {
		if g.left <= x && x <= g.right {
			path += fmt.Sprintf("V%dM%d %d", g.top, x, g.bottom)
		}
	}
	return path + fmt.Sprintf("V%d", d.y)
}

// reach notes that something takes the room between two places.
func (d *sequenceDrawing) reach(left, right int) {
	d.left, d.right = min(d.left, left), max(d.right, right)
}

// step writes one step.
func (d *sequenceDrawing) step(t step) {
	d.y += stepGap
	switch t.kind {
	case stepMessage:
		d.message(t)
	case stepFrame:
		d.frames = append(d.frames, openFrame{top: d.y})
		d.heading(t)
	case stepElse:
		f := &d.frames[len(d.frames)-1]
		f.parts = append(f.parts, point{0, d.y})
		d.heading(t)
	case stepEnd:
		d.frame()
	default:
		d.note(t)
	}
}

// message writes an arrow with its words above it.
func (d *sequenceDrawing) message(t step) {
	d.number++
	words := t.label
	if d.numbered {
		words = append(label{strconv.Itoa(d.number) + ". " + t.label.first()}, t.label.rest()...)
	}
	w, h := words.size()
	from, to := d.people[t.from].x, d.people[t.to].x
	d.y += h
	if t.from == t.to {
		d.self(t, words, from)
		return
	}
	if h > 0 {
		d.canvas.words(words, (from+to)/2, d.y-h/2-2)
		d.gaps = append(d.gaps, gap{(from+to)/2 - w/2, (from+to)/2 + w/2, d.y - h, d.y})
	}
	d.reach((from+to)/2-w/2, (from+to)/2+w/2)
	d.y += 6
	a, b := point{from, d.y}, point{to, d.y}
	d.canvas.head(t.first, b, a)
	d.canvas.head(t.last, a, b)
	a2, b2 := shorten(t.first, b, a), shorten(t.last, a, b)
	d.canvas.path("diagram-edge", strokeAttributes[t.stroke], fmt.Sprintf("M%d %dL%d %d", a2.x, a2.y, b2.x, b2.y))
}

// self writes a message from a participant to the same.
func (d *sequenceDrawing) self(t step, words label, x int) {
	w, h := words.size()
	if h > 0 {
		d.canvas.words(words, x+12+w/2, d.y-h/2)
	}
	d.reach(x, x+w+24)
	d.reach(x, x+44)
	tip := point{x, d.y + 20}
	end := shorten(t.last, point{x + 1, tip.y}, tip)
	d.canvas.path("diagram-edge", strokeAttributes[t.stroke], fmt.Sprintf("M%d %dH%dV%dH%d", x, d.y+4, x+34, end.y, end.x))
	d.canvas.head(t.last, point{x + 1, tip.y}, tip)
	d.y += 20
}

// first gives the first line of a label.
func (l label) first() string {
	if len(l) == 0 {
		return ""
	}
	return l[0]
}

// rest gives the lines after the first.
func (l label) rest() label {
	if len(l) == 0 {
		return nil
	}
	return l[1:]
}

// note writes a note beside or over participants.
func (d *sequenceDrawing) note(t step) {
	w, h := t.label.size()
	w, h = w+2*notePad, h+notePad
	a, b := d.people[t.from].x, d.people[t.to].x
	x := (a+b)/2 - w/2
	switch t.kind {
	case stepNoteLeft:
		x = a - w - notePad
	case stepNoteRight:
		x = b + notePad
	case stepNoteOver:
		if t.from != t.to {
			w = max(w, b-a+2*peopleGap)
			x = (a+b)/2 - w/2
		}
	}
	d.canvas.rect("diagram-note", x, d.y, w, h, 0)
	d.canvas.words(t.label, x+w/2, d.y+h/2)
	d.gaps = append(d.gaps, gap{x, x + w, d.y, d.y + h})
	d.reach(x-4, x+w+4)
	d.y += h
}

// heading writes the words at the top of a frame or of a part of it.
func (d *sequenceDrawing) heading(t step) {
	words := t.word
	for i, line := range t.label {
		if i == 0 && line != "" {
			line = " [" + line
		}
		words += line + [2]string{"", " "}[b2i(i < len(t.label)-1)]
	}
	if t.label.text() != "" {
		words += "]"
	}
	x := d.edge() + 8
	right := x + textWidth(words)
	d.canvas.line(words, x, d.y+16, "start")
	d.gaps = append(d.gaps, gap{x, right, d.y + 2, d.y + 20})
	d.reach(x, right+frameGap)
	d.y += 20
}

// edge gives the left side of the innermost open frame.
func (d *sequenceDrawing) edge() int {
	return d.people[0].x - peopleGap - d.people[0].w/2 + len(d.frames)*frameGap
}

// frame closes the innermost frame and writes it. Frames reach from the first participant to the last.
func (d *sequenceDrawing) frame() {
	f := d.frames[len(d.frames)-1]
	inset, left := len(d.frames)*frameGap, d.edge()
	d.frames = d.frames[:len(d.frames)-1]
	last := d.people[len(d.people)-1]
	right := last.x + last.w/2 + peopleGap - inset
	d.canvas.rect("diagram-group", left, f.top, right-left, d.y-f.top, 4)
	for _, p := range f.parts {
		d.canvas.path("diagram-edge", strokeAttributes[strokeDotted], fmt.Sprintf("M%d %dH%d", left, p.y, right))
	}
	d.reach(left-4, right+4)
}
