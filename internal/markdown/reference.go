package markdown

import (
	"bytes"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"clausebook/internal/characters"
	"clausebook/internal/dialect"
)

// reference is [[ID]], [[ID#heading|words]], [[#heading]] or [[§clause|words]]; after an exclamation mark what it leads to is to be
// shown in its place, which pages do with pictures.
type reference struct {
	ast.BaseInline
	dialect.Reference
	kind LinkKind
}

var kindReference = ast.NewNodeKind("Reference")

// Kind tells the tree what the node is.
func (n *reference) Kind() ast.NodeKind { return kindReference }

// Dump prints the node for debugging; the interface asks for it.
func (n *reference) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Target": n.Target, "Fragment": n.Fragment}, nil)
}

// referenceParser finds references in text. It stands before the parser of links, which would take the brackets.
type referenceParser struct{}

// Trigger names the characters at which a reference can start. The exclamation mark is one, because the parser of
// links would else read ![[ID]] as the start of an image and lose the reference.
func (referenceParser) Trigger() []byte { return []byte{'[', '!', '@'} }

// Parse reads the reference at the reader's position, or gives nil.
func (referenceParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if size := dialect.ContentsMark(line); size > 0 {
		g, at := growthOf(pc), span{segment.Start, segment.Start + size}
		g.problems = append(g.problems, refusal{ProblemForeign, "a table of contents, `[[_TOC_]]`", at})
		block.Advance(size)
		return ast.NewRawTextSegment(text.NewSegment(at.start, at.stop))
	}
	if size := dialect.EmptyAnchor(line); size > 0 { // its name is one of the places
		block.Advance(size)
		return ast.NewString(nil)
	}
	if words, size := dialect.Classed(line); size > 0 {
		block.Advance(size)
		return ast.NewTextSegment(text.NewSegment(segment.Start+words.Start, segment.Start+words.Stop))
	}
	r, size := dialect.ReadReference(line)
	if before := block.PrecendingCharacter(); line[0] == '@' && !unicode.IsLetter(before) && !unicode.IsDigit(before) {
		r, size = dialect.ReadMention(line)
	}
	if size == 0 {
		return nil
	}
	if before := block.PrecendingCharacter(); r.Embedded && (unicode.IsLetter(before) || unicode.IsDigit(before)) { // it ends a sentence
		block.Advance(1)
		return ast.NewTextSegment(segment.WithStop(segment.Start + 1))
	}
	n := &reference{Reference: r, kind: LinkDocument}
	switch {
	case r.Clause:
		n.kind = LinkClause
	case r.Target == "":
		n.kind = LinkFragment
	}
	if r.Width > 0 {
		n.SetAttributeString("width", r.Width)
	}
	if r.Height > 0 {
		n.SetAttributeString("height", r.Height)
	}
	n.SetPos(segment.Start)
	block.Advance(size)
	return n
}

// undefinedLinks reports [words][label] where no line defines the label: pages show the brackets.
type undefinedLinks struct{ parser.InlineParser }

// Parse lets the parser of links read, and looks at what it leaves as text.
func (u undefinedLinks) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	_, before := block.Position()
	n := u.InlineParser.Parse(parent, block, pc)
	if g := growthOf(pc); n == nil && g.source[before.Start] == ']' {
		if at, label, ok := dialect.Label(g.source, blockStart(parent), before.Start, blockEnd(parent)); ok {
			g.problems = append(g.problems, refusal{ProblemLabel, label, span{at.Start, at.Stop}})
		} else if at, path, ok := dialect.SpacedLink(g.source, blockStart(parent), before.Start, blockEnd(parent)); ok {
			g.problems = append(g.problems, refusal{ProblemSpace, path, span{at.Start, at.Stop}})
		}
	}
	return n
}

// CloseBlock hands on the end of a block.
func (u undefinedLinks) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	if closer, ok := u.InlineParser.(parser.CloseBlocker); ok {
		closer.CloseBlock(parent, block, pc)
	}
}

// undefinedNotes reports [^name] where no footnote has the name.
type undefinedNotes struct{ parser.InlineParser }

// Parse lets the parser of footnotes read, and looks at what it leaves as text.
func (u undefinedNotes) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	n := u.InlineParser.Parse(parent, block, pc)
	if n != nil || !bytes.HasPrefix(line, []byte("[^")) {
		return n
	}
	size := 0
	for 2+size < len(line) && size < dialect.MaxLabel && (dialect.WordByte(line[2+size]) || line[2+size] >= 0x80 || line[2+size] == '-') {
		size++
	}
	rest := line[2+size:]
	if size > 0 && bytes.HasPrefix(rest, []byte("]")) && (len(rest) < 2 || bytes.IndexByte([]byte("([:"), rest[1]) < 0) {
		g := growthOf(pc)
		g.problems = append(g.problems, refusal{ProblemNote, characters.Clean(string(line[2 : 2+size])), span{segment.Start,
			segment.Start + size + 3}})
	}
	return n
}

// CloseBlock hands on the end of a block.
func (u undefinedNotes) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	if closer, ok := u.InlineParser.(parser.CloseBlocker); ok {
		closer.CloseBlock(parent, block, pc)
	}
}
