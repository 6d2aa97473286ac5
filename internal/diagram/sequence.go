package diagram

import (
	"fmt"
	"regexp"
	"strings"

	"clausebook/internal/phrase"
)

// sequence is what a sequence diagram says: participants side by side, and what happens between them from top to
// bottom.
type sequence struct {
	title, description string
	people             []*participant
	steps              []step
	numbered           bool
}

type participant struct {
	id    string
	label label
	actor bool
	x, w  int
}

// step is one thing that happens: a message, a note, or the start, middle or end of a frame around others.
type step struct {
	kind     stepKind
	from, to int // participants
	label    label
	word     string // of a frame: loop, alt …
	stroke   stroke
	last     head
	first    head
}

type stepKind uint8

const (
	stepMessage stepKind = iota
	stepNoteOver
	stepNoteLeft
	stepNoteRight
	stepFrame
	stepElse
	stepEnd
)

const maxSteps = 300

// readSequence reads the statements of a sequence diagram.
func readSequence(s *script, rest text) (drawing, error) {
	if rest.s != "" {
		return nil, rest.here("nothing was expected after the kind of diagram")
	}
	r := &sequenceReader{ids: map[string]int{}}
	r.title, r.description = s.title, s.description
	for {
		t, ok := s.next()
		if !ok {
			break
		}
		if err := r.statement(t); err != nil {
			return nil, err
		}
		if len(r.steps) > maxSteps {
			return nil, t.here(fmt.Sprintf("more than %d messages", maxSteps))
		}
	}
	if len(r.frames) > 0 {
		return nil, s.end().here(fmt.Sprintf("%q is not closed by end", r.frames[len(r.frames)-1]))
	}
	if len(r.people) == 0 {
		return nil, s.end().here("the diagram has no participants")
	}
	return &r.sequence, nil
}

type sequenceReader struct {
	sequence
	ids    map[string]int
	frames []string // the open frames
}

var (
	participantForm = regexp.MustCompile(`^(.*?)(?:\s+as\s+(.*))?$`)
	noteForm        = regexp.MustCompile(`^(left of|right of|over)\s+([^:]*):(.*)$`)
	// arrowForm finds the arrow of a message. What stands before it may hold a hyphen, so that the first that reads as
	// an arrow is meant.
	arrowForm = regexp.MustCompile(`(<<)?(--?)(>>|>|x|\))([+-]?)`)
)

// frameWords start a frame, and partWords divide one.
var (
	frameWords = map[string]bool{"loop": true, "alt": true, "opt": true, "par": true, "critical": true, "break": true}
	partWords  = map[string]string{"else": "alt", "and": "par", "option": "critical"}
)

// statement reads one statement.
func (r *sequenceReader) statement(t text) error {
	word, rest := t.word()
	switch {
	case word == "participant" || word == "actor":
		return r.declare(rest, word == "actor")
	case word == "autonumber":
		r.numbered = true
		return nil
	case word == "activate" || word == "deactivate":
		_, err := r.person(rest, rest.s)
		return err
	case strings.EqualFold(word, "note"):
		return r.note(rest)
	case word == "title" || word == "title:":
		r.title = strings.TrimSpace(strings.TrimPrefix(rest.s, ":"))
		return nil
	case frameWords[word]:
		return r.frame(t, word, rest)
	case partWords[word] != "":
		return r.middle(t, word, rest)
	case word == "end":
		return r.close(t)
	case word == "link" || word == "links":
		return t.here("links in diagrams are not followed; write the link below the diagram")
	case word == "box" || word == "rect" || word == "create" || word == "destroy" || word == "properties":
		return t.here("this is not drawn")
	}
	return r.message(t)
}

// declare reads "A as some words".
func (r *sequenceReader) declare(t text, actor bool) error {
	m := participantForm.FindStringSubmatch(t.s)
	id := strings.TrimSpace(m[1])
	if id == "" || strings.Contains(id, "@{") {
		return t.here("the name of a participant was expected here")
	}
	i, err := r.person(t, id)
	if err != nil {
		return err
	}
	r.people[i].actor = actor
	if m[2] != "" {
		inner := t
		inner.s = m[2]
		r.people[i].label, err = newLabel(inner)
	}
	return err
}

