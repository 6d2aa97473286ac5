package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"clausebook/internal/characters"
	"clausebook/internal/rawhtml"

	"github.com/yuin/goldmark/ast"
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

// isBreak tells whether a raw tag is a plain <br>, which is the one way to break a line within a table cell and
// therefore common in documents. It is rendered anew, not passed on.
func (t *tree) isBreak(n *ast.RawHTML) bool {
	s := htmlSpan(n)
	return isBreakTag(t.source[s.start:s.stop])
}

func isBreakTag(raw []byte) bool {
	inner := strings.ToLower(strings.TrimSuffix(strings.Trim(string(raw), "<> \n"), "/"))
	return strings.TrimSpace(inner) == "br"
}

// maxAnchor bounds how far before a heading an anchor of it stands, in bytes.
const maxAnchor = 200

// mystLabel finds a label of MyST, which names the heading after it.
var mystLabel = regexp.MustCompile(`(?m)^\(([A-Za-z][\w.:-]{0,99})\)=[ \t]*$`)

// markHeadings gives the names of places to the headings that they stand before, or else to those that they stand under.
func (t *tree) markHeadings() {
	for _, m := range mystLabel.FindAllSubmatchIndex(t.source, -1) {
		t.places = append(t.places, named{string(t.source[m[2]:m[3]]), span{m[0], m[1]}})
	}
	for _, p := range t.places {
		if i := t.marked(p.at); i >= 0 {
			t.outline[i].Marks = append(t.outline[i].Marks, p.name)
		}
	}
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
	var b strings.Builder
	raw := t.source[s.start:s.stop]
	for _, p := range rawhtml.Split(raw) {
		if p.Kind != rawhtml.Comment {
			b.Write(raw[p.Start:p.Stop])
		}
	}
	return strings.TrimSpace(characters.Clean(b.String()))
}
