package diagram

import (
	"regexp"
	"strconv"
	"strings"

	"clausebook/internal/phrase"
)

// readState reads the statements of a state diagram.
func readState(s *script, rest text) (drawing, error) {
	if rest.s != "" {
		return nil, rest.here("nothing was expected after the kind of diagram")
	}
	b := newBuilder(phrase.Of("State diagram"), s, down)
	for {
		t, ok := s.next()
		if !ok {
			return b.finish(s)
		}
		if err := stateStatement(b, t); err != nil {
			return nil, err
		}
	}
}

// stateStatement reads one statement.
func stateStatement(b *builder, t text) error {
	word, rest := t.word()
	switch word {
	case "}":
		return b.pop(t)
	case "direction":
		return turn(b, rest)
	case "classDef", "class", "style", "hide", "scale":
		return nil // looks, which the theme decides
	case "note", "--":
		return t.here("notes and concurrent states are not drawn")
	case "click":
		return t.here("links in diagrams are not followed; write the link below the diagram")
	case "state":
		return declareState(b, rest)
	}
	if i := strings.Index(t.s, "-->"); i >= 0 {
		return transition(b, t, i)
	}
	return describeState(b, t)
}

var (
	stateAlias  = regexp.MustCompile(`^"([^"]*)"\s+as\s+(\S+?)\s*(\{?)$`)
	stateStereo = regexp.MustCompile(`^(\S+)\s+(?:<<|\[\[)(\w+)(?:>>|\]\])$`)
	stateGroup  = regexp.MustCompile(`^(\S+?)\s*\{$`)
)

// stereotypes are the states that are drawn as a mark.
var stereotypes = map[string]shape{"choice": diamond, "fork": bar, "join": bar}

// declareState reads what follows the word "state".
func declareState(b *builder, t text) error {
	if m := stateAlias.FindStringSubmatch(t.s); m != nil {
		inner := t
		inner.s = m[1]
		l, err := newLabel(inner)
		if err != nil {
			return err
		}
		if m[3] != "" {
			return b.push(t, m[2], l)
		}
		return nameState(b, t, m[2], l)
	}
	if m := stateStereo.FindStringSubmatch(t.s); m != nil {
		s, ok := stereotypes[m[2]]
		if !ok {
			return t.here("of the marked states, choice, fork and join are drawn")
		}
		e, err := b.node(t, m[1])
		if err != nil {
			return err
		}
		if e.group {
			return t.here("a group cannot get the shape of a box")
		}
		b.nodes[e.index].shape, b.nodes[e.index].label = s, nil
		return nil
	}
	if m := stateGroup.FindStringSubmatch(t.s); m != nil {
		return b.push(t, m[1], label{m[1]})
	}
	_, _, err := stateNode(b, t, true)
	return err
}

// nameState gives a state its label.
func nameState(b *builder, t text, id string, l label) error {
	e, err := b.node(t, id)
	if err != nil {
		return err
	}
	if e.group {
		b.groups[e.index].label = l
		return nil
	}
	b.nodes[e.index].label, b.nodes[e.index].shape = l, rounded
	return nil
}

// describeState reads "id : words", or an id alone.
func describeState(b *builder, t text) error {
	id, words, found := strings.Cut(t.s, ":")
	if !found || strings.HasPrefix(words, "::") {
		_, rest, err := stateNode(b, t, true)
		if err == nil && rest.trim().s != "" && !strings.HasPrefix(rest.s, ":::") {
			return rest.trim().here("a transition such as --> was expected here")
		}
		return err
	}
	inner := t.from(len(id) + 1)
	inner.s = words
	l, err := newLabel(inner)
	if err != nil {
		return err
	}
	return nameState(b, t, strings.TrimSpace(id), l)
}

// transition reads "A --> B : words"; at is where the arrow stands.
func transition(b *builder, t text, at int) error {
	left := t
	left.s = t.s[:at]
	from, rest, err := stateNode(b, left, true)
	if err != nil {
		return err
	}
	if rest = rest.trim(); rest.s != "" && !strings.HasPrefix(rest.s, ":::") {
		return rest.here("an arrow was expected here")
	}
	to, rest, err := stateNode(b, t.from(at+len("-->")).trim(), false)
	if err != nil {
		return err
	}
	if strings.HasPrefix(rest.s, ":::") {
		_, rest = readID(rest.from(3))
	}
	e := edge{from: from, to: to, last: headArrow, length: 1}
	if rest = rest.trim(); strings.HasPrefix(rest.s, ":") {
		if e.label, err = newLabel(rest.from(1)); err != nil {
			return err
		}
	} else if rest.s != "" {
		return rest.here("words after a colon were expected here")
	}
	return b.link(t, e)
}

// stateNode reads a state. The mark [*] is the start of its group before an arrow, its end behind one.
func stateNode(b *builder, t text, before bool) (end, text, error) {
	t = t.trim()
	if strings.HasPrefix(t.s, "[*]") {
		id, shape := "start of "+strconv.Itoa(b.open()), startDot
		if !before {
			id, shape = "end of "+strconv.Itoa(b.open()), endDot
		}
		e, err := b.node(t, id)
		if err == nil {
			b.nodes[e.index].shape, b.nodes[e.index].label = shape, nil
		}
		return e, t.from(3), err
	}
	id, rest := readID(t)
	if id == "" {
		return end{}, t, t.here("a state was expected here")
	}
	e, err := b.node(t, id)
	if err == nil && !e.group && b.nodes[e.index].shape == rectangle {
		b.nodes[e.index].shape = rounded
	}
	return e, rest, err
}
