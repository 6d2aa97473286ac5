package markdown

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"clausebook/internal/dialect"
	"clausebook/internal/phrase"
)

// The bounds. They count pieces of the text and never time, so that the same text gives the same bytes on a slow
// machine. None of them is near what people write; each closes a way to make a short text cost much.
const (
	MaxSource = 1 << 20 // bytes of a body

	maxLines       = 50_000  // of a body: the library keeps a record for each line in each block that is open
	maxDepth       = 32      // blocks within blocks; a list within a list is two deeper
	maxColumns     = 64      // of a table
	maxRows        = 5000    // of a table
	maxCells       = 100_000 // of all tables, those that rows leave out included
	maxFootnotes   = 500     // definitions: each mention looks through all of them
	maxDelimiters  = 1000    // of emphasis in a block: each closer looks back through the openers
	maxBrackets    = 1000    // in a block: likewise
	maxDefinitions = 1000    // lines of a paragraph that starts like a link reference definition
	maxProblems    = 200     // reported for one body
)

// workFor is how many bytes the inline parsers may look at in a text of the given size. Some of them look at the rest
// of the line or of the paragraph each time they are asked.
func workFor(size int) int { return leastWork + 256*size }

// leastWork is what they may look at in the shortest text.
const leastWork = 1 << 24

// lineWork is what looking at a line costs besides its bytes: a search over many lines makes a node for each.
const lineWork = 64

// maxExpansion is how many bytes the uses of link definitions may add to a text of the given size.
func maxExpansion(size int) int { return 1<<20 + 4*size }

// growth is what the tree of one text has used up so far. It travels in the parser's context.
type growth struct {
	source []byte
	work   int
	cells  int
	notes  int
	spans  map[ast.Node]span // where links and references stand

	block    ast.Node // the block whose inline nodes are being read
	delims   int
	brackets int
	meter    meter // of the parser that reads: one after the other, so that one will do

	problems []refusal
	places   []named         // places that tags give a name
	tabs     int             // sets of them
	lastTags map[string]int  // where tags that close boxes stand last
	told     map[string]bool // bounds already reported
}

// refusal is a problem that has bytes for its place.
type refusal struct {
	kind   ProblemKind
	detail string
	span   span
}

// span is a range of bytes of the source, stop exclusive.
type span struct{ start, stop int }

// named is a name that a tag gives a place.
type named struct {
	name string
	at   span
}

var growthKey = parser.NewContextKey()

func growthOf(pc parser.Context) *growth { return pc.Get(growthKey).(*growth) }

// exceed reports that a bound was met. Each bound is reported once, where it was met first.
func (g *growth) exceed(detail string, at span) {
	if g.told[detail] {
		return
	}
	g.told[detail] = true
	g.problems = append(g.problems, refusal{ProblemTooLarge, detail, at})
}

// enter starts counting anew when the parser comes to another block.
func (g *growth) enter(block ast.Node) {
	if g.block != block {
		g.block, g.delims, g.brackets = block, 0, 0
	}
}

// allow tells whether an inline parser triggered by c may run, and counts it.
func (g *growth) allow(c byte, at int) bool {
	here := span{at, at + 1}
	if g.work < 0 {
		g.exceed("markup that takes too long to read; the rest is shown as plain text", here)
		return false
	}
	switch c {
	case '*', '_', '~':
		if g.delims++; g.delims > maxDelimiters {
			g.exceed(fmt.Sprintf("more than %d marks of emphasis in one block", maxDelimiters), here)
			return false
		}
	case '[', '!':
		if g.brackets++; g.brackets > maxBrackets {
			g.exceed(fmt.Sprintf("more than %d brackets in one block", maxBrackets), here)
			return false
		}
	}
	return true
}

// boundedInline asks an inline parser only while its bounds last, and notes where links stand.
type boundedInline struct{ parser.InlineParser }

