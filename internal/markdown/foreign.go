package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"clausebook/internal/dialect"
)

// This file reads ids of headings as other programs write them. Their other marks are shown as they are written, and named once.

// headingID reads the id that a heading gives itself. The braces around it are no part of the heading.
type headingID struct{ parser.BlockParser }

// Close takes the id off the last line of a heading.
func (b headingID) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	b.BlockParser.Close(node, reader, pc)
	lines := node.Lines()
	if _, ok := node.(*ast.Heading); !ok || lines.Len() == 0 {
		return
	}
	last := lines.At(lines.Len() - 1)
	line := bytes.TrimRight(last.Value(reader.Source()), "\r\n")
	id, at := dialect.HeadingID(line)
	if at < 0 {
		return
	}
	last.Stop = last.Start - last.Padding + at
	lines.Set(lines.Len()-1, last)
	if id != "" {
		node.SetAttributeString(idAttribute, id)
	}
}

// idAttribute holds the id that a heading gives itself.
const idAttribute = "id"

// ownID gives the id that a heading gives itself, or nothing.
func ownID(n *ast.Heading) string {
	id, _ := n.AttributeString(idAttribute)
	s, _ := id.(string)
	return s
}

// foreign reports the marks of other programs, each kind once, in the text from a node on: the parser makes several of a line.
func (c *collector) foreign(n *ast.Text) {
	if before, ok := n.PreviousSibling().(*ast.Text); ok && goesOn(before, n) {
		return
	}
	start, last := n.Segment.Start, n
	for next, ok := last.NextSibling().(*ast.Text); ok && goesOn(last, next); next, ok = last.NextSibling().(*ast.Text) {
		last = next
	}
	raw := c.source[start:last.Segment.Stop]
	c.forms(span{start, last.Segment.Stop})
	before, after := n.PreviousSibling(), last.NextSibling()
	if before != nil && (before.Kind() == ast.KindImage || before.Kind() == ast.KindLink) {
		if size := dialect.AfterLink(raw); size > 0 {
			c.name(dialect.Attributes, span{start, start + size})
		}
	}
	if after != nil && after.Kind() == ast.KindCodeSpan {
		if name, at := dialect.Role(raw); name != "" {
			c.name(name, span{start + at.Start, start + at.Stop})
		}
	}
}

// forms reports the marks of other programs in a part of a line.
func (c *collector) forms(s span) {
	dialect.Forms(c.source[s.start:s.stop], func(name string, at dialect.Span) { c.name(name, span{s.start + at.Start, s.start + at.Stop}) })
}

// goesOn tells whether a node goes on with the line of another.
func goesOn(n, next *ast.Text) bool {
	return n.Segment.Stop == next.Segment.Start && !n.SoftLineBreak() && !n.HardLineBreak()
}

// name reports a form once.
func (c *collector) name(form string, at span) {
	if !c.named[form] {
		c.named[form] = true
		c.refuse(ProblemForeign, form, at)
	}
}
