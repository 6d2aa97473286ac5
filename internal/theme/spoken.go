package theme

import "strings"

// Piece is a part of a sentence that is code, such as a key or a command, or what stands between.
type Piece struct {
	Text string
	Code bool
}

// Pieces takes one of our own sentences apart at its back-ticks, which stand around code. A back-tick without its pair is a
// character like any other.
func Pieces(text string) []Piece {
	parts := strings.Split(text, "`")
	if len(parts)%2 == 0 {
		last := len(parts) - 1
		parts = append(parts[:last-1], parts[last-1]+"`"+parts[last])
	}
	var out []Piece
	for i, part := range parts {
		if part != "" {
			out = append(out, Piece{Text: part, Code: i%2 == 1})
		}
	}
	return out
}
