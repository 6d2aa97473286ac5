package markdown

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// piece is a part of raw HTML: a comment, a tag, or the text between them.
type piece struct {
	kind pieceKind
	span span
	name string // of a tag, as written, with its slash if it closes
}

type pieceKind uint8

const (
	pieceText pieceKind = iota
	pieceComment
	pieceTag
	pieceOpenComment // a comment without an end
)

var tagStart = regexp.MustCompile(`^<(/?[A-Za-z][A-Za-z0-9-]*|[?!])`)

// pieces takes raw HTML apart, source[s.start:s.stop], in one pass. The end of a tag is the next ">" or the end of
// the text: nothing of it is passed on, so that it need not be exact.
func pieces(source []byte, s span) []piece {
	var out []piece
	text := s.start
	flush := func(to int) {
		if to > text {
			out = append(out, piece{kind: pieceText, span: span{text, to}})
		}
	}
	for at := s.start; at < s.stop; {
		n := bytes.IndexByte(source[at:s.stop], '<')
		if n < 0 {
			break
		}
		at += n
		p, ok := markupAt(source, span{at, s.stop})
		if !ok {
			at++
			continue
		}
		flush(at)
		out = append(out, p)
		at, text = p.span.stop, p.span.stop
	}
	flush(s.stop)
	return out
}

// markupAt reads the comment or tag at the start of a span.
func markupAt(source []byte, s span) (piece, bool) {
	rest := source[s.start:s.stop]
	if bytes.HasPrefix(rest, []byte("<!--")) {
		// "<!-->" is a comment, so that the closing mark may share its hyphens with the opening one.
		if end := bytes.Index(rest[2:], []byte("-->")); end >= 0 {
			return piece{kind: pieceComment, span: span{s.start, s.start + 2 + end + 3}}, true
		}
		return piece{kind: pieceOpenComment, span: span{s.start, s.stop}}, true
	}
	m := tagStart.FindSubmatch(rest)
	if m == nil {
		return piece{}, false
	}
	stop := s.stop
	if end := bytes.IndexByte(rest, '>'); end >= 0 {
		stop = s.start + end + 1
	}
	return piece{kind: pieceTag, span: span{s.start, stop}, name: string(m[1])}, true
}

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

// anchorTag finds the name of an anchor: of a tag that leads nowhere and gives its place a name.
var anchorTag = regexp.MustCompile(`(?is)^<a\s(?:[^>]*\s)?(?:name|id)\s*=\s*("[^"<>]*"|'[^'<>]*'|[^\s"'<>/]+)`)

var leads = regexp.MustCompile(`(?i)\shref\s*=`)

// maxAnchor bounds the name of an anchor, in bytes.
const maxAnchor = 200

// anchorName gives the name of the anchor that a tag is; nothing if it is none.
func anchorName(tag []byte) string {
	m := anchorTag.FindSubmatch(tag)
	if m == nil || leads.Match(tag) || len(m[1]) > maxAnchor {
		return ""
	}
	return clean(strings.Trim(string(m[1]), `"'`))
}

// markHeadings gives the names of anchors to the headings that they stand before, or else to those that they stand under.
func (t *tree) markHeadings() {
	if len(t.outline) == 0 || bytes.IndexByte(t.source, '<') < 0 {
		return
	}
	eachHTML(t.root, func(n ast.Node) {
		for _, p := range pieces(t.source, htmlSpan(n)) {
			if p.kind != pieceTag {
				continue
			}
			if name := anchorName(t.source[p.span.start:p.span.stop]); name != "" {
				if i := t.marked(p.span); i >= 0 {
					t.outline[i].Marks = append(t.outline[i].Marks, name)
				}
			}
		}
	})
}

// marked gives the heading that an anchor means; -1 where there is none.
func (t *tree) marked(s span) int {
	i := t.section(s.start)
	if next := i + 1; next < len(t.starts) && s.stop <= t.starts[next] && t.starts[next]-s.stop < maxAnchor {
		between := strings.ToLower(string(t.source[s.stop:t.starts[next]]))
		if strings.Trim(strings.ReplaceAll(between, "</a>", ""), " \t\r\n#") == "" {
			return next
		}
	}
	return i
}

// eachHTML visits the nodes of raw HTML.
func eachHTML(root ast.Node, visit func(ast.Node)) {
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // the visitor gives no error
		if entering && (n.Kind() == ast.KindRawHTML || n.Kind() == ast.KindHTMLBlock) {
			visit(n)
		}
		return ast.WalkContinue, nil
	})
}

// visibleHTML gives what remains of raw HTML when comments and anchors are taken out, tags as they are written.
func (t *tree) visibleHTML(s span) string {
	var b strings.Builder
	inAnchor := false
	for _, p := range pieces(t.source, s) {
		anchor := p.kind == pieceTag && anchorName(t.source[p.span.start:p.span.stop]) != ""
		ends := inAnchor && p.kind == pieceTag && strings.EqualFold(p.name, "/a")
		if p.kind != pieceComment && !anchor && !ends {
			b.Write(t.source[p.span.start:p.span.stop])
		}
		inAnchor = anchor || inAnchor && !ends
	}
	return strings.TrimSpace(clean(b.String()))
}
