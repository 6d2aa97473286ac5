package dialect

import (
	"bytes"
	"regexp"

	"clausebook/internal/characters"
)

// spacedPath is the path of a link that has a bare space, up to the ending of a file or begun as only paths are, with what may follow it.
var spacedPath = regexp.MustCompile(`^\([ \t]*([^\s<>()"][^\n<>()"]*?)(?:[ \t]+"[^"\n]*")?[ \t]*\)`)

// asPath tells what is meant to be the path of a file.
var asPath = regexp.MustCompile(`^(?:\.{0,2}/|[a-z]+://)|[^.\s]\.[A-Za-z][A-Za-z0-9]{1,4}(?:[#?][^\s]*)?$`)

// SpacedLink reads [words](a path.md) after the closing bracket at close, between the ends of a block: with a bare space in its path it is
// no link in CommonMark, and pages show the brackets.
func SpacedLink(source []byte, start, close, stop int) (at Span, path string, ok bool) {
	if close+1 >= stop {
		return Span{}, "", false
	}
	m := spacedPath.FindSubmatch(source[close+1 : min(stop, close+1+maxReference)])
	if m == nil || !bytes.ContainsAny(m[1], " \t") || !asPath.Match(m[1]) {
		return Span{}, "", false
	}
	open := OpeningBracket(source, max(start, close-MaxLabel), close)
	if open < 0 || open > start && WordByte(source[open-1]) {
		return Span{}, "", false
	}
	return Span{open, close + 1 + len(m[0])}, characters.Clean(string(m[1])), true
}