// person gives the index of a participant, who comes into being when named first.
func (r *sequenceReader) person(t text, id string) (int, error) {
	id = strings.TrimSpace(id)
	if i, ok := r.ids[id]; ok {
		return i, nil
	}
	if id == "" {
		return 0, t.here("the name of a participant was expected here")
	}
	if len(r.people) >= maxNodes/4 {
		return 0, t.here(fmt.Sprintf("more than %d participants", maxNodes/4))
	}
	l, err := newLabel(text{id, t.line, t.col})
	if err != nil {
		return 0, err
	}
	r.ids[id] = len(r.people)
	r.people = append(r.people, &participant{id: id, label: l})
	return len(r.people) - 1, nil
}

// message reads "A->>B: words".
func (r *sequenceReader) message(t text) error {
	before, _, found := strings.Cut(t.s, ":")
	m := arrowForm.FindStringSubmatchIndex(before)
	if m == nil {
		return t.here("a message such as A->>B: words was expected here")
	}
	from, err := r.person(t, before[:m[0]])
	if err != nil {
		return err
	}
	to, err := r.person(t.from(m[1]), before[m[1]:])
	if err != nil {
		return err
	}
	s := step{from: from, to: to, last: sequenceHeads[before[m[6]:m[7]]]}
	if m[2] >= 0 {
		s.first = headArrow
	}
	if before[m[4]:m[5]] == "--" {
		s.stroke = strokeDotted
	}
	if found {
		if s.label, err = newLabel(t.from(len(before) + 1)); err != nil {
			return err
		}
	}
	r.steps = append(r.steps, s)
	return nil
}

var sequenceHeads = map[string]head{">>": headArrow, ">": headNone, "x": headCross, ")": headArrow}

// note reads "over A,B: words".
func (r *sequenceReader) note(t text) error {
	m := noteForm.FindStringSubmatch(t.s)
	if m == nil {
		return t.here("left of, right of or over, and words after a colon were expected here")
	}
	a, b, two := strings.Cut(m[2], ",")
	if !two {
		b = a
	}
	from, err := r.person(t, a)
	if err != nil {
		return err
	}
	to, err := r.person(t, b)
	if err != nil {
		return err
	}
	l, err := newLabel(text{m[3], t.line, t.col})
	kind := map[string]stepKind{"left of": stepNoteLeft, "right of": stepNoteRight, "over": stepNoteOver}[m[1]]
	r.steps = append(r.steps, step{kind: kind, from: min(from, to), to: max(from, to), label: l})
	return err
}

// frame opens a frame.
func (r *sequenceReader) frame(t text, word string, rest text) error {
	if len(r.frames) >= maxDepth {
		return t.here(fmt.Sprintf("frames nested deeper than %d", maxDepth))
	}
	l, err := newLabel(rest)
	r.frames = append(r.frames, word)
	r.steps = append(r.steps, step{kind: stepFrame, word: word, label: l})
	return err
}

// middle divides the open frame.
func (r *sequenceReader) middle(t text, word string, rest text) error {
	if len(r.frames) == 0 || r.frames[len(r.frames)-1] != partWords[word] {
		return t.here(fmt.Sprintf("this divides %q, which is not open here", partWords[word]))
	}
	l, err := newLabel(rest)
	r.steps = append(r.steps, step{kind: stepElse, word: word, label: l})
	return err
}

// close ends the open frame.
func (r *sequenceReader) close(t text) error {
	if len(r.frames) == 0 {
		return t.here("there is nothing to end here")
	}
	r.frames = r.frames[:len(r.frames)-1]
	r.steps = append(r.steps, step{kind: stepEnd})
	return nil
}

// describe puts the diagram into words.
func (s *sequence) describe() (title, description phrase.Phrase) {
	title = phrase.Text(s.title)
	if s.title == "" {
		title = phrase.Of("Sequence diagram")
	}
	if s.description != "" {
		return title, phrase.Text(s.description)
	}
	var people []phrase.Phrase
	for _, p := range s.people {
		people = append(people, phrase.Text(p.label.text()))
	}
	said := []phrase.Phrase{{}}
	if len(people) > 0 {
		said[0] = phrase.Of("Participants: %s", phrase.Join(people, ", "))
	}
	for _, t := range s.steps {
		switch t.kind {
		case stepMessage:
			said = append(said, phrase.Of("%s to %s: %s", s.people[t.from].label.text(), s.people[t.to].label.text(), t.label.text()))
		case stepEnd:
			said = append(said, phrase.Of("End"))
		case stepFrame, stepElse:
			said = append(said, phrase.Text(strings.TrimSpace(t.word+" "+t.label.text())))
		default:
			said = append(said, phrase.Of("Note: %s", t.label.text()))
		}
	}
	return title, phrase.Of("%s.", phrase.Join(said, ". "))
}
