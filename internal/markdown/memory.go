package markdown

import (
	"bytes"
	"strings"
	"sync"

	"clausebook/internal/cut"
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
const memorySize = 512 << 10

// Say gives what a body says; see the function Say.
func (m *Memory) Say(src []byte, rows []string) Said {
	if len(rows) > 0 || len(src) > MaxSource {
		return Say(src, rows)
	}
	cuts := partsOf(src)
	whole, work, cells := Said{}, 0, 0
	var structure, prose, tables strings.Builder
	if len(cuts) > 1 {
		structure.Grow(len(src) + len(src)/4)
		prose.Grow(len(src))
	}
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

// partsOf gives the offsets at which the parts of a body begin, at least the first.
func partsOf(src []byte) []int {
	if bytes.Count(src, []byte("\n")) > maxLines {
		return []int{0}
	}
	return cut.Points(src)
}
