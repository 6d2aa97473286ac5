// Package rawhtml turns HTML that stands within a text into a tree of elements that do no harm.
//
// It knows which elements and attributes are taken over, and closes every element. What it does not take over it names. Nothing of the
// source is ever passed on as markup: whoever reads the tree writes every element anew (ADR 56).
package rawhtml

import (
	"bytes"
	"regexp"
	"strings"
)

// Kind tells what a piece of HTML is.
type Kind uint8

// The kinds of pieces.
const (
	Text        Kind = iota
	Comment          // closed
	Tag              // opening or closing
	OpenComment      // a comment without an end, which goes on to the end of the text
	Whole            // an element whose content is no text of the page, such as a script, with all that is in it; a declaration
)

// Piece is a part of HTML, by the bytes from Start to Stop.
type Piece struct {
	Kind        Kind
	Start, Stop int
	Name        string // of a tag, in lower case, with its slash if it closes; "!" and "?" for declarations
}

// Closes tells whether the piece is a closing tag, and of which element.
func (p Piece) Closes() (name string, ok bool) { return strings.CutPrefix(p.Name, "/") }

var tagStart = regexp.MustCompile(`^<(/?[A-Za-z][A-Za-z0-9:._-]*|[?!])`)

// Split takes HTML apart in one pass: what it costs is a multiple of the length of the text.
func Split(text []byte) []Piece {
	var out []Piece
	from, last := 0, bytes.LastIndexByte(text, '>')
	for at := 0; at < len(text); {
		n := bytes.IndexByte(text[at:], '<')
		if n < 0 {
			break
		}
		at += n
		p, ok := markupAt(text, at, last)
		if !ok {
			at++
			continue
		}
		if at > from {
			out = append(out, Piece{Text, from, at, ""})
		}
		out = append(out, p)
		at, from = p.Stop, p.Stop
	}
	if len(text) > from {
		out = append(out, Piece{Text, from, len(text), ""})
	}
	return out
}

// markupAt reads the comment or tag that begins at an offset. What begins behind the last ">" is no tag, but text.
func markupAt(text []byte, at, last int) (Piece, bool) {
	rest := text[at:]
	if bytes.HasPrefix(rest, []byte("<!--")) {
		// "<!-->" is a comment, so that the closing mark may share its hyphens with the opening one.
		if end := bytes.Index(rest[2:], []byte("-->")); end >= 0 {
			return Piece{Comment, at, at + 2 + end + 3, ""}, true
		}
		return Piece{OpenComment, at, len(text), ""}, true
	}
	m := tagStart.FindSubmatch(rest)
	if m == nil || at > last {
		return Piece{}, false
	}
	name := elementOf(m[1])
	stop := at + tagEnd(rest, len(m[0]))
	switch {
	case name == "!" || name == "?":
		return Piece{Whole, at, stop, name}, true
	case whole[name] && !bytes.HasSuffix(rest[:stop-at], []byte("/>")):
		return Piece{Whole, at, elementEnd(text, stop, name), name}, true
	}
	return Piece{Tag, at, stop, name}, true
}

// elementOf gives the element that a tag writes, in lower case. <Link> of MDX, which no HTML spells like that, is a link.
func elementOf(written []byte) string {
	switch name := string(written); name {
	case "Link":
		return "a"
	case "/Link":
		return "/a"
	default:
		return strings.ToLower(name)
	}
}

// tagEnd gives where a tag ends: behind the first ">" that stands in no quoted value, else behind the first one.
func tagEnd(rest []byte, after int) int {
	for at := after; at < len(rest); at++ {
		switch c := rest[at]; {
		case c == '>':
			return at + 1
		case (c == '"' || c == '\'') && followsEquals(rest[:at]):
			end := bytes.IndexByte(rest[at+1:], c)
			if end < 0 {
				return firstEnd(rest)
			}
			at += end + 1
		case c == '{' && followsEquals(rest[:at]):
			at += max(codeEnd(rest[at:]), 1) - 1
		}
	}
	return firstEnd(rest)
}

func firstEnd(rest []byte) int {
	if end := bytes.IndexByte(rest, '>'); end >= 0 {
		return end + 1
	}
	return len(rest)
}

func followsEquals(before []byte) bool {
	return bytes.HasSuffix(bytes.TrimRight(before, " \t\r\n"), []byte("="))
}

// elementEnd gives where an element ends that begins before from: behind its closing tag, else where the text does.
func elementEnd(text []byte, from int, name string) int {
	for at := from; ; {
		n := bytes.Index(text[at:], []byte("</"))
		if n < 0 {
			return len(text)
		}
		at += n + 2
		if len(text)-at >= len(name) && strings.EqualFold(string(text[at:at+len(name)]), name) {
			return at + firstEnd(text[at:])
		}
	}
}

// IsBreak tells whether a tag is a plain <br>.
func IsBreak(tag string) bool {
	inner := strings.ToLower(strings.TrimSuffix(strings.Trim(tag, "<> \n"), "/"))
	return strings.TrimSpace(inner) == "br"
}

// Visible gives HTML without its comments, tags as they are written.
func Visible(html []byte) string {
	var b strings.Builder
	for _, p := range Split(html) {
		if p.Kind != Comment {
			b.Write(html[p.Start:p.Stop])
		}
	}
	return b.String()
}
