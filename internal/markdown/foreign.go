package markdown

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// This file reads what other programs write into Markdown beside boxes: ids of headings. What is left of their marks is
// shown as it is written, and named once a document.

// headingID reads the id that a heading gives itself in braces at its end, {#who}, with classes or without, as Hugo,
// Docusaurus, MkDocs, Pandoc and kramdown write it. The braces are no part of the heading.
type headingID struct{ parser.BlockParser }

var headingIDMark = regexp.MustCompile(`[ \t]*(?:\{:?[ \t]*((?:[#.][A-Za-z0-9_][\w:.-]*[ \t]*)+)\}|` +
	`\{/\*[ \t]*(#[A-Za-z0-9_][\w:.-]*)[ \t]*\*/\})[ \t]*$`)

// Close takes the id off the last line of a heading.
func (b headingID) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	b.BlockParser.Close(node, reader, pc)
	lines := node.Lines()
	if _, ok := node.(*ast.Heading); !ok || lines.Len() == 0 {
		return
	}
	last := lines.At(lines.Len() - 1)
	line := bytes.TrimRight(last.Value(reader.Source()), "\r\n")
	m := headingIDMark.FindSubmatchIndex(line)
	if m == nil || m[0] == 0 {
		return
	}
	last.Stop = last.Start - last.Padding + m[0]
	lines.Set(lines.Len()-1, last)
	for i := 1; i <= 2; i++ {
		if m[2*i] < 0 {
			continue
		}
		for word := range bytes.FieldsSeq(line[m[2*i]:m[2*i+1]]) {
			if word[0] == '#' {
				node.SetAttributeString(idAttribute, string(word[1:]))
				return
			}
		}
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

// foreignForms are marks of other programs that are shown as they are written. Sign is looked for first.
var foreignForms = []struct {
	name, sign string
	mark       *regexp.Regexp
}{
	{"a tag of Liquid or Jinja, `{% … %}`", "{%", regexp.MustCompile(`\{%[-+]?\s*[A-Za-z]`)},
	{"a shortcode of Hugo, `{{< … >}}`", "{{", regexp.MustCompile(`\{\{[<%]`)},
	{"a tag of ERB, `<% … %>`", "<%", regexp.MustCompile(`<%[-=#]?\s*[A-Za-z_@]`)},
	{"a list of attributes, `{: … }`", "{:", regexp.MustCompile(`\{:[ \t]*[.#A-Za-z]`)},
	{"a label of MyST, `(…)=`", ")=", regexp.MustCompile(`^\([A-Za-z][\w.:-]*\)=$`)},
	{"a picture with a size, `![…](… =600x)`", " =", regexp.MustCompile(`!\[[^\]]*\]\([^)\s]+ =\d*x\d*\)`)},
	{"a table of contents, `[TOC]`", "[", regexp.MustCompile(`^\[(?i:toc)\]$`)},
	{"an inserted file, `--8<--`", "8<", regexp.MustCompile(`^-*8<-+`)},
	{"an import of MDX", "import", regexp.MustCompile(`^import\s+[\w{}*, \t]+\s+from\s+['"]`)},
}

// afterLink finds attributes in braces that follow an image or link.
var afterLink = regexp.MustCompile(`^\{[:.#\w][^{}\n]*\}`)

// foreign reports the marks of other programs in the text that begins with a node, each kind once a document. The parser
// leaves a line of text in several nodes.
func (c *collector) foreign(n *ast.Text) {
	if before, ok := n.PreviousSibling().(*ast.Text); ok && goesOn(before, n) {
		return
	}
	start, last := n.Segment.Start, n
	for next, ok := last.NextSibling().(*ast.Text); ok && goesOn(last, next); next, ok = last.NextSibling().(*ast.Text) {
		last = next
	}
	raw := c.source[start:last.Segment.Stop]
	for _, f := range foreignForms {
		if !bytes.Contains(raw, []byte(f.sign)) {
			continue
		}
		if at := f.mark.FindIndex(raw); at != nil {
			c.name(f.name, span{start + at[0], start + at[1]})
		}
	}
	if before := n.PreviousSibling(); before != nil && (before.Kind() == ast.KindImage || before.Kind() == ast.KindLink) {
		if at := afterLink.FindIndex(raw); at != nil {
			c.name("a list of attributes, `{…}`", span{start, start + at[1]})
		}
	}
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
