package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"clausebook/internal/characters"
)

// textOf gives the words of a node and all below it, as a reader sees them: markup left out, line breaks as spaces.
func (t *tree) textOf(n ast.Node) string {
	var b strings.Builder
	t.writeText(&b, n)
	return strings.TrimSpace(b.String())
}

// writeText writes the words of an inline node, or of all inline nodes of a block.
func (t *tree) writeText(b *strings.Builder, n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		b.WriteString(t.literal(n))
		if n.SoftLineBreak() || n.HardLineBreak() {
			b.WriteByte(' ')
		}
		return
	case *ast.String:
		b.WriteString(characters.Clean(string(n.Value)))
		return
	case *ast.AutoLink:
		b.WriteString(characters.Clean(string(n.Label(t.source))))
		return
	case *ast.CodeSpan:
		b.WriteString(t.codeSpan(n))
		return
	case *ast.RawHTML:
		if t.isBreak(n) {
			b.WriteByte(' ')
		}
		return
	case *reference:
		b.WriteString(n.Label())
		return
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		b.WriteString(t.code(n))
		return
	case *extast.FootnoteLink, *extast.FootnoteBacklink:
		return
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Type() != ast.TypeInline && c.PreviousSibling() != nil { // a cell may hold blocks
			b.WriteByte(' ')
		}
		t.writeText(b, c)
	}
}

// literal gives the characters that a text node stands for.
func (t *tree) literal(n *ast.Text) string {
	raw := n.Segment.Value(t.source)
	if n.IsRaw() {
		return characters.Clean(string(raw))
	}
	return characters.Decode(raw)
}

// codeSpan gives the characters of a code span. Within a table an escaped pipe stands for a pipe.
func (t *tree) codeSpan(n *ast.CodeSpan) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if s, ok := c.(*ast.Text); ok {
			b.Write(s.Segment.Value(t.source))
		}
	}
	s := strings.ReplaceAll(characters.Clean(b.String()), "\n", " ")
	if inCell(n) {
		s = strings.ReplaceAll(s, `\|`, "|")
	}
	return s
}

// code gives the lines of a code block.
func (t *tree) code(n ast.Node) string {
	if code, ok := n.AttributeString(codeAttribute); ok {
		text, _ := code.(string)
		return characters.Clean(text)
	}
	return characters.Clean(string(n.Lines().Value(t.source)))
}
