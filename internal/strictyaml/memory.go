package strictyaml

import (
	"bytes"
	"sync"
)

// Memory reads maps as Parse does, and remembers their entries: most versions of a document differ in one or two. Its zero value
// remembers nothing yet. Several goroutines may use it; the nodes are shared, and not to be changed.
type Memory struct {
	mu         sync.Mutex
	young, old map[string]*Node // by its text, the map of one entry
	size       int              // bytes of the texts of young
}

// memorySize is how many bytes of text become old together.
const memorySize = 64 << 10

// Parse reads one YAML document as the function Parse does with the limits of front matter. Where there are no problems, the lines
// of nodes may be those of another document.
func (m *Memory) Parse(src []byte, firstLine int) (*Node, []Problem) {
	entries := entriesOf(src)
	root := &Node{Kind: Map, Tag: "!!map", Line: firstLine, Col: 1}
	for _, e := range entries {
		n := m.entry(src[e.start:e.stop], e.key)
		if n == nil || root.Get(e.key) != nil {
			return Parse(src, firstLine, Limits{})
		}
		root.Keys, root.Values = append(root.Keys, n.Keys[0]), append(root.Values, n.Values[0])
	}
	if len(entries) == 0 {
		return Parse(src, firstLine, Limits{})
	}
	return root, nil
}

// entry gives the map that an entry is alone, from the memory if it was met lately; nil where it is none.
func (m *Memory) entry(text []byte, key string) *Node {
	m.mu.Lock()
	n, known := m.young[string(text)]
	if !known {
		n = m.old[string(text)]
	}
	m.mu.Unlock()
	if known {
		return n
	}
	if n == nil {
		node, problems := Parse(text, 1, Limits{})
		if len(problems) > 0 || node == nil || node.Kind != Map || len(node.Keys) != 1 || node.Keys[0].Raw != key {
			return nil
		}
		n = node
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.size += len(text); m.young == nil || m.size > memorySize {
		m.old, m.young, m.size = m.young, map[string]*Node{}, len(text)
	}
	m.young[string(text)] = n
	return n
}

// entry is where an entry of a map stands.
type entry struct {
	key         string
	start, stop int
}

// entriesOf cuts a map into its entries, each with the lines behind it that are indented, empty, comments or items of a list;
// none where any line is something else.
func entriesOf(src []byte) (out []entry) {
	if len(src) > defaultBytes {
		return nil
	}
	for at := 0; at < len(src); {
		line, _, _ := bytes.Cut(src[at:], []byte("\n"))
		stop := min(at+len(line)+1, len(src))
		key := plainKey(line)
		switch {
		case key != "":
			start := at
			if len(out) == 0 {
				start = 0
			}
			out = append(out, entry{key, start, stop})
		case !goesOn(line), len(out) == 0 && len(bytes.Trim(line, " \r")) > 0 && line[0] != '#':
			return nil
		case len(out) > 0:
			out[len(out)-1].stop = stop
		}
		at = stop
	}
	return out
}

// plainKey gives the key with which a line at the left edge begins, if it is of letters, digits, hyphens and underscores.
func plainKey(line []byte) string {
	i := 0
	for i < len(line) && (line[i]|0x20 >= 'a' && line[i]|0x20 <= 'z' ||
		i > 0 && (line[i] >= '0' && line[i] <= '9' || line[i] == '-' || line[i] == '_')) {
		i++
	}
	if i == 0 || i == len(line) || line[i] != ':' {
		return ""
	}
	if rest := bytes.TrimRight(line[i+1:], "\r"); len(rest) > 0 && rest[0] != ' ' {
		return ""
	}
	return string(line[:i])
}

// goesOn tells whether a line can belong to the entry before it.
func goesOn(line []byte) bool {
	line = bytes.TrimRight(line, "\r")
	return len(line) == 0 || line[0] == ' ' || line[0] == '#' || string(line) == "-" || bytes.HasPrefix(line, []byte("- "))
}
