package dialect

import (
	"bytes"

	"clausebook/internal/characters"
)

// MaxLabel bounds a label, in bytes, as CommonMark does.
const MaxLabel = 999

// Label reads the label after the closing bracket at close, between the ends of a block. What follows a letter or
// a digit, as in list[0][1], and what goes on as a link of its own, is none.
func Label(source []byte, start, close, stop int) (at Span, label string, ok bool) {
	if close+1 >= stop || source[close+1] != '[' {
		return Span{}, "", false
	}
	size := bytes.IndexAny(source[close+2:min(stop, close+2+MaxLabel)], "[]")
	end := close + 2 + size
	if size < 0 || source[end] != ']' || end+1 < stop && bytes.IndexByte([]byte("(["), source[end+1]) >= 0 {
		return Span{}, "", false
	}
	open := OpeningBracket(source, max(start, close-MaxLabel), close)
	if open < 0 || open > start && WordByte(source[open-1]) {
		return Span{}, "", false
	}
	words, label := source[open+1:close], string(bytes.TrimSpace(source[close+2:end]))
	if label == "" { // [label][]
		label = string(bytes.TrimSpace(words))
	}
	if label == "" || label[0] == '^' || len(bytes.TrimSpace(words)) == 0 {
		return Span{}, "", false
	}
	return Span{open, end + 1}, characters.Clean(label), true
}

// WordByte tells whether a byte is part of a word.
func WordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
}