// Parse lets the parser read at the reader's position.
func (b boundedInline) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	g := growthOf(pc)
	g.enter(parent)
	c := block.Peek()
	_, before := block.Position()
	if !g.allow(c, before.Start) {
		return nil
	}
	g.meter = meter{Reader: block, work: &g.work, free: c == ' ', end: blockEnd(parent)}
	n := b.InlineParser.Parse(parent, &g.meter, pc)
	_, after := block.Position()
	g.note(n, before.Start, after.Start)
	return n
}

// CloseBlock hands on the end of a block to a parser that asks for it.
func (b boundedInline) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	if closer, ok := b.InlineParser.(parser.CloseBlocker); ok {
		closer.CloseBlock(parent, block, pc)
	}
}

// note keeps where a link stands that was read between two offsets. A bare URL may have been read from the space before it on.
func (g *growth) note(n ast.Node, start, stop int) {
	switch n := n.(type) {
	case *ast.Link, *ast.Image:
		g.spans[n] = span{n.Pos(), stop}
	case *reference:
		g.spans[n] = span{start, stop}
	case *ast.AutoLink:
		if g.source[start] != '<' {
			start = stop - len(n.Label(g.source))
		}
		g.spans[n] = span{start, stop}
	}
}

// blockEnd gives the offset at which a block's text ends.
func blockEnd(n ast.Node) int {
	if lines := n.Lines(); lines.Len() > 0 {
		return lines.At(lines.Len() - 1).Stop
	}
	return 0
}

// meter counts the bytes that an inline parser looks at.
type meter struct {
	text.Reader
	work *int
	free bool // at a space, where every parser looks at the next word alone
	end  int
}

// PeekLine gives the rest of the line.
func (m *meter) PeekLine() ([]byte, text.Segment) {
	line, segment := m.Reader.PeekLine()
	if !m.free {
		*m.work -= lineWork + len(line)
	}
	return line, segment
}

// FindClosure looks for a closing character, perhaps up to the end of the block.
func (m *meter) FindClosure(opener, closer byte, options text.FindClosureOptions) (*text.Segments, bool) {
	_, segment := m.Position()
	*m.work -= max(m.end-segment.Start, 0)
	return m.Reader.FindClosure(opener, closer, options)
}

// boundedBlock refuses blocks within blocks beyond the bound; what would have been one is read as a paragraph.
type boundedBlock struct {
	parser.BlockParser
	depth int
}

// Open starts a block at the reader's position.
func (b boundedBlock) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if tooDeep(reader, pc, b.depth) {
		return nil, parser.NoChildren
	}
	return b.BlockParser.Open(parent, reader, pc)
}

// tooDeep tells whether a block at the reader's position would stand in too many others, and reports it.
func tooDeep(reader text.Reader, pc parser.Context, depth int) bool {
	if len(pc.OpenedBlocks()) < depth {
		return false
	}
	_, segment := reader.Position()
	growthOf(pc).exceed(fmt.Sprintf("blocks nested deeper than %d", maxDepth), span{segment.Start, segment.Start + 1})
	return true
}

// boundedFootnote refuses footnotes beyond the bound.
type boundedFootnote struct{ parser.BlockParser }

// Open starts a footnote at the reader's position.
func (b boundedFootnote) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.Position()
	n, state := b.BlockParser.Open(parent, reader, pc)
	if n == nil {
		return n, state
	}
	if g := growthOf(pc); g.notes < maxFootnotes {
		g.notes++
		return n, state
	}
	reader.SetPosition(line, segment)
	growthOf(pc).exceed(fmt.Sprintf("more than %d footnotes", maxFootnotes), span{segment.Start, segment.Start + 1})
	return nil, parser.NoChildren
}

// boundedDefinitions leaves alone a paragraph of very many link reference definitions: for each of them the library
// copies those that follow.
type boundedDefinitions struct{ parser.ParagraphTransformer }

// Transform takes the definitions off the start of a paragraph.
func (b boundedDefinitions) Transform(n *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := n.Lines()
	first := lines.At(0)
	if !bytes.HasPrefix(bytes.TrimLeft(first.Value(reader.Source()), " "), []byte("[")) {
		return
	}
	if size := blockEnd(n) - first.Start; lines.Len() > maxDefinitions || lines.Len()*size > 1<<25 {
		growthOf(pc).exceed(fmt.Sprintf("more than %d lines of link definitions", maxDefinitions), span{first.Start, first.Stop})
		return
	}
	b.ParagraphTransformer.Transform(n, reader, pc)
}

