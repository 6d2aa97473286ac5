// Package diagram draws the diagrams that documents hold as text: Mermaid's flowcharts, state and sequence diagrams.
//
// A diagram is drawn when the site is built, so that pages need neither a script nor the network. What is read is the
// subset of Mermaid that people use on forges; everything else is an Error that names the line and the word, so that
// the page shows the source and a finding says why. The SVG holds text and shapes alone: no script, no style, no
// link, no reference to anything else. Layout is computed in whole pixels, so that every machine gives the same bytes.
package diagram

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"clausebook/internal/phrase"
)

// The bounds of a diagram. Far beyond them nobody can read it either.
const (
	maxSource = 16 << 10 // bytes
	maxNodes  = 150
	maxEdges  = 300
	maxDepth  = 6    // groups within groups
	maxText   = 300  // runes of one label
	maxSpots  = 4000 // nodes, and bends of edges
)

// Error says why a diagram is not drawn. Line and Col are 1-based within the source and count lines and runes, EndCol
// is exclusive.
type Error struct {
	Line, Col, EndCol int
	Word              string // what stands there, may be empty
	Reason            string
}

// Error gives word and reason; the place is for those who know where the source stands.
func (e *Error) Error() string {
	if e.Word == "" {
		return e.Reason
	}
	return fmt.Sprintf("`%s`: %s", e.Word, e.Reason)
}

// Place gives where the error stands.
func (e *Error) Place() (line, col, endCol int) { return e.Line, e.Col, e.EndCol }

// drawing is a diagram that has been read.
type drawing interface {
	// svg places the parts and writes them.
	svg(say func(phrase.Phrase) string) ([]byte, error)
}

// Draw gives a diagram as an SVG element that can stand in an HTML page. The error is an *Error.
func Draw(language, source string) ([]byte, error) {
	return DrawIn(language, source, phrase.Phrase.String)
}

// DrawIn is Draw with the words that stand for the picture in the language of say.
func DrawIn(language, source string, say func(phrase.Phrase) string) ([]byte, error) {
	d, err := read(language, source)
	if err != nil {
		return nil, err
	}
	return d.svg(say)
}

// Check tells whether Draw would draw the diagram. The error is an *Error.
func Check(language, source string) error {
	_, err := Draw(language, source)
	return err
}

// read takes the source apart by the kind of diagram that its first line names.
func read(language, source string) (drawing, error) {
	if language != "mermaid" {
		return nil, &Error{1, 1, 1, language, "not a language of diagrams that is drawn"}
	}
	if len(source) > maxSource {
		return nil, &Error{1, 1, 1, "", fmt.Sprintf("a diagram of %d bytes is over %d", len(source), maxSource)}
	}
	if !utf8.ValidString(source) {
		return nil, &Error{1, 1, 1, "", "the text is not UTF-8"}
	}
	s, err := newScript(source)
	if err != nil {
		return nil, err
	}
	first, ok := s.next()
	if !ok {
		return nil, &Error{1, 1, 1, "", "the diagram is empty"}
	}
	kind, rest := first.word()
	switch kind {
	case "flowchart", "graph":
		return readFlowchart(s, rest)
	case "stateDiagram", "stateDiagram-v2":
		return readState(s, rest)
	case "sequenceDiagram":
		return readSequence(s, rest)
	}
	return nil, first.fault(kind, "this kind of diagram is not drawn; flowchart, stateDiagram-v2 and sequenceDiagram are")
}

// script is the source, statement by statement.
type script struct {
	title, description string // accTitle or the title above the diagram, and accDescr
	statements         []text
	at                 int
}

// text is a piece of a line, with the place where it starts.
type text struct {
	s         string
	line, col int
}

