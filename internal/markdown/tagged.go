package markdown

import (
	"bytes"
	"strings"

	"clausebook/internal/characters"
	"clausebook/internal/rawhtml"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// tagged is an inline tag of HTML that can do no harm, with what stands between it and its end. It is written anew, without what the
// tag says beside its name.
type tagged struct {
	ast.BaseInline
	name string // of the element that is written
}

var kindTagged = ast.NewNodeKind("Tagged")

// Kind tells the tree what the node is.
func (n *tagged) Kind() ast.NodeKind { return kindTagged }

// Dump prints the node for debugging; the interface asks for it.
func (n *tagged) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Name": n.name}, nil)
}

// maxTags bounds how many such tags may be open in one another.
const maxTags = 8

// harmlessTags makes nodes of HTML that does no harm: of tags that stand in pairs among the inline nodes of one parent, of which one
// without its end stays what it is, and of blocks.
type harmlessTags struct{}

// Transform goes through the tree.
func (harmlessTags) Transform(root *ast.Document, reader text.Reader, pc parser.Context) {
	if bytes.IndexByte(reader.Source(), '<') >= 0 {
		htmlMaker{growthOf(pc)}.visit(root)
	}
}

// openTag is a tag whose end has not come yet.
type openTag struct {
	node ast.Node
	name string // of the element to write, or of the tag where none is
	says rawhtml.Attributes
}

// words makes nodes of the tags among the words of a block.
func (m htmlMaker) words(block ast.Node) {
	m.pair(block)
	if kind := block.Kind(); kind != extast.KindTableCell && kind != ast.KindParagraph && kind != ast.KindTextBlock {
		return
	}
	for c := block.FirstChild(); c != nil; c = c.NextSibling() {
		if name, _ := m.tagOf(c); rawhtml.Block(strings.TrimPrefix(name, "/")) {
			m.rebuild(block)
			return
		}
	}
}

// pair puts what stands between a tag and its end into a node, among the inline nodes of one parent and all below.
func (m htmlMaker) pair(parent ast.Node) {
	var open []openTag
	for c := parent.FirstChild(); c != nil; {
		next := c.NextSibling()
		if name, says := m.tagOf(c); name != "" {
			open = m.take(parent, c, name, says, open)
		} else if kind := c.Kind(); kind != ast.KindImage && kind != ast.KindCodeSpan && c.Type() == ast.TypeInline {
			m.pair(c)
		}
		c = next
	}
	for _, tag := range open { // an anchor needs no end
		if tag.name == "a" && !tag.says.Linked && tag.says.ID != "" {
			parent.RemoveChild(parent, tag.node)
		}
	}
}

// take takes a tag over, and gives the tags that are open after it.
func (m htmlMaker) take(parent, c ast.Node, name string, says rawhtml.Attributes, open []openTag) []openTag {
	at := htmlSpan(c)
	if says.ID != "" {
		m.places = append(m.places, named{characters.Clean(says.ID), at})
	}
	ends, closing := strings.CutPrefix(name, "/")
	element, known := rawhtml.Inline(ends)
	switch {
	case name == "img" || name == "input" && says.Checkbox:
		parent.ReplaceChild(parent, c, m.setting(name, says, at))
	case name == "wbr":
		parent.RemoveChild(parent, c)
	case !known:
		if says.Label != "" {
			label := &tagged{name: "strong"}
			label.AppendChild(label, ast.NewString([]byte(says.Label)))
			parent.InsertBefore(parent, c, label)
			parent.InsertAfter(parent, c, ast.NewString([]byte(" ")))
		}
	case element == "":
		parent.RemoveChild(parent, c) // its words say all
	case !closing && len(open) < maxTags:
		return append(open, openTag{c, element, says})
	case closing:
		for i := len(open) - 1; i >= 0; i-- {
			if open[i].name == element {
				m.enclose(parent, open[i], c)
				return open[:i]
			}
		}
	}
	return open
}

// enclose puts what stands between a tag and its end into a node that takes its place. Of an anchor nothing is left.
func (m htmlMaker) enclose(parent ast.Node, tag openTag, last ast.Node) {
	if tag.name == "a" && !tag.says.Linked {
		parent.RemoveChild(parent, tag.node)
		parent.RemoveChild(parent, last)
		return
	}
	n := m.setting(tag.name, tag.says, htmlSpan(tag.node))
	for c := tag.node.NextSibling(); c != last; {
		next := c.NextSibling()
		n.AppendChild(n, c)
		c = next
	}
	parent.ReplaceChild(parent, tag.node, n)
	parent.RemoveChild(parent, last)
}

// tagOf gives the name of the tag that an inline node is, in lower case and with its slash if it closes, and what the tag says; no
// name for others.
func (m htmlMaker) tagOf(n ast.Node) (name string, says rawhtml.Attributes) {
	html, ok := n.(*ast.RawHTML)
	if !ok {
		return "", says
	}
	written, _ := m.written(html.Segments)
	if p := rawhtml.Split(written); len(p) == 1 && p[0].Kind == rawhtml.Tag {
		return p[0].Name, rawhtml.Read(written)
	}
	return "", says
}

// said gives the marks of what the tag says beside its words; nothing where it only sets them off.
func (n *tagged) said() (before, after string) {
	switch n.name {
	case "strong", "em", "code":
		return "", ""
	case "del":
		return "~~", "~~"
	}
	return "<" + n.name + ">", "</" + n.name + ">"
}
