package markdown

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// decode resolves backslash escapes and entities in one pass, so that what an escape has made literal is not taken
// for an entity afterwards. Bytes that are no text become U+FFFD.
func decode(raw []byte) string {
	if !bytes.ContainsAny(raw, "\\&\x00") && utf8.Valid(raw) {
		return string(raw)
	}
	var b strings.Builder
	b.Grow(len(raw))
	for i := 0; i < len(raw); {
		switch c := raw[i]; {
		case c == '\\' && i+1 < len(raw) && util.IsPunct(raw[i+1]):
			b.WriteByte(raw[i+1])
			i += 2
		case c == '&':
			text, n := entity(raw[i:])
			b.WriteString(text)
			i += n
		default:
			b.WriteByte(c)
			i++
		}
	}
	return clean(b.String())
}

// maxEntity is the length of the longest entity, "&CounterClockwiseContourIntegral;".
const maxEntity = 33

// entity reads the entity at the start of raw; where there is none it gives the ampersand itself.
func entity(raw []byte) (text string, size int) {
	end := bytes.IndexByte(raw[:min(len(raw), maxEntity)], ';')
	if end < 2 {
		return "&", 1
	}
	name := string(raw[1:end])
	if name[0] != '#' {
		if e, ok := util.LookUpHTML5EntityByName(name); ok {
			return string(e.Characters), end + 1
		}
		return "&", 1
	}
	digits, base := name[1:], 10
	if digits != "" && (digits[0] == 'x' || digits[0] == 'X') {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || len(digits) > 7 {
		return "&", 1
	}
	return string(util.ToValidRune(rune(n))), end + 1
}

// clean replaces what HTML cannot hold.
func clean(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

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
		b.WriteString(clean(string(n.Value)))
		return
	case *ast.AutoLink:
		b.WriteString(clean(string(n.Label(t.source))))
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
		b.WriteString(n.label())
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
		return clean(string(raw))
	}
	return decode(raw)
}

// codeSpan gives the characters of a code span. Within a table an escaped pipe stands for a pipe.
func (t *tree) codeSpan(n *ast.CodeSpan) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if s, ok := c.(*ast.Text); ok {
			b.Write(s.Segment.Value(t.source))
		}
	}
	s := strings.ReplaceAll(clean(b.String()), "\n", " ")
	if inCell(n) {
		s = strings.ReplaceAll(s, `\|`, "|")
	}
	return s
}

// code gives the lines of a code block.
func (t *tree) code(n ast.Node) string {
	if code, ok := n.AttributeString(codeAttribute); ok {
		text, _ := code.(string)
		return clean(text)
	}
	return clean(string(n.Lines().Value(t.source)))
}

// countWords counts runs of characters between spaces that hold a letter or a digit.
func countWords(s string) int {
	n, counted := 0, false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			counted = false
		case !counted && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			n, counted = n+1, true
		}
	}
	return n
}