// newScript splits a source into statements: lines, and parts of lines that semicolons divide. Comments, directives
// and the block of settings that may stand above are left out; they change how a diagram looks, not what it says.
func newScript(source string) (*script, error) {
	s := &script{}
	lines := strings.Split(source, "\n")
	start := s.settings(lines)
	inDescription := false
	for i := start; i < len(lines); i++ {
		t := text{lines[i], i + 1, 1}.trim()
		switch {
		case inDescription:
			body, _, closed := strings.Cut(t.s, "}")
			s.description = strings.TrimSpace(s.description + " " + body)
			inDescription = !closed
		case t.s == "" || strings.HasPrefix(t.s, "%%"):
		case strings.HasPrefix(t.s, "accTitle"):
			s.title = afterColon(t.s)
		case strings.HasPrefix(t.s, "accDescr") && strings.Contains(t.s, "{"):
			_, body, _ := strings.Cut(t.s, "{")
			body, _, closed := strings.Cut(body, "}")
			s.description, inDescription = strings.TrimSpace(body), !closed
		case strings.HasPrefix(t.s, "accDescr"):
			s.description = afterColon(t.s)
		default:
			s.statements = append(s.statements, t.split(';')...)
		}
	}
	if inDescription {
		return nil, &Error{len(lines), 1, 1, "accDescr", "the description is not closed"}
	}
	return s, nil
}

// settings reads the title from a block between two lines "---" and gives the index of the line after it.
func (s *script) settings(lines []string) int {
	start := 0
	for start < len(lines) && strings.TrimSpace(lines[start]) == "" {
		start++
	}
	if start == len(lines) || strings.TrimSpace(lines[start]) != "---" {
		return start
	}
	for i := start + 1; i < len(lines); i++ {
		line := strings.TrimSpace(lines[i])
		if line == "---" {
			return i + 1
		}
		if strings.HasPrefix(line, "title:") {
			s.title = strings.Trim(afterColon(line), `"'`)
		}
	}
	return start
}

func afterColon(s string) string {
	_, after, _ := strings.Cut(s, ":")
	return strings.TrimSpace(after)
}

// next gives the next statement.
func (s *script) next() (text, bool) {
	if s.at == len(s.statements) {
		return text{}, false
	}
	s.at++
	return s.statements[s.at-1], true
}

// end gives the place after the last statement, for what is missing there.
func (s *script) end() text {
	if len(s.statements) == 0 {
		return text{"", 1, 1}
	}
	last := s.statements[len(s.statements)-1]
	return last.from(len(last.s))
}

// from gives the text from a byte on.
func (t text) from(i int) text {
	return text{t.s[i:], t.line, t.col + utf8.RuneCountInString(t.s[:i])}
}

// trim leaves out the spaces at both ends.
func (t text) trim() text {
	t = t.from(len(t.s) - len(strings.TrimLeft(t.s, " \t\r")))
	t.s = strings.TrimRight(t.s, " \t\r")
	return t
}

// split divides a text at a character that stands outside quotes; empty parts are left out.
func (t text) split(at byte) []text {
	var out []text
	quoted, start := false, 0
	add := func(stop int) {
		part := t.from(start)
		part.s = t.s[start:stop]
		if part = part.trim(); part.s != "" {
			out = append(out, part)
		}
	}
	for i := range len(t.s) {
		switch {
		case t.s[i] == '"':
			quoted = !quoted
		case t.s[i] == at && !quoted && !endsEntity(t.s[:i]):
			add(i)
			start = i + 1
		}
	}
	add(len(t.s))
	return out
}

// endsEntity tells whether a semicolon after s belongs to an entity such as "#quot" or "#35".
func endsEntity(s string) bool {
	i := strings.LastIndexAny(s, "#&")
	return i >= 0 && i < len(s)-1 && len(s)-i < 10 && !strings.ContainsAny(s[i:], " \t\"")
}

// word cuts the first word off.
func (t text) word() (string, text) {
	i := strings.IndexAny(t.s, " \t")
	if i < 0 {
		return t.s, t.from(len(t.s))
	}
	return t.s[:i], t.from(i).trim()
}

// fault makes an error about a word at the start of the text.
func (t text) fault(word, reason string) *Error {
	return &Error{t.line, t.col, t.col + utf8.RuneCountInString(word), word, reason}
}

// here makes an error about the first word of the text.
func (t text) here(reason string) *Error {
	word, _ := t.word()
	return t.fault(word, reason)
}