// boundedTables leaves a table as a paragraph if it is too wide, too long, or if its rows leave out so many cells
// that filling them in would multiply the text.
type boundedTables struct{ parser.ParagraphTransformer }

// Transform makes a table of a paragraph that is one.
func (b boundedTables) Transform(n *ast.Paragraph, reader text.Reader, pc parser.Context) {
	columns, rows := tableShape(n, reader.Source())
	if columns == 0 {
		return
	}
	g := growthOf(pc)
	detail, cells := "", columns*rows
	switch {
	case columns > maxColumns:
		detail = fmt.Sprintf("a table of more than %d columns", maxColumns)
	case rows > maxRows:
		detail = fmt.Sprintf("a table of more than %d rows", maxRows)
	case g.cells+cells > maxCells:
		detail = fmt.Sprintf("tables of more than %d cells", maxCells)
	}
	if detail != "" {
		first := n.Lines().At(0)
		g.problems = append(g.problems, refusal{ProblemTooLarge, detail, span{first.Start, first.Stop}})
		n.SetAttributeString(plainAttribute, true)
		return
	}
	g.cells += cells
	lines := slices.Clone(n.Lines().Sliced(0, n.Lines().Len()))
	b.ParagraphTransformer.Transform(n, reader, pc)
	if n.Lines().Len() < len(lines) { // it has become a table
		g.lostCells(lines[len(lines)-rows+1:], columns)
	}
}

// lostCells reports the rows that have more cells than the table has columns: no page shows what stands in them.
func (g *growth) lostCells(rows []text.Segment, columns int) {
	for _, row := range rows {
		row = row.TrimLeftSpace(g.source)
		cells := dialect.Cells(row.Value(g.source))
		if len(cells) <= columns {
			continue
		}
		beyond := span{row.Start + cells[columns].Start, row.Start + cells[len(cells)-1].Stop}
		if len(bytes.Trim(g.source[beyond.start:beyond.stop], " \t|")) > 0 {
			detail := fmt.Sprintf("%d cells, but the table has %s", len(cells), phrase.Plural(columns, "column", "columns"))
			g.problems = append(g.problems, refusal{ProblemCells, detail, beyond})
		}
	}
}

// plainAttribute marks a paragraph that is shown line by line, because it is a table that was refused.
const plainAttribute = "plain"

// tableShape tells how many columns a paragraph has if it is a table, and how many rows; 0 columns if it is none.
func tableShape(n *ast.Paragraph, source []byte) (columns, rows int) {
	lines := n.Lines()
	for i := 1; i < lines.Len(); i++ {
		line := lines.At(i)
		row := bytes.TrimSpace(line.Value(source))
		if bytes.IndexByte(row, '-') >= 0 && len(bytes.Trim(row, " \t-|:")) == 0 {
			row = bytes.TrimSuffix(bytes.TrimPrefix(row, []byte("|")), []byte("|"))
			return bytes.Count(row, []byte("|")) + 1, lines.Len() - i
		}
	}
	return 0, 0
}

// inCell tells whether an inline node stands in a table, where an escaped pipe stands for a pipe even in code.
func inCell(n ast.Node) bool { return blockOf(n).Kind() == extast.KindTableCell }

// inRow tells whether an inline node stands in a row of a table, below the names of the columns.
func inRow(n ast.Node) bool {
	cell := blockOf(n)
	for cell.Kind() != extast.KindTableCell && cell.Parent() != nil { // a cell may hold blocks
		cell = cell.Parent()
	}
	return cell.Kind() == extast.KindTableCell && cell.Parent().Kind() == extast.KindTableRow
}

// blockOf gives the block in which an inline node stands; the node itself where it stands in none yet.
func blockOf(n ast.Node) ast.Node {
	p := n
	for p.Type() == ast.TypeInline && p.Parent() != nil {
		p = p.Parent()
	}
	return p
}
