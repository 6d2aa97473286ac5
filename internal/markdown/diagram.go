package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"clausebook/internal/dialect"
)

// fencedDiagram reads diagrams between colons, as wikis of Azure have them, as the blocks of code that they are elsewhere.
type fencedDiagram struct{ ownBlock }

// diagramEnd keeps with a block the line that closes it.
var diagramEnd = parser.NewContextKey()

// Trigger names the character with which such a block begins.
func (fencedDiagram) Trigger() []byte { return []byte{':'} }

// Open starts a diagram at the reader's position.
func (fencedDiagram) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	at := pc.BlockOffset()
	if at < 0 {
		return nil, parser.NoChildren
	}
	end, word, ok := dialect.IsDiagram(line[at:])
	if !ok {
		return nil, parser.NoChildren
	}
	start := segment.Start + at - segment.Padding
	n := ast.NewFencedCodeBlock(ast.NewTextSegment(text.NewSegment(start+word.Start, start+word.Stop)))
	n.SetPos(start)
	pc.Set(diagramEnd, end)
	reader.AdvanceToEOL()
	return n, parser.NoChildren
}

// Continue takes a line, up to the one that closes the diagram.
func (fencedDiagram) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	line, segment := reader.PeekLine()
	if end, _ := pc.Get(diagramEnd).(dialect.End); end.Closes(bytes.TrimLeft(line, " ")) {
		reader.AdvanceToEOL()
		return parser.Close
	}
	node.Lines().Append(segment)
	reader.AdvanceToEOL()
	return parser.Continue | parser.NoChildren
}
