package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// reference is [[ID]], [[ID#heading|words]], [[#heading]] or [[§clause|words]].
type reference struct {
	ast.BaseInline
	kind             LinkKind
	target, fragment string
	words            string
}

var kindReference = ast.NewNodeKind("Reference")

// Kind tells the tree what the node is.
func (n *reference) Kind() ast.NodeKind { return kindReference }

// Dump prints the node for debugging; the interface asks for it.
func (n *reference) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Target": n.target, "Fragment": n.fragment}, nil)
}

// label gives the words to show when nobody knows the target's title.
func (n *reference) label() string {
	switch {
	case n.words != "":
		return n.words
	case n.kind == LinkClause:
		return "§" + n.target
	case n.target == "":
		return n.fragment
	}
	return n.target
}

// maxReference bounds what may stand between the brackets, in bytes.
const maxReference = 512

// readReference reads the reference at the start of line, and tells how many bytes it takes; nil if there is none.
// [[a]](b) is left to CommonMark, for which it is a link with the text "[a]".
func readReference(line []byte) (*reference, int) {
	if !bytes.HasPrefix(line, []byte("[[")) {
		return nil, 0
	}
	stop := bytes.IndexAny(line[2:min(len(line), maxReference)], "[]\n")
	if stop < 0 || !bytes.HasPrefix(line[2+stop:], []byte("]]")) || bytes.HasPrefix(line[4+stop:], []byte("(")) {
		return nil, 0
	}
	n := newReference(line[2 : 2+stop])
	if n == nil {
		return nil, 0
	}
	return n, stop + 4
}

// newReference takes apart what stands between the brackets; nil if it names nothing. In a table the bar before the
// words has to be written \|, as it would end the cell otherwise.
func newReference(inner []byte) *reference {
	name, words, _ := bytes.Cut(inner, []byte("|"))
	n := &reference{kind: LinkDocument, words: strings.TrimSpace(decode(words))}
	left := strings.TrimSpace(decode(bytes.TrimSuffix(name, []byte(`\`))))
	if clause, ok := strings.CutPrefix(left, "§"); ok {
		n.kind, n.target = LinkClause, strings.TrimSpace(clause)
	} else {
		target, fragment, _ := strings.Cut(left, "#")
		n.target, n.fragment = strings.TrimSpace(target), strings.TrimSpace(fragment)
	}
	if n.target == "" && n.fragment == "" {
		return nil
	}
	if n.target == "" {
		n.kind = LinkFragment
	}
	return n
}

// referenceParser finds references in text. It stands before the parser of links, which would take the brackets.
type referenceParser struct{}

// Trigger names the characters at which a reference can start. The exclamation mark is one, because the parser of
// links would else read ![[ID]] as the start of an image and lose the reference.
func (referenceParser) Trigger() []byte { return []byte{'[', '!'} }

// Parse reads the reference at the reader's position, or gives nil.
func (referenceParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if line[0] == '!' {
		if n, _ := readReference(line[1:]); n == nil {
			return nil
		}
		block.Advance(1)
		return ast.NewTextSegment(segment.WithStop(segment.Start + 1))
	}
	n, size := readReference(line)
	if n == nil {
		return nil
	}
	n.SetPos(segment.Start)
	block.Advance(size)
	return n
}
