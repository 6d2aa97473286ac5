package diagram

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"clausebook/internal/phrase"
)

// readFlowchart reads the statements of a flowchart. rest is what follows its name on the first line.
func readFlowchart(s *script, rest text) (drawing, error) {
	d := down
	if rest.s != "" {
		var ok bool
		if d, ok = directions[rest.s]; !ok {
			return nil, rest.here("not a direction; TD, LR, BT and RL are")
		}
	}
	b := newBuilder(phrase.Of("Flowchart"), s, d)
	for {
		t, ok := s.next()
		if !ok {
			return b.finish(s)
		}
		if err := flowStatement(b, t); err != nil {
			return nil, err
		}
	}
}

// flowStatement reads one statement.
func flowStatement(b *builder, t text) error {
	word, rest := t.word()
	switch word {
	case "subgraph":
		return openSubgraph(b, rest)
	case "end":
		return b.pop(t)
	case "direction":
		return turn(b, rest)
	case "classDef", "class", "style", "linkStyle":
		return nil // looks, which the theme decides
	case "click":
		return t.here("links in diagrams are not followed; write the link below the diagram")
	}
	return flowChain(b, t)
}

// turn sets the direction of the open group.
func turn(b *builder, t text) error {
	d, ok := directions[t.s]
	if !ok {
		return t.here("not a direction; TD, LR, BT and RL are")
	}
	b.groups[b.open()].direction = d
	if b.open() == 0 {
		b.direction = d
	}
	return nil
}

// openSubgraph reads "subgraph id [label]", or "subgraph some words", where the words are both.
func openSubgraph(b *builder, t text) error {
	if t.s == "" {
		return t.fault("subgraph", "a subgraph needs a name")
	}
	id, rest := readID(t)
	rest = rest.trim()
	if id != "" && strings.HasPrefix(rest.s, "[") && strings.HasSuffix(rest.s, "]") {
		inner := rest.from(1)
		inner.s = strings.TrimSuffix(inner.s, "]")
		l, err := newLabel(inner)
		if err != nil {
			return err
		}
		return b.push(t, id, l)
	}
	l, err := newLabel(t)
	if err != nil {
		return err
	}
	return b.push(t, strings.Trim(t.s, `"`), l)
}

// flowChain reads nodes and the edges between them: A & B --> C -- words --> D.
func flowChain(b *builder, t text) error {
	from, rest, err := flowNodes(b, t)
	if err != nil {
		return err
	}
	for rest = rest.trim(); rest.s != ""; rest = rest.trim() {
		at := rest
		var e edge
		if e, rest, err = flowEdge(rest); err != nil {
			return err
		}
		var to []end
		if to, rest, err = flowNodes(b, rest.trim()); err != nil {
			return err
		}
		for _, f := range from {
			for _, l := range to {
				e.from, e.to = f, l
				if err := b.link(at, e); err != nil {
					return err
				}
			}
		}
		from = to
	}
	return nil
}

// flowNodes reads one node, or several that "&" joins.
func flowNodes(b *builder, t text) ([]end, text, error) {
	var out []end
	for {
		e, rest, err := flowNode(b, t)
		if err != nil {
			return nil, t, err
		}
		out = append(out, e)
		after := rest.trim()
		if !strings.HasPrefix(after.s, "&") {
			return out, rest, nil
		}
		t = after.from(1).trim()
	}
}

type brackets struct {
	open, close string
	shape       shape
}

// shapes are the brackets around a node's label, longer ones before those that they start with.
var shapes = []brackets{
	{"(((", ")))", doubleCircle}, {"((", "))", circle}, {"([", "])", stadium}, {"[(", ")]", cylinder}, {"[[", "]]", subroutine},
	{"{{", "}}", hexagon}, {"[/", "/]", leanRight}, {"[\\", "\\]", leanLeft}, {"[/", "\\]", trapezoid}, {"[\\", "/]", invertedTrapezoid},
	{"[", "]", rectangle}, {"(", ")", rounded}, {"{", "}", diamond}, {">", "]", pennant},
}

// flowNode reads a node: its id, perhaps a label in brackets, perhaps a class.
func flowNode(b *builder, t text) (end, text, error) {
	id, rest := readID(t)
	if id == "" {
		return end{}, t, t.here("a box was expected here")
	}
	e, err := b.node(t, id)
	if err != nil {
		return end{}, t, err
	}
	if strings.HasPrefix(rest.s, "@{") {
		return end{}, t, rest.here("shapes by name are not drawn; use brackets")
	}
	if rest, err = flowLabel(b, e, rest); err != nil {
		return end{}, t, err
	}
	if strings.HasPrefix(rest.s, ":::") {
		_, rest = readID(rest.from(3))
	}
	return e, rest, nil
}

