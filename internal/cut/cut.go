// Package cut finds where a text of Markdown can be cut into parts that are read one by one: before headings where no list, quotation,
// block of code or HTML, and no definition that is used elsewhere can reach across.
package cut

import "bytes"

// opens are the bytes that may stand before what a line begins with, as marks of lists and quotations do. There are more of them
// than need be: what they hide is taken for the beginning of a line, and then the body is not cut.
const opens = " \t>-*+0123456789.):"

// Points gives the offsets at which the parts of a body begin, at least the first. They are found line by line; where a line might
// reach further than it seems, the body is one part.
func Points(src []byte) []int {
	cuts := []int{0}
	for _, box := range [...]string{":::", "{%", "{{<", "{{%"} {
		if bytes.Contains(src, []byte(box)) {
			return cuts
		}
	}
	c := cutter{defines: mayDefine(src), blank: true}
	for at := 0; at < len(src); {
		line, _, _ := bytes.Cut(src[at:], []byte("\n"))
		heading, sure := c.line(line)
		if !sure {
			return cuts[:1]
		}
		if heading && at > 0 {
			cuts = append(cuts, at)
		}
		at += len(line) + 1
	}
	return cuts
}

// mayDefine tells whether a text holds what stands behind the label of a definition: a link's, a footnote's or a short form's.
// Behind a reference in two pairs of brackets it is none.
func mayDefine(src []byte) bool {
	for at := 0; ; {
		i := bytes.Index(src[at:], []byte("]:"))
		if i < 0 {
			return false
		}
		if at += i; at < 2 || src[at-1] != ']' || src[at-2] == '\\' {
			return true
		}
		at += 2
	}
}

// cutter goes through the lines of a body.
type cutter struct {
	defines bool   // the body may hold a definition
	blank   bool   // the line before was empty
	fence   []byte // the marks that opened the block of code in which the line is
	comment bool   // the line is in a comment
}

// line tells whether a part may begin at a line, and whether it is sure what the line means.
func (c *cutter) line(line []byte) (heading, sure bool) {
	after := c.blank
	c.blank = len(bytes.Trim(line, " \t\r")) == 0
	switch {
	case c.fence != nil:
		if c.closes(line) {
			c.fence = nil
		}
		return false, true
	case c.comment:
		c.comment = !bytes.Contains(line, []byte("-->"))
		return false, true
	case c.blank:
		return false, true
	}
	rest := bytes.TrimLeft(line, opens)
	outermost := len(rest) == len(line)
	switch {
	case bytes.HasPrefix(rest, []byte("```")), bytes.HasPrefix(rest, []byte("~~~")):
		return false, outermost && c.open(line)
	case bytes.HasPrefix(rest, []byte("<")):
		return false, c.html(rest, outermost)
	case bytes.HasPrefix(rest, []byte("[")):
		return false, !c.defines || bytes.HasPrefix(rest, []byte("[["))
	}
	return after && isHeading(line), true
}

// isHeading tells whether a line is a heading by its marks, at the left edge.
func isHeading(line []byte) bool {
	text := bytes.TrimLeft(line, "#")
	marks := len(line) - len(text)
	return marks > 0 && marks <= 6 && len(text) > 0 && (text[0] == ' ' || text[0] == '\t')
}

// open takes in the line that opens a block of code; false where it may be a span of code, or a box that holds blocks.
func (c *cutter) open(line []byte) bool {
	info := bytes.TrimLeft(line, string(line[:1]))
	c.fence = line[:len(line)-len(info)]
	return bytes.IndexByte(info, '`') < 0 && !bytes.HasPrefix(bytes.TrimLeft(info, " \t"), []byte("{"))
}

// closes tells whether a line ends the block of code.
func (c *cutter) closes(line []byte) bool {
	marks := bytes.TrimLeft(line, " ")
	return len(line)-len(marks) < 4 && bytes.HasPrefix(marks, c.fence) &&
		len(bytes.Trim(bytes.TrimLeft(marks, string(c.fence[:1])), " \t\r")) == 0
}

// html takes in a line that begins like a tag; false where it may open a block of HTML, or a comment within another block.
func (c *cutter) html(rest []byte, outermost bool) bool {
	inner, ok := bytes.CutPrefix(rest, []byte("<!--"))
	switch {
	case !ok:
		return bytes.HasPrefix(rest, []byte("<http://")) || bytes.HasPrefix(rest, []byte("<https://"))
	case bytes.HasPrefix(inner, []byte(">")), bytes.HasPrefix(inner, []byte("-")):
		return false
	}
	c.comment = !bytes.Contains(inner, []byte("-->"))
	return outermost || !c.comment
}
