package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
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

// tagNames are the tags that are passed on, by the element that is written for each. All but the first three can be written as
// Markdown, and editors that export HTML do not.
var tagNames = map[string]string{"sub": "sub", "sup": "sup", "kbd": "kbd", "b": "strong", "strong": "strong", "i": "em", "em": "em",
	"s": "del", "del": "del"}

// maxTags bounds how many such tags may be open in one another.
const maxTags = 8

// harmlessTags makes nodes of tags that stand in pairs among the inline nodes of one parent. A tag without its end stays what it is.
type harmlessTags struct{}

// Transform goes through the tree.
func (harmlessTags) Transform(root *ast.Document, reader text.Reader, _ parser.Context) {
	source := reader.Source()
	if bytes.IndexByte(source, '<') < 0 {
		return
	}
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // the visitor gives no error
		if n.Kind() == ast.KindImage || n.Kind() == ast.KindCodeSpan {
			return ast.WalkSkipChildren, nil
		}
		if first := n.FirstChild(); entering && first != nil && first.Type() == ast.TypeInline {
			pairTags(n, source)
		}
		return ast.WalkContinue, nil
	})
}

// openTag is a tag whose end has not come yet.
type openTag struct {
	node ast.Node
	name string
}

// pairTags puts what stands between a tag and its end into a node.
func pairTags(parent ast.Node, source []byte) {
	var open []openTag
	for c := parent.FirstChild(); c != nil; {
		next := c.NextSibling()
		name := tagOf(c, source)
		ends, closing := strings.CutPrefix(name, "/")
		switch {
		case tagNames[ends] == "":
		case !closing:
			if len(open) < maxTags {
				open = append(open, openTag{c, name})
			}
		default:
			for i := len(open) - 1; i >= 0; i-- {
				if open[i].name == ends {
					enclose(parent, open[i].node, c, tagNames[ends])
					open = open[:i]
					break
				}
			}
		}
		c = next
	}
}

// enclose puts what stands between two nodes into one that takes their place.
func enclose(parent, first, last ast.Node, name string) {
	n := &tagged{name: name}
	for c := first.NextSibling(); c != last; {
		next := c.NextSibling()
		n.AppendChild(n, c)
		c = next
	}
	parent.ReplaceChild(parent, first, n)
	parent.RemoveChild(parent, last)
}

// tagOf gives the name of the tag that an inline node is, in lower case and with its slash if it closes; nothing for others.
func tagOf(n ast.Node, source []byte) string {
	html, ok := n.(*ast.RawHTML)
	if !ok {
		return ""
	}
	if p := pieces(source, htmlSpan(html)); len(p) == 1 && p[0].kind == pieceTag {
		return strings.ToLower(p[0].name)
	}
	return ""
}

// said gives the marks of what the tag says beside its words; nothing where it only sets them off.
func (n *tagged) said() (before, after string) {
	switch n.name {
	case "strong", "em":
		return "", ""
	case "del":
		return "~~", "~~"
	}
	return "<" + n.name + ">", "</" + n.name + ">"
}
