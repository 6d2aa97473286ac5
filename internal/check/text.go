package check

import (
	"bytes"
	"slices"
	"unicode"
	"unicode/utf8"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

// text is the body of a document in which everything that is no prose is blanked: code, comments and addresses of
// links become spaces, byte for byte, so that every offset still is a place in the file.
type text struct {
	doc    *doc.Document
	in     *Input
	prose  []byte
	starts []int           // offset of each line of the body
	given  map[string]bool // placeholders of the configuration's defaults that were reported
}

// readTexts runs the rules that read text, document by document, so that only one text is held at a time.
func readTexts(in *Input) []diag.Finding {
	var out []diag.Finding
	rules := slices.DeleteFunc(Rules(), func(r Rule) bool { return r.Text == nil })
	t := &text{in: in}
	for _, d := range in.Docs.Documents {
		t.load(d)
		for _, r := range rules {
			out = append(out, r.Text(t)...)
		}
	}
	return out
}

// load takes the next document; what the text held before is overwritten.
func (t *text) load(d *doc.Document) {
	t.doc = d
	t.prose = append(t.prose[:0], d.Source[min(d.BodyAt, len(d.Source)):]...)
	t.starts = append(t.starts[:0], 0)
	for i, b := range t.prose {
		if b == '\n' {
			t.starts = append(t.starts, i+1)
		}
	}
	t.blankBlocks()
	t.blankSpans()
}

// line gives a line of the body, from 0, without its end.
func (t *text) line(i int) []byte {
	end := len(t.prose)
	if i+1 < len(t.starts) {
		end = t.starts[i+1] - 1
	}
	return t.prose[t.starts[i]:end]
}

// blank overwrites with spaces, leaving line ends.
func (t *text) blank(from, to int) {
	for i := from; i < to; i++ {
		if t.prose[i] != '\n' {
			t.prose[i] = ' '
		}
	}
}

// blankBlocks blanks fenced code and HTML comments, whichever begins first.
func (t *text) blankBlocks() {
	for i := 0; i < len(t.starts); i++ {
		if mark := fence(t.line(i)); mark != nil {
			i = t.blankFence(i, mark)
			continue
		}
		for {
			at := bytes.Index(t.line(i), []byte("<!--"))
			if at < 0 {
				break
			}
			from := t.starts[i] + at
			to := len(t.prose)
			if end := bytes.Index(t.prose[from:], []byte("-->")); end >= 0 {
				to = from + end + len("-->")
			}
			t.blank(from, to)
			i = t.lineAt(max(to-1, from))
		}
	}
}

// blankFence blanks a fenced block and gives its last line.
func (t *text) blankFence(first int, mark []byte) int {
	last := first + 1
	for last < len(t.starts) && !closes(t.line(last), mark) {
		last++
	}
	last = min(last, len(t.starts)-1)
	t.blank(t.starts[first], t.starts[last]+len(t.line(last)))
	return last
}

// fence gives the mark that opens a fenced block, or nil.
func fence(line []byte) []byte {
	line = bytes.TrimLeft(line, " >")
	for _, c := range []byte("`~") {
		n := 0
		for n < len(line) && line[n] == c {
			n++
		}
		if n >= 3 && (c == '~' || !bytes.ContainsRune(line[n:], '`')) {
			return slices.Clone(line[:n]) // the line itself is blanked
		}
	}
	return nil
}

func closes(line, mark []byte) bool {
	rest, ok := bytes.CutPrefix(bytes.TrimLeft(line, " >"), mark)
	return ok && len(bytes.Trim(rest, string(mark[:1])+" \t\r")) == 0
}

// blankSpans blanks code spans and the addresses of links. Code that is not closed within its paragraph is prose.
func (t *text) blankSpans() {
	for i := 0; i < len(t.prose); i++ {
		switch t.prose[i] {
		case '`':
			n := 1
			for i+n < len(t.prose) && t.prose[i+n] == '`' {
				n++
			}
			if end := t.codeEnd(i+n, n); end > 0 {
				t.blank(i, end)
				n = end - i
			}
			i += n - 1
		case '(':
			if i > 0 && t.prose[i-1] == ']' {
				if end := bytes.IndexAny(t.prose[i:], ")\n"); end > 0 {
					t.blank(i+1, i+end)
				}
			}
		case '<':
			if end := bytes.IndexAny(t.prose[i:], "> \n"); end > 0 && t.prose[i+end] == '>' {
				t.blank(i, i+end+1)
			}
		}
	}
}

// codeEnd gives the offset after the run of n backticks that closes a code span, or 0.
func (t *text) codeEnd(from, n int) int {
	run := 0
	for i := from; i <= len(t.prose); i++ {
		if i < len(t.prose) && t.prose[i] == '`' {
			run++
			continue
		}
		if run == n {
			return i
		}
		run = 0
		if i+1 < len(t.prose) && t.prose[i] == '\n' && t.prose[i+1] == '\n' {
			break
		}
	}
	return 0
}

// lineAt gives the line, from 0, in which an offset lies.
func (t *text) lineAt(offset int) int {
	i, found := slices.BinarySearch(t.starts, offset)
	if !found {
		i--
	}
	return i
}

// finding gives a finding at a span of the body.
func (t *text) finding(rule diag.RuleID, from, to int, message, hint string) diag.Finding {
	i := t.lineAt(from)
	body := t.doc.Source[t.doc.BodyAt:]
	col := 1 + utf8.RuneCount(body[t.starts[i]:from])
	pos := diag.Pos{File: t.doc.Path, Line: t.doc.BodyLine + i, Col: col, EndCol: col + utf8.RuneCount(body[from:to])}
	return diag.Finding{Rule: rule, Pos: pos, Document: string(t.doc.ID), Message: message, Hint: hint}
}

// words walks the words of the prose: runs of letters, digits and hyphens within them.
func (t *text) words(visit func(from, to int)) {
	for i := 0; i < len(t.prose); {
		size, inside := wordAt(t.prose[i:])
		if !inside {
			i += size
			continue
		}
		from := i
		for inside {
			i += size
			if size, inside = wordAt(t.prose[i:]); !inside && size > 0 && t.prose[i] == '-' {
				_, inside = wordAt(t.prose[i+1:])
			}
		}
		visit(from, i)
	}
}

// wordAt gives the length of the rune at the start of s, and whether it belongs to a word.
func wordAt(s []byte) (size int, word bool) {
	if len(s) == 0 {
		return 0, false
	}
	if b := s[0]; b < utf8.RuneSelf {
		return 1, b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9'
	}
	r, size := utf8.DecodeRune(s)
	return size, unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}
