package markdown

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// span is a range of bytes of the source, stop exclusive.
type span struct{ start, stop int }

// ruler turns byte offsets into lines and columns. It remembers the last offset it was asked about, because asking in
// the order of the text must not cost a walk from the start of the line each time: a line can be a megabyte long.
type ruler struct {
	source []byte
	starts []int // offset at which each line starts
	first  int   // number of the first line in the file

	last, lastCol int // an offset already measured, and its column
}

// newRuler measures a text whose first line has the given number in its file.
func newRuler(source []byte, first int) *ruler {
	starts := []int{0}
	for i := 0; ; {
		n := bytes.IndexByte(source[i:], '\n')
		if n < 0 {
			break
		}
		i += n + 1
		starts = append(starts, i)
	}
	return &ruler{source: source, starts: starts, first: first, lastCol: 1}
}

// line gives the index of the line that holds an offset.
func (r *ruler) line(offset int) int {
	i, found := slices.BinarySearch(r.starts, offset)
	if found {
		return i
	}
	return i - 1
}

// lineEnd gives the offset at which a line ends, its line break left out.
func (r *ruler) lineEnd(line int) int {
	end := len(r.source)
	if line+1 < len(r.starts) {
		end = r.starts[line+1] - 1
	}
	if end > r.starts[line] && r.source[end-1] == '\r' {
		end--
	}
	return end
}

// col gives the column of an offset on a line, and remembers it.
func (r *ruler) col(line, offset int) int {
	from, col := r.starts[line], 1
	if r.last >= from && r.last <= offset {
		from, col = r.last, r.lastCol
	}
	col += utf8.RuneCount(r.source[from:offset])
	r.last, r.lastCol = offset, col
	return col
}

// place gives the place of a span. One that goes on over several lines ends, for its column, with its first line.
func (r *ruler) place(s span) Place {
	s.start = min(max(s.start, 0), len(r.source))
	line := r.line(s.start)
	stop := min(max(s.stop, s.start), max(r.lineEnd(line), s.start))
	p := Place{Line: r.first + line, Col: r.col(line, s.start)}
	p.EndCol = p.Col + utf8.RuneCount(r.source[s.start:stop])
	return p
}
