package markdown

import (
	"path"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// RowTable is a table whose rows may be records of their own.
type RowTable struct {
	Section string // the words of the heading under which it stands; empty before the first one
	Header  []string
	Rows    []TableRow
}

// TableRow is one row. Words are what its cells read, Said what an approval would bind of them: where links lead, and what is
// code or struck out, as well.
type TableRow struct {
	Words, Said []string
	Line        int // of the file
}

// Rows gives the tables under headings whose rows may be records of their own, as Say takes them; none of a text that is no Markdown.
func Rows(src []byte, firstLine int, rows []string) []RowTable {
	t, err := grow(src, firstLine)
	if err != nil {
		return nil
	}
	w := &rowReader{structureWriter: structureWriter{tree: t, holdRows: HoldRows(t.outline, rows)}}
	w.out = &w.structure
	_ = ast.Walk(t.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // walking itself cannot fail
		table, ok := n.(*extast.Table)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		w.take(table)
		return ast.WalkSkipChildren, nil
	})
	return w.tables
}

type rowReader struct {
	structureWriter
	tables []RowTable
}

func (w *rowReader) take(n *extast.Table) {
	at := w.section(w.rowStart(n, n.FirstChild()))
	if n.FirstChild() == nil || n.FirstChild().Kind() != extast.KindTableHeader || !w.holdRows(at) {
		return
	}
	out := RowTable{}
	for _, cell := range gridRow(n.FirstChild(), map[int]*openCell{}) {
		out.Header = append(out.Header, w.textOf(cell))
	}
	if at >= 0 {
		out.Section = w.outline[at].Text
	}
	open := map[int]*openCell{}
	for row := n.FirstChild().NextSibling(); row != nil; row = row.NextSibling() {
		out.Rows = append(out.Rows, w.row(n, row, gridRow(row, open)))
	}
	w.tables = append(w.tables, out)
}

func (w *rowReader) row(table, row ast.Node, cells []ast.Node) TableRow {
	out := TableRow{Line: w.ruler.First + w.ruler.Line(w.rowStart(table, row))}
	for _, cell := range cells {
		before := len(w.targets)
		words, said := w.textOf(cell), w.text(cell)
		for _, to := range w.targets[before:] { // told without its folder, which changes where the document moves
			said += "\x00" + path.Base(to.path)
		}
		if words == said {
			said = words // one text in memory
		}
		out.Words, out.Said = append(out.Words, words), append(out.Said, said)
	}
	return out
}
