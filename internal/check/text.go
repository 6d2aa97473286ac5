package check

import (
	"bytes"
	"slices"
	"unicode"
	"unicode/utf8"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/fingerprint"
	"clausebook/internal/kept"
	"clausebook/internal/memo"
)

// text is the body of a document in which everything that is no prose is blanked: code, comments and addresses of
// links become spaces, byte for byte, so that every offset still is a place in the file.
type text struct {
	doc    *doc.Document
	prose  []byte
	starts []int                           // offset of each line of the body
	last   struct{ line, offset, col int } // the place that was looked up last
}

// reading is what rules take from one document alone: whatever else changes, it stays the same.
type reading struct {
	found  []diag.Finding // of the rules that look at one document
	hidden []diag.Finding // characters that nobody sees
	mixed  []diag.Finding // names in several scripts
	blanks []diag.Finding // placeholders of the document
	given  []diag.Finding // placeholders that the configuration's defaults gave it
	short  []shortForm    // words that may need an explanation
}

// Memory holds what was read of documents alone. A document that was read anew has another address.
type Memory = memo.Parts[*doc.Document, *reading]

// readTexts gives what the rules find that look at one document.
func readTexts(in *Input) []diag.Finding {
	var out []diag.Finding
	for _, d := range in.Docs.Documents {
		out = append(out, in.alone(d).found...)
	}
	return out
}

// readOnce reads one document, unless what was read of it is kept from an earlier run.
func readOnce(store *kept.Store, d *doc.Document) *reading {
	if d.From == (fingerprint.Digest{}) {
		return read(d)
	}
	r := kept.Value(store, fingerprint.Of("reading", d.From), func() (reading, bool) { return *read(d), true })
	return &r
}

// read reads one document. Only one text is held at a time.
func read(d *doc.Document) *reading {
	t := &text{}
	t.load(d)
	r := &reading{hidden: hiddenIn(d), mixed: mixedIn(d), short: shortForms(t)}
	r.blanks, r.given = placeholders(t)
	for _, rule := range Rules() {
		if rule.Text != nil {
			r.found = append(r.found, rule.Text(t)...)
		}
	}
	return r
}

// load takes the next document; what the text held before is overwritten.
func (t *text) load(d *doc.Document) {
	t.doc, t.last.col = d, 0
	t.prose = append(t.prose[:0], d.Text()...)
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
		for from := t.starts[i]; ; {
			end := t.starts[i] + len(t.line(i))
			at := bytes.Index(t.prose[min(from, end):end], []byte("<!--")) // an open comment ends behind the last line
			if at < 0 {
				break
			}
			from += at
			to := len(t.prose)
			if end := bytes.Index(t.prose[from:], []byte("-->")); end >= 0 {
				to = from + end + len("-->")
			}
			t.blank(from, to)
			i, from = t.lineAt(max(to-1, from)), to
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

// blankSpans blanks code spans and the addresses of links. Code that is not closed within its paragraph is prose. It
// looks ahead at each mark and must not look at the same bytes again for the next one: a text of nothing but marks would
// cost the square of its length.
func (t *text) blankSpans() {
	closers := t.codeClosers()
	address, tag := ahead{marks: ")\n"}, ahead{marks: "> \n"}
	for i := 0; i < len(t.prose); i++ {
		switch t.prose[i] {
		case '`':
			from := i
			for i+1 < len(t.prose) && t.prose[i+1] == '`' {
				i++
			}
			if end := closers[from]; end > 0 {
				t.blank(from, end)
				i = end - 1
			}
		case '(':
			if end := address.next(t.prose, i); end > 0 && i > 0 && t.prose[i-1] == ']' {
				t.blank(i+1, end)
			}
		case '<':
			if end := tag.next(t.prose, i); end > 0 && t.prose[end] == '>' {
				t.blank(i, end+1)
			}
		}
	}
}

// ahead finds the next of some marks from offsets that only grow, and looks at each byte once.
type ahead struct {
	marks string
	found int // the mark that was found last, or the end of the text
}

// next gives the offset of the first mark after from, or 0 if there is none.
func (a *ahead) next(s []byte, from int) int {
	if a.found <= from {
		a.found = len(s)
		if at := bytes.IndexAny(s[from:], a.marks); at >= 0 {
			a.found = from + at
		}
	}
	if a.found == len(s) {
		return 0
	}
	return a.found
}

// codeClosers gives, by the offset of each run of backticks, the offset after the next run as long in its paragraph.
func (t *text) codeClosers() map[int]int {
	closers, open := map[int]int{}, map[int]int{} // open: by length, where the last run stands
	for i := 0; i < len(t.prose); i++ {
		if bytes.HasPrefix(t.prose[i:], []byte("\n\n")) && len(open) > 0 {
			open = map[int]int{}
		}
		if t.prose[i] != '`' {
			continue
		}
		from := i
		for i+1 < len(t.prose) && t.prose[i+1] == '`' {
			i++
		}
		length := i + 1 - from
		if before, ok := open[length]; ok {
			closers[before] = i + 1
		}
		open[length] = from
	}
	return closers
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
	body := t.doc.Text()
	i, col := t.column(body, from)
	pos := diag.Pos{File: t.doc.Path, Line: t.doc.BodyLine + i, Col: col, EndCol: col + utf8.RuneCount(body[from:to])}
	return diag.Finding{Rule: rule, Pos: pos, Document: string(t.doc.ID), Message: message, Hint: hint}
}

// column gives the line, from 0, and the column of an offset. A rule asks from left to right, so that a line of many
// findings is counted through once.
func (t *text) column(body []byte, offset int) (line, col int) {
	line = t.lineAt(offset)
	if t.last.line != line || t.last.offset > offset || t.last.col == 0 {
		t.last.line, t.last.offset, t.last.col = line, t.starts[line], 1
	}
	t.last.col += utf8.RuneCount(body[t.last.offset:offset])
	t.last.offset = offset
	return line, t.last.col
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
