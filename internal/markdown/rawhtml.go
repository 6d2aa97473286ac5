package markdown

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"clausebook/internal/characters"
	"clausebook/internal/dialect"
	"clausebook/internal/rawhtml"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// htmlSpan gives the bytes of a raw HTML node, block or inline.
func htmlSpan(n ast.Node) span {
	switch n := n.(type) {
	case *ast.RawHTML:
		if n.Segments.Len() > 0 {
			return span{n.Segments.At(0).Start, n.Segments.At(n.Segments.Len() - 1).Stop}
		}
	case *ast.HTMLBlock:
		s := span{blockStart(n), blockEnd(n)}
		if n.HasClosure() {
			s.stop = n.ClosureLine.Stop
		}
		return s
	}
	return span{}
}

func blockStart(n ast.Node) int {
	if lines := n.Lines(); lines.Len() > 0 {
		return lines.At(0).Start
	}
	return 0
}

// namespacedTags takes a tag with a namespace, as exports of Confluence and Word have them, for the tag that it is: by its letters
// <ac:rich-text-body> is an address too.
type namespacedTags struct{ parser.InlineParser }

// Parse lets the parser of addresses read, and looks at what it found.
func (n namespacedTags) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	_, before := block.Position()
	node := n.InlineParser.Parse(parent, block, pc)
	if link, ok := node.(*ast.AutoLink); ok && dialect.IsTag(link.URL(block.Source())) {
		_, after := block.Position()
		tag := ast.NewRawHTML()
		tag.Segments.Append(text.NewSegment(before.Start, after.Start))
		return tag
	}
	return node
}

// isBreak tells whether a raw tag is a plain <br>, which is the one way to break a line within a table cell and
// therefore common in documents. It is rendered anew, not passed on.
func (t *tree) isBreak(n *ast.RawHTML) bool {
	s := htmlSpan(n)
	return rawhtml.IsBreak(string(t.source[s.start:s.stop]))
}

// maxAnchor bounds how far before a heading an anchor of it stands, in bytes.
const maxAnchor = 200

// markHeadings gives the names of places to the headings that they stand before, or else to those that they stand under. Those before
// the first one mean the top of the page.
func (t *tree) markHeadings() {
	for _, p := range dialect.Places(t.source) {
		if at := (span{p.Start, p.Stop}); !t.inCode(at) {
			t.places = append(t.places, named{p.Name, at})
		}
	}
	for _, p := range t.places {
		if i := t.marked(p.at); i >= 0 {
			t.outline[i].Marks = append(t.outline[i].Marks, p.name)
		} else {
			t.top = append(t.top, p.name)
		}
	}
}

// inCode tells whether a place stands in a block of code.
func (t *tree) inCode(s span) bool {
	if t.codes == nil {
		t.codes = []span{}
		eachBlock(t.root, func(n ast.Node) {
			if n.Kind() == ast.KindFencedCodeBlock || n.Kind() == ast.KindCodeBlock {
				t.codes = append(t.codes, span{t.ruler.Start(t.ruler.Line(blockStart(n))), blockEnd(n)})
			}
		})
		slices.SortFunc(t.codes, func(a, b span) int { return cmp.Compare(a.start, b.start) })
	}
	i, _ := slices.BinarySearchFunc(t.codes, s.start+1, func(code span, at int) int { return cmp.Compare(code.start, at) })
	return i > 0 && s.start < t.codes[i-1].stop
}

// marked gives the heading that an anchor means; -1 where there is none.
func (t *tree) marked(s span) int {
	i := t.section(s.start)
	if next := i + 1; next < len(t.starts) && s.stop <= t.starts[next] && t.starts[next]-s.stop < maxAnchor {
		between := t.source[s.stop:t.starts[next]]
		words := slices.ContainsFunc(rawhtml.Split(between), func(p rawhtml.Piece) bool {
			return p.Kind == rawhtml.Text && len(bytes.Trim(between[p.Start:p.Stop], " \t\r\n#")) > 0
		})
		if !words {
			return next
		}
	}
	return i
}

// visibleHTML gives what remains of raw HTML when comments are taken out, tags as they are written.
func (t *tree) visibleHTML(s span) string {
	return strings.TrimSpace(characters.Clean(rawhtml.Visible(t.source[s.start:s.stop])))
}