// flowLabel reads the label of a node, if there is one.
func flowLabel(b *builder, e end, t text) (text, error) {
	open, size, found := bracket(t.s)
	if open == "" {
		return t, nil
	}
	if size < 0 {
		return t, t.fault(open, "the bracket is not closed on this line")
	}
	if e.group {
		return t, t.fault(open, "a group cannot get the shape of a box")
	}
	inner := t.from(len(open))
	rest := inner.from(size + len(found.close))
	inner.s = inner.s[:size]
	l, err := newLabel(inner)
	if err != nil {
		return t, err
	}
	b.nodes[e.index].label, b.nodes[e.index].shape = l, found.shape
	return rest, nil
}

// bracket finds the brackets at the start of s: of those that open the longest way, the pair that closes first. open
// is empty where there is no bracket, size negative where it is not closed.
func bracket(s string) (open string, size int, found brackets) {
	size = -1
	for _, b := range shapes {
		if !strings.HasPrefix(s, b.open) || size >= 0 && len(b.open) < len(open) {
			continue
		}
		open = b.open
		if stop := closing(s[len(b.open):], b.close); stop >= 0 && (size < 0 || stop < size) {
			size, found = stop, b
		}
	}
	return open, size, found
}

// closing finds the closing bracket outside quotes; -1 if there is none. Of brackets that may be one longer the last
// is meant: in "((a))" the label ends before both.
func closing(s, bracket string) int {
	quoted := false
	for i := range len(s) {
		if s[i] == '"' {
			quoted = !quoted
		}
		if quoted || !strings.HasPrefix(s[i:], bracket) {
			continue
		}
		for strings.HasPrefix(s[i+1:], bracket) {
			i++
		}
		return i
	}
	return -1
}

// readID cuts an id off the text: letters, digits, "_", and "." or "-" within it where no edge can start.
func readID(t text) (string, text) {
	i := 0
	for i < len(t.s) {
		r, n := utf8.DecodeRuneInString(t.s[i:])
		if !isIDRune(r) && !(i > 0 && (r == '-' || r == '.') && continuesID(t.s[i+n:])) {
			break
		}
		i += n
	}
	return t.s[:i], t.from(i)
}

func isIDRune(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

func continuesID(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return isIDRune(r)
}

// The ways to write an edge. With words inside, it is written in two halves, of which the second has the head.
var (
	plainEdge  = regexp.MustCompile(`^([<xo]?)(?:(--+)([-xo>])|(==+)([=xo>])|(-\.+-)([xo>]?)|(~~~+))`)
	openEdge   = regexp.MustCompile(`^([<xo]?)(--|==|-\.)`)
	closeEdges = map[string]*regexp.Regexp{
		"--": regexp.MustCompile(`(--+)([-xo>])`), "==": regexp.MustCompile(`(==+)([=xo>])`), "-.": regexp.MustCompile(`(\.+-)([xo>]?)`),
	}
	strokes = map[string]stroke{"--": strokeSolid, "==": strokeThick, "-.": strokeDotted, "~~": strokeHidden}
	heads   = map[string]head{">": headArrow, "<": headArrow, "o": headCircle, "x": headCross}
)

// flowEdge reads an edge with its words.
func flowEdge(t text) (edge, text, error) {
	if m := plainEdge.FindStringSubmatch(t.s); m != nil {
		body := m[2] + m[4] + m[6] + m[8]
		tail := m[3] + m[5] + m[7]
		e := edge{first: heads[m[1]], last: heads[tail], stroke: strokes[body[:2]], length: edgeLength(body, tail)}
		return edgeWords(e, t.from(len(m[0])))
	}
	m := openEdge.FindStringSubmatch(t.s)
	if m == nil {
		return edge{}, t, t.here("an edge such as --> was expected here")
	}
	inner := t.from(len(m[0]))
	c := closeEdges[m[2]].FindStringSubmatchIndex(inner.s)
	if c == nil {
		return edge{}, t, t.fault(m[0], "the edge has no end on this line")
	}
	rest, tail := inner.from(c[1]), inner.s[c[4]:c[5]]
	e := edge{first: heads[m[1]], last: heads[tail], stroke: strokes[m[2]], length: edgeLength(inner.s[c[2]:c[3]], tail)}
	inner.s = inner.s[:c[0]]
	l, err := newLabel(inner)
	e.label = l
	return e, rest, err
}

// edgeLength tells over how many ranks an edge is to lead: one more for each mark beyond the shortest way to write it.
func edgeLength(body, tail string) int {
	switch {
	case strings.HasPrefix(body, "-.") || strings.HasPrefix(body, "."):
		return strings.Count(body, ".")
	case strings.HasPrefix(body, "~"):
		return len(body) - 2
	case tail == "-" || tail == "=":
		return len(body) - 1
	}
	return len(body) - 1
}

// edgeWords reads the words of an edge between bars.
func edgeWords(e edge, t text) (edge, text, error) {
	after := t.trim()
	if !strings.HasPrefix(after.s, "|") {
		return e, t, nil
	}
	inner := after.from(1)
	stop := strings.IndexByte(inner.s, '|')
	if stop < 0 {
		return e, t, after.here("the words of the edge have no second bar")
	}
	rest := inner.from(stop + 1)
	inner.s = inner.s[:stop]
	l, err := newLabel(inner)
	e.label = l
	return e, rest, err
}
