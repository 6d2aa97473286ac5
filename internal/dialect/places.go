package dialect

import (
	"bytes"
	"fmt"
	"regexp"
)

// Place is a place in a text that has a name by which links find it.
type Place struct {
	Name string
	Span
}

// placeForms are the ways in which places are named, each with a sign that is looked for first. The group is the name. Own tells that
// what is named is the line itself, or what stands before it; else it may be what comes after.
var placeForms = []struct {
	sign string
	own  bool
	mark *regexp.Regexp
}{
	{")=", false, regexp.MustCompile(`(?m)^\(([A-Za-z][\w.:-]{0,99})\)=[ \t]*\r?$`)},                       // a label of MyST
	{"#", true, regexp.MustCompile(`\{:?[ \t]*(?:\.[\w-]+[ \t]+)*#([A-Za-z0-9_][\w:.-]{0,99})[^{}\n]*\}`)}, // of kramdown and Pandoc
	{"^", true, regexp.MustCompile(`(?m)(?:^|[ \t])(\^[A-Za-z0-9][A-Za-z0-9-]{0,99})[ \t]*\r?$`)},          // a paragraph of Obsidian
	{"]:", true, regexp.MustCompile(`(?m)^ {0,3}(\[\^[^\]\s]{1,99}\]):`)},                                  // a footnote
}

// Places gives the places of a text to which a mark gives a name.
func Places(text []byte) []Place {
	var out []Place
	for _, f := range placeForms {
		if !bytes.Contains(text, []byte(f.sign)) {
			continue
		}
		for _, m := range f.mark.FindAllSubmatchIndex(text, -1) {
			at := Span{m[0], m[1]}
			if f.own {
				from := max(0, m[2]-longest)
				start := from + bytes.LastIndexByte(text[from:m[2]], '\n') + 1
				at = Span{start, start}
			}
			if m[0] == 0 || text[m[0]-1] != '`' {
				out = append(out, Place{string(text[m[2]:m[3]]), at})
				if !f.own { // as written, for links of other documents
					out = append(out, Place{string(bytes.TrimSpace(text[m[0]:m[1]])), at})
				}
			}
		}
	}
	return out
}

// TabName is by what name MkDocs finds a tab of a set.
func TabName(set, tab int) string { return fmt.Sprintf("__tabbed_%d_%d", set, tab) }

// HeadingID finds the id that a heading gives itself in braces at its end, {#who}, with classes or without, as Hugo, Docusaurus,
// MkDocs, Pandoc and kramdown write it. At is where the braces and the space before them begin, -1 where there are none.
func HeadingID(line []byte) (id string, at int) {
	if !bytes.HasSuffix(bytes.TrimRight(line, " \t"), []byte("}")) {
		return "", -1
	}
	m := headingIDMark.FindSubmatchIndex(line)
	if m == nil || m[0] == 0 {
		return "", -1
	}
	for i := 1; i <= 2; i++ {
		if m[2*i] < 0 {
			continue
		}
		for word := range bytes.FieldsSeq(quotedValue.ReplaceAll(line[m[2*i]:m[2*i+1]], nil)) {
			if word[0] == '#' {
				return string(word[1:]), m[0]
			}
		}
	}
	return "", m[0]
}

var quotedValue = regexp.MustCompile(`"[^"]*"|'[^']*'`)

var headingIDMark = regexp.MustCompile(`[ \t]*(?:\{:?[ \t]*((?:(?:[#.][A-Za-z0-9_][\w:.-]*|[A-Za-z][\w-]*=(?:"[^"{}\n]*"|` +
	`'[^'{}\n]*'))[ \t]*)+)\}|` +
	`\{/\*[ \t]*(#[A-Za-z0-9_][\w:.-]*)[ \t]*\*/\})[ \t]*$`)
