package view

import (
	"fmt"
	"strings"

	"clausebook/internal/doc"
)

// DataTable is the rows that a register or record keeps in a file beside it.
type DataTable struct {
	Lang   string // of the rows, where it is not that of the page
	Header []string
	Rows   [][]string
	Total  int
	// Partial says that the file could not be read to its end, so that Total is how many rows were read and no more.
	Partial bool
	More    Link // all rows, where not all are shown
	File    Link
	SHA256  string
}

const (
	shownBytes = 12_000 // of the rows on the page of the document
	maxCell    = 400    // runes of a cell that are shown; the file holds the rest
	maxColumns = 24
)

// Beginning shows the rows that stand on the page of the document itself.
func (p Page) Beginning(d *doc.Document) *DataTable {
	if d.Data == nil {
		return nil
	}
	return p.Data(d, 0, ShownRows(d.Data.Rows))
}

// Data shows the rows from one index up to another, or all there are; nil where the document has none.
func (p Page) Data(d *doc.Document, from, to int) *DataTable {
	if d.Data == nil {
		return nil
	}
	to = min(to, len(d.Data.Rows))
	t := &DataTable{Lang: p.Other(d.Language), Header: p.cells(d.Data.Header), Total: len(d.Data.Rows), File: p.attachment(d.Data.Path),
		SHA256: d.Data.SHA256, Partial: d.Data.Partial}
	for _, row := range d.Data.Rows[min(from, to):to] {
		t.Rows = append(t.Rows, p.cells(row))
	}
	if to-from < t.Total && p.Addr.Data[d] != "" {
		t.More = p.Link(p.T("All %d rows", t.Total), p.Addr.Data[d])
		if t.Partial {
			t.More.Text = p.T("All rows that could be read")
		}
	}
	return t
}

// RowBytes estimates what a row brings to a page.
func RowBytes(row []string) int {
	n := 10
	for _, c := range row[:min(len(row), maxColumns)] {
		n += min(len(c), maxCell) + 9
	}
	return n
}

// ShownRows is how many rows stand on the page of their document.
func ShownRows(rows [][]string) int {
	return Weighed("", len(rows), shownData, shownBytes, func(i int) int { return RowBytes(rows[i]) })[0].To
}

// cells bounds what one row may bring to a page.
func (s *View) cells(row []string) []string {
	out := make([]string, 0, min(len(row), maxColumns))
	for _, c := range row[:min(len(row), maxColumns)] {
		if r := []rune(c); len(r) > maxCell {
			c = string(r[:maxCell]) + "…"
		}
		out = append(out, s.Masks.Shield(c))
	}
	return out
}

// sizeWords gives a size as a reader says it.
func sizeWords(n int64) string {
	size, unit := float64(n), "B"
	for _, u := range []string{"KB", "MB", "GB"} {
		if size < 1000 {
			break
		}
		size, unit = size/1000, u
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", size), ".0") + " " + unit
}
