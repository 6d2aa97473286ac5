package markdown

import (
	"bytes"
	"strings"
	"sync"
)

// Memory says what bodies say, as Say does, and remembers their parts: most versions of a document are the one before it but for
// a paragraph. Its zero value remembers nothing yet. Several goroutines may use it.
//
// A body is cut before headings where nothing can reach across: no list, quotation or block of code that is open, and no
// definition that is used elsewhere. What cannot be cut is read whole.
type Memory struct {
	mu         sync.Mutex
	young, old map[string]*part
	size       int // bytes of the texts of young
}

// part is what a part of a body says, and what reading it took of the bounds of a body.
type part struct {
	said        Said
	work, cells int
	bounded     bool // a bound was met
}

// memorySize is how many bytes of text become old together.
const memorySize = 1 << 20

// Say gives what a body says; see the function Say.
func (m *Memory) Say(src []byte, rows []string) Said {
	if len(rows) > 0 || len(src) > MaxSource {
		return Say(src, rows)
	}
	cuts := cutsOf(src)
	whole, work, cells := Said{}, 0, 0
	var structure, prose, tables strings.Builder
	for i, start := range cuts {
		end := len(src)
		if i+1 < len(cuts) {
			end = cuts[i+1]
		}
		p := m.part(src[start:end])
		if len(cuts) == 1 {
			return p.said
		}
		if work, cells = work+p.work, cells+p.cells; p.bounded || work > leastWork || cells > maxCells {
			return Say(src, nil)
		}
		structure.WriteString(p.said.Structure)
		prose.WriteString(p.said.Prose)
		tables.WriteString(p.said.Rows)
		whole.Targets = append(whole.Targets, p.said.Targets...)
	}
	whole.Structure, whole.Prose, whole.Rows = structure.String(), prose.String(), tables.String()
	return whole
}

// part gives what a part says, from the memory if it was met lately.
func (m *Memory) part(text []byte) *part {
	m.mu.Lock()
	p, known := m.young[string(text)]
	if !known {
		p = m.old[string(text)]
	}
	m.mu.Unlock()
	if known {
		return p
	}
	if p == nil {
		p = sayPart(text)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.size += len(text); m.young == nil || m.size > memorySize {
		m.old, m.young, m.size = m.young, map[string]*part{}, len(text)
	}
	m.young[string(text)] = p
	return p
}

// sayPart reads a part.
func sayPart(text []byte) *part {
	t, err := grow(text, 1)
	if err != nil {
		return &part{said: unrendered(text), bounded: true}
	}
	return &part{said: t.say(nil), work: t.work, cells: t.cells, bounded: t.bounded}
}

// opens are the bytes that may stand before what a line begins with, as marks of lists and quotations do. There are more of them
// than need be: what they hide is taken for the beginning of a line, and then the body is not cut.
const opens = " \t>-*+0123456789.):"

// cutsOf gives the offsets at which the parts of a body begin, at least the first. They are found line by line; where a line might
// reach further than it seems, the body is one part.
func cutsOf(src []byte) []int {
	cuts := []int{0}
	if bytes.Contains(src, []byte(":::")) || bytes.Count(src, []byte("\n")) > maxLines {
		return cuts
	}
	c := cutter{defines: mayDefine(src), blank: true}
	for at := 0; at < len(src); {
		line, _, _ := bytes.Cut(src[at:], []byte("\n"))
		heading, sure := c.line(line)
		if !sure {
			return cuts[:1]
		}
		if heading && at > 0 {
			cuts = append(cuts, at)
		}
		at += len(line) + 1
	}
	return cuts
}

// mayDefine tells whether a text holds what stands behind the label of a definition: a link's, a footnote's or a short form's.
// Behind a reference in two pairs of brackets it is none.
func mayDefine(src []byte) bool {
	for at := 0; ; {
		i := bytes.Index(src[at:], []byte("]:"))
		if i < 0 {
			return false
		}
		if at += i; at < 2 || src[at-1] != ']' || src[at-2] == '\\' {
			return true
		}
		at += 2
	}
}

// cutter goes through the lines of a body.
type cutter struct {
	defines bool   // the body may hold a definition
	blank   bool   // the line before was empty
	fence   []byte // the marks that opened the block of code in which the line is
	comment bool   // the line is in a comment
}

// line tells whether a part may begin at a line, and whether it is sure what the line means.
func (c *cutter) line(line []byte) (heading, sure bool) {
	after := c.blank
	c.blank = len(bytes.Trim(line, " \t\r")) == 0
	switch {
	case c.fence != nil:
		if c.closes(line) {
			c.fence = nil
		}
		return false, true
	case c.comment:
		c.comment = !bytes.Contains(line, []byte("-->"))
		return false, true
	case c.blank:
		return false, true
	}
	rest := bytes.TrimLeft(line, opens)
	outermost := len(rest) == len(line)
	switch {
	case bytes.HasPrefix(rest, []byte("```")), bytes.HasPrefix(rest, []byte("~~~")):
		return false, outermost && c.open(line)
	case bytes.HasPrefix(rest, []byte("<")):
		return false, c.html(rest, outermost)
	case bytes.HasPrefix(rest, []byte("[")):
		return false, !c.defines || bytes.HasPrefix(rest, []byte("[["))
	}
	return after && isHeading(line), true
}

// isHeading tells whether a line is a heading by its marks, at the left edge.
func isHeading(line []byte) bool {
	text := bytes.TrimLeft(line, "#")
	marks := len(line) - len(text)
	return marks > 0 && marks <= 6 && len(text) > 0 && (text[0] == ' ' || text[0] == '\t')
}

// open takes in the line that opens a block of code; false where it may be a span of code.
func (c *cutter) open(line []byte) bool {
	info := bytes.TrimLeft(line, string(line[:1]))
	c.fence = line[:len(line)-len(info)]
	return bytes.IndexByte(info, '`') < 0
}

// closes tells whether a line ends the block of code.
func (c *cutter) closes(line []byte) bool {
	marks := bytes.TrimLeft(line, " ")
	return len(line)-len(marks) < 4 && bytes.HasPrefix(marks, c.fence) &&
		len(bytes.Trim(bytes.TrimLeft(marks, string(c.fence[:1])), " \t\r")) == 0
}

// html takes in a line that begins like a tag; false where it may open a block of HTML, or a comment within another block.
func (c *cutter) html(rest []byte, outermost bool) bool {
	inner, ok := bytes.CutPrefix(rest, []byte("<!--"))
	switch {
	case !ok:
		return bytes.HasPrefix(rest, []byte("<http://")) || bytes.HasPrefix(rest, []byte("<https://"))
	case bytes.HasPrefix(inner, []byte(">")), bytes.HasPrefix(inner, []byte("-")):
		return false
	}
	c.comment = !bytes.Contains(inner, []byte("-->"))
	return outermost || !c.comment
}
