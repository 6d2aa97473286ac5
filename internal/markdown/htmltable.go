package markdown

import (
	"slices"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"clausebook/internal/rawhtml"
)

// The attributes of cells that Markdown cannot write: how many columns and rows one covers, and that it names its row or column.
// A paragraph with captionAttribute names the table after it.
const (
	columnsAttribute = "columns"
	rowsAttribute    = "rows"
	namesAttribute   = "names"
	captionAttribute = "caption"
)

// table adds a table. Its first row names the columns if it stands in a head, or if all its cells are such names.
func (m htmlMaker) table(parent ast.Node, n *rawhtml.Node) {
	t := extast.NewTable()
	t.SetPos(n.Start)
	m.rows(parent, t, n, false)
	if t.HasChildren() {
		parent.AppendChild(parent, t)
	}
}

// rows adds the rows of a table or a part of one. What stands beside them comes before the table.
func (m htmlMaker) rows(parent ast.Node, t *extast.Table, n *rawhtml.Node, head bool) {
	for _, c := range n.Children {
		switch c.Name {
		case "caption":
			p := ast.NewParagraph()
			m.fill(p, htmlWords(c.Children), "")
			p.SetAttributeString(captionAttribute, true)
			if p.HasChildren() {
				parent.AppendChild(parent, p)
			}
		case "tr":
			m.row(parent, t, c, head)
		case "thead", "tbody", "tfoot":
			m.rows(parent, t, c, c.Name == "thead")
		case "":
			m.keep(parent, c)
		}
	}
}

// row adds a row.
func (m htmlMaker) row(parent ast.Node, t *extast.Table, n *rawhtml.Node, head bool) {
	row := extast.NewTableRow(nil)
	row.SetPos(n.Start)
	names := true
	for _, c := range n.Children {
		if c.Comment {
			m.keep(parent, c)
			continue
		}
		cell := extast.NewTableCell()
		cell.SetPos(c.Start)
		cell.Alignment = alignment(c.Align)
		_, stop := rawhtml.Extent(c.Children)
		cell.Lines().Append(text.NewSegment(c.Start, max(c.End, stop)))
		if c.Name == "th" {
			cell.SetAttributeString(namesAttribute, true)
		}
		if c.ColSpan > 1 {
			cell.SetAttributeString(columnsAttribute, c.ColSpan)
		}
		if c.RowSpan > 1 {
			cell.SetAttributeString(rowsAttribute, c.RowSpan)
		}
		names = names && c.Name == "th"
		m.cell(cell, c.Children)
		row.AppendChild(row, cell)
	}
	switch {
	case !row.HasChildren():
	case !t.HasChildren() && (head || names):
		header := extast.NewTableHeader(row)
		header.SetPos(n.Start)
		t.AppendChild(t, header)
	default:
		t.AppendChild(t, row)
	}
}

// cell fills a cell: with words, or with blocks where it holds more than a paragraph.
func (m htmlMaker) cell(cell ast.Node, nodes []*rawhtml.Node) {
	for len(nodes) == 1 && nodes[0].Given == nil && !nodes[0].Shown && (nodes[0].Name == "p" || nodes[0].Name == "div") {
		nodes = nodes[0].Children
	}
	if slices.ContainsFunc(nodes, (*rawhtml.Node).IsBlock) {
		m.flow(cell, nodes, "", true)
		return
	}
	m.set(cell, rawhtml.Trimmed(nodes))
}

// spanOf gives how many columns or rows a cell covers.
func spanOf(cell ast.Node, attribute string) int {
	value, _ := cell.AttributeString(attribute)
	n, _ := value.(int)
	return max(n, 1)
}

// cellOfBlocks tells whether a node holds blocks rather than words.
func cellOfBlocks(n ast.Node) bool {
	first := n.FirstChild()
	return first != nil && first.Type() != ast.TypeInline
}

// gridRow gives the cells of a row by column: a cell that covers several columns or rows stands in each of them. Open are the cells of
// rows before that go on, by column.
func gridRow(row ast.Node, open map[int]*openCell) []ast.Node {
	var out []ast.Node
	down := func() {
		for len(out) < maxColumns {
			c := open[len(out)]
			if c == nil || c.rows == 0 {
				return
			}
			c.rows--
			out = append(out, c.node)
		}
	}
	for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
		down()
		for i := range spanOf(cell, columnsAttribute) {
			if i > 0 && len(out) >= maxColumns {
				break
			}
			if more := spanOf(cell, rowsAttribute) - 1; more > 0 {
				open[len(out)] = &openCell{cell, more}
			}
			out = append(out, cell)
		}
	}
	down()
	return out
}

// openCell is a cell that covers more rows.
type openCell struct {
	node ast.Node
	rows int
}
