package lsp

import (
	"net/url"
	"path/filepath"
	"runtime"
	"strings"
	"unicode/utf8"

	"clausebook/internal/diag"
)

// text is a text by its lines, for turning places of ours, in runes from 1, into those of the protocol, in UTF-16 units from 0.
type text struct {
	whole string
	lines []string // without their ends
}

func newText(whole string) *text {
	lines := strings.Split(whole, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSuffix(line, "\r")
	}
	return &text{whole: whole, lines: lines}
}

func (t *text) line(n int) string {
	if n < 0 || n >= len(t.lines) {
		return ""
	}
	return t.lines[n]
}

// units counts the UTF-16 units of the first so many runes of a line; of all where it has fewer.
func units(line string, runes int) int {
	n := 0
	for _, r := range line {
		if runes--; runes < 0 {
			break
		}
		n += width(r)
	}
	return n
}

func width(r rune) int {
	if r > 0xffff {
		return 2
	}
	return 1
}

// at gives the byte of a line at which a UTF-16 unit stands: the end where the line is shorter, and the start of a character in whose
// middle it is.
func at(line string, unit int) int {
	n := 0
	for i, r := range line {
		if n+width(r) > unit {
			return i
		}
		n += width(r)
	}
	return len(line)
}

// before gives a line up to a position.
func (t *text) before(p position) string {
	line := t.line(p.Line)
	return line[:at(line, p.Character)]
}

// place turns a position into a place of ours.
func (t *text) place(file string, p position) diag.Pos {
	return diag.Pos{File: file, Line: p.Line + 1, Col: utf8.RuneCountInString(t.before(p)) + 1}
}

// span turns a place of ours into a range: of the word there, where it has no end, and of its first line, where it has no column.
func (t *text) span(p diag.Pos) span {
	n := max(p.Line-1, 0)
	line := t.line(n)
	start, end := 0, units(line, len(line))
	if p.Col > 0 {
		start = units(line, p.Col-1)
		rest := line[at(line, start):]
		if word := strings.IndexAny(rest, " \t"); word > 0 {
			end = start + units(rest[:word], word)
		}
	}
	if p.EndCol > p.Col && p.Col > 0 {
		end = units(line, p.EndCol-1)
	}
	return span{position{n, start}, position{n, max(start, end)}}
}

// offset gives the byte of the text at which a position stands, and the end of the text where it lies beyond.
func (t *text) offset(p position) int {
	if p.Line < 0 {
		return 0
	}
	from := 0
	for range p.Line {
		end := strings.IndexByte(t.whole[from:], '\n')
		if end < 0 {
			return len(t.whole)
		}
		from += end + 1
	}
	return from + at(t.line(p.Line), p.Character)
}

// changed gives the text after a change.
func (t *text) changed(c change) *text {
	if c.Range == nil {
		return newText(c.Text)
	}
	from, to := t.offset(c.Range.Start), t.offset(c.Range.End)
	return newText(t.whole[:from] + c.Text + t.whole[max(from, to):])
}

// pathOf gives the file that an address of an editor names; false where it names none of the disk.
func pathOf(uri string) (string, bool) {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" || u.Path == "" {
		return "", false
	}
	p := u.Path
	if runtime.GOOS == "windows" {
		p = strings.TrimPrefix(p, "/")
	}
	return filepath.FromSlash(p), true
}

// uriOf gives the address of a file.
func uriOf(file string) string {
	p := filepath.ToSlash(file)
	if !strings.HasPrefix(p, "/") {
		p = "/" + p
	}
	return (&url.URL{Scheme: "file", Path: p}).String()
}
