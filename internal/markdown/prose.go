package markdown

import (
	"path"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"clausebook/internal/characters"
)

// Prose gives what a body says, one block a line, in reading order: spaces and marks of emphasis folded, comments
// left out, code kept as it is. Two bodies with the same prose differ in formatting only. What changes the meaning
// though it is markup stays: struck-out words, ticked tasks, and what a link points to; of a relative path its last
// part, as moving files must not look like a new text.
func Prose(src []byte) string {
	t, err := grow(src, 1)
	if err != nil {
		return strings.Join(strings.Fields(characters.Clean(string(src))), " ")
	}
	w := &proseWriter{tree: t, faithful: true}
	w.blocks(t.root)
	return w.out.String()
}

// Section is the plain text between a heading and the next, of whatever level.
type Section struct {
	Heading int // index in Body.Headings, -1 for what stands before the first
	Text    string
}

// Sections gives the plain text of a body heading by heading, in the order of the text. Empty sections are left out.
func Sections(src []byte) []Section {
	t, err := grow(src, 1)
	if err != nil {
		return []Section{{-1, strings.Join(strings.Fields(characters.Clean(string(src))), " ")}}
	}
	writers := make([]proseWriter, len(t.outline)+1)
	eachLeaf(t.root, func(n ast.Node) {
		if n.Kind() == ast.KindHeading {
			return
		}
		w := &writers[t.section(t.leafStart(n))+1]
		w.tree = t
		w.leaf(n)
	})
	var out []Section
	for i := range writers {
		if text := strings.TrimSpace(writers[i].out.String()); text != "" {
			out = append(out, Section{i - 1, text})
		}
	}
	return out
}

// leafStart gives the offset of a block that holds text.
func (t *tree) leafStart(n ast.Node) int {
	if html, ok := n.(*ast.HTMLBlock); ok {
		return htmlSpan(html).start
	}
	return t.blockSpan(n).start
}

// eachLeaf visits the blocks that hold text rather than blocks.
func eachLeaf(n ast.Node, visit func(ast.Node)) {
	first := n.FirstChild()
	if first == nil || first.Type() == ast.TypeInline {
		visit(n)
		return
	}
	for c := first; c != nil; c = c.NextSibling() {
		if c.Type() != ast.TypeInline {
			eachLeaf(c, visit)
		}
	}
}

// proseWriter writes the text of blocks, each on a line.
type proseWriter struct {
	*tree
	faithful bool // keep what changes the meaning though it is markup
	out      strings.Builder
}

func (w *proseWriter) blocks(n ast.Node) { eachLeaf(n, w.leaf) }

// leaf writes one block that holds text.
func (w *proseWriter) leaf(n ast.Node) {
	switch n := n.(type) {
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		for line := range strings.Lines(w.code(n)) {
			w.out.WriteString(strings.TrimRight(line, " \t\r\n") + "\n")
		}
	case *ast.HTMLBlock:
		w.line(w.visibleHTML(htmlSpan(n)))
	default:
		var b strings.Builder
		if title, ok := n.(*calloutTitle); ok && w.faithful {
			b.WriteString(title.mark())
		}
		w.inlines(&b, n)
		w.line(b.String())
	}
}

// line writes text as one line, spaces folded; nothing if there is no text.
func (w *proseWriter) line(text string) {
	if characters.WriteFolded(&w.out, text) {
		w.out.WriteByte('\n')
	}
}

// inlines writes the inline nodes of n.
func (w *proseWriter) inlines(b *strings.Builder, n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if w.faithful {
			w.meaning(b, c)
			continue
		}
		w.writeText(b, c)
	}
}

// meaning writes an inline node with what changes the meaning though it is markup.
func (w *proseWriter) meaning(b *strings.Builder, n ast.Node) {
	switch n := n.(type) {
	case *extast.Strikethrough:
		b.WriteString("~~")
		w.inlines(b, n)
		b.WriteString("~~")
	case *extast.TaskCheckBox:
		b.WriteString(map[bool]string{true: "[x] ", false: "[ ] "}[n.IsChecked])
	case *extast.FootnoteLink:
		b.WriteString("[^]")
	case *ast.Link:
		w.inlines(b, n)
		w.pointsTo(b, n)
	case *ast.Image:
		w.inlines(b, n)
		w.pointsTo(b, n)
	case *reference:
		b.WriteString(n.Label())
		w.pointsTo(b, n)
	case *ast.Emphasis:
		w.inlines(b, n)
	case *tagged:
		before, after := n.said()
		b.WriteString(before)
		w.inlines(b, n)
		b.WriteString(after)
	default:
		w.writeText(b, n)
	}
}

// pointsTo writes where a link points.
func (w *proseWriter) pointsTo(b *strings.Builder, n ast.Node) {
	if target := w.pointed(n); target != "" {
		b.WriteString(" <" + target + ">")
	}
}

// pointed gives where a link points as far as it belongs to the meaning: of a relative path the last part.
func (t *tree) pointed(n ast.Node) string {
	l, refused, ok := t.link(n)
	if refused != nil {
		return t.destination(n)
	}
	if !ok {
		return ""
	}
	target := l.Target
	if l.Kind == LinkRelative {
		target = baseName(target)
	}
	if l.Fragment != "" {
		target += "#" + l.Fragment
	}
	return target
}

// baseName gives the last part of a path without its ending.
func baseName(target string) string {
	name := path.Base(target)
	return strings.TrimSuffix(name, path.Ext(name))
}
