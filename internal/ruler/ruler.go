// Package ruler turns offsets of a text into places in its file.
package ruler

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// Ruler turns byte offsets into lines and columns. It remembers the last offset it was asked about, because asking in
// the order of the text must not cost a walk from the start of the line each time: a line can be a megabyte long.
type Ruler struct {
	source []byte
	starts []int // offset at which each line starts
	First  int   // number of the first line in the file

	last, lastCol int // an offset already measured, and its column
}

// New measures a text whose first line has the given number in its file.
func New(source []byte, first int) *Ruler {
	starts := []int{0}
	for i := 0; ; {
		n := bytes.IndexByte(source[i:], '\n')
		if n < 0 {
			break
		}
		i += n + 1
		starts = append(starts, i)
	}
	return &Ruler{source: source, starts: starts, First: first, lastCol: 1}
}

// Line gives the index of the line that holds an offset.
func (r *Ruler) Line(offset int) int {
	i, found := slices.BinarySearch(r.starts, offset)
	if found {
		return i
	}
	return i - 1
}

// LineEnd gives the offset at which a line ends, its line break left out.
func (r *Ruler) LineEnd(line int) int {
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
func (r *Ruler) col(line, offset int) int {
	from, col := r.starts[line], 1
	if r.last >= from && r.last <= offset {
		from, col = r.last, r.lastCol
	}
	col += utf8.RuneCount(r.source[from:offset])
	r.last, r.lastCol = offset, col
	return col
}

// Start gives the offset at which a line starts.
func (r *Ruler) Start(line int) int { return r.starts[line] }

// Place gives the place of a range of bytes: lines and columns count from 1, columns in runes, and the end column is exclusive. One that
// goes on over several lines ends, for its column, with its first line.
func (r *Ruler) Place(start, stop int) (line, col, endCol int) {
	start = min(max(start, 0), len(r.source))
	line = r.Line(start)
	stop = min(max(stop, start), max(r.LineEnd(line), start))
	col = r.col(line, start)
	return r.First + line, col, col + utf8.RuneCount(r.source[start:stop])
}
