package dialect

import (
	"bytes"
	"regexp"
	"strings"
)

// roleMark is a role of MyST that leads to a document, to a label or to a file, with the code after it: {ref}`words <label>`.
var roleMark = regexp.MustCompile("\\{(ref|any|doc|download)\\}`(?:([^`<>\\[\\]|\\n]+?)[ \\t]*<([^`<>\\[\\]|\\s]+)>|([^`<>\\[\\]|\\s]+))`")

// roles puts references in the place of roles of MyST, as links by a name are written here. Out is given back with what was changed; it
// is a copy where it was the text itself.
func roles(text, out []byte) []byte {
	if !bytes.Contains(text, []byte("}`")) {
		return out
	}
	for _, m := range roleMark.FindAllSubmatchIndex(text, -1) {
		if m[0] > 0 && (text[m[0]-1] == '`' || WordByte(text[m[0]-1])) {
			continue
		}
		group := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return string(text[m[2*i]:m[2*i+1]])
		}
		words, target := group(2), group(3)+group(4)
		reference := "[[" + target + "]]"
		switch {
		case group(1) == "download" && words != "":
			reference = "[" + words + "](" + target + ")"
		case group(1) == "download":
			continue
		case words != "":
			reference = "[[" + target + "|" + words + "]]"
		}
		if !bytes.Contains(text[lineStart(text, m[0]):m[0]], []byte("|")) { // a bar would end the cell of a table
			out = put(text, out, m[0], m[1], reference)
		}
	}
	return out
}

// put writes something in the place of a range of a text, and spaces in the rest of it.
func put(text, out []byte, start, stop int, what string) []byte {
	if len(what) > stop-start {
		return out
	}
	if &out[0] == &text[0] {
		out = bytes.Clone(text)
	}
	n := copy(out[start:stop], what)
	copy(out[start+n:stop], bytes.Repeat([]byte(" "), stop-start-n))
	return out
}

// lineStart gives where the line begins in which an offset stands, as far as it is looked at.
func lineStart(text []byte, at int) int {
	from := max(0, at-longest)
	return from + bytes.LastIndexByte(text[from:at], '\n') + 1
}

// labelLine is a label of MyST, which is no text of a page: it names what comes after.
var labelLine = regexp.MustCompile(`(?m)^\([A-Za-z][\w.:-]{0,99}\)=[ \t]*\r?$`)

// labels takes labels of MyST out of a text.
func labels(text, out []byte) []byte {
	if !bytes.Contains(text, []byte(")=")) {
		return out
	}
	for _, m := range labelLine.FindAllIndex(text, -1) {
		out = put(text, out, m[0], m[0]+len(bytes.TrimRight(text[m[0]:m[1]], "\r")), "")
	}
	return out
}

// crossed begins the ids by which Quarto refers to sections, figures and tables of all documents.
var crossed = regexp.MustCompile(`^(?:sec|fig|tbl|eq|lst|thm)-`)

// Crossing tells whether a name of a place is one by which links of other documents find it too, as MyST and Quarto have them, and gives it
// as they write it there.
func Crossing(name string) (label string, ok bool) {
	if inner, found := strings.CutPrefix(name, "("); found && strings.HasSuffix(inner, ")=") {
		return strings.TrimSuffix(inner, ")="), true
	}
	return name, crossed.MatchString(name)
}

// mention is a reference of Quarto to a section: @sec-scope. Figures and tables may be made by code, which nobody runs here.
var mention = regexp.MustCompile(`^@(sec-[A-Za-z0-9][\w-]*)`)

// ReadMention reads a reference of Quarto with which a text begins, and tells how many bytes it takes; 0 if there is none.
func ReadMention(line []byte) (Reference, int) {
	m := mention.FindSubmatch(line)
	if m == nil {
		return Reference{}, 0
	}
	return Reference{Target: string(m[1])}, len(m[0])
}

// contentsMark is where wikis of Azure and GitLab, and Joplin, put a table of contents, or of the pages below.
var contentsMark = regexp.MustCompile(`^\[\[(?i:_toc_|_tosp_|toc)\]\]`)

// ContentsMark gives the size of such a mark at the start of a line; 0 if there is none.
func ContentsMark(line []byte) int { return len(contentsMark.Find(line)) }
