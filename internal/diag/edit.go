package diag

import (
	"bytes"
	"unicode/utf8"
)

// Edit is a change of the file in which a finding is: a text at a place is replaced by another one. Whoever finds something says how
// to change it, and only where nobody has to decide anything. Was says what stands there, so that a file which reads otherwise by now,
// or on the disk, is left as it is.
type Edit struct {
	Line, Col int    // where the text begins, as in Pos
	Was       string // what stands there, which may go over several lines
	Text      string // what takes its place
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// Span gives the bytes of a file that the edit replaces; ok is false where the file does not read so. Line ends of Windows are not
// told from others, for git takes them back before anything is judged.
func (e Edit) Span(file []byte) (from, to int, ok bool) {
	if !bytes.HasPrefix([]byte(e.Was), byteOrderMark) {
		from = len(file) - len(bytes.TrimPrefix(file, byteOrderMark))
	}
	for line := 1; line < e.Line; line++ {
		next := bytes.IndexByte(file[from:], '\n')
		if next < 0 {
			return 0, 0, false
		}
		from += next + 1
	}
	for col := 1; col < e.Col; col++ {
		r, size := utf8.DecodeRune(file[from:])
		if size == 0 || r == '\n' {
			return 0, 0, false
		}
		from += size
	}
	to = from
	for i := range len(e.Was) {
		if e.Was[i] == '\n' && bytes.HasPrefix(file[to:], []byte("\r\n")) {
			to++
		}
		if to >= len(file) || file[to] != e.Was[i] {
			return 0, 0, false
		}
		to++
	}
	return from, to, true
}
