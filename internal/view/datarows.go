package view

import (
	"cmp"
	"fmt"
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/ids"
	"clausebook/internal/phrase"
	"clausebook/internal/theme"
	"clausebook/internal/thread"
	"clausebook/internal/worded"
)

// DataTable is the rows that a register or record keeps in a file beside it.
type DataTable struct {
	Lang   string // of the rows, where it is not that of the page
	Header []string
	Rows   []DataEntry
	Total  int
	// Partial says that the file could not be read to its end, so that Total is how many rows were read and no more.
	Partial bool
	More    Link // all rows, where not all are shown
	File    Link
	SHA256  string
}

// DataEntry is a row with the name by which it is linked to.
type DataEntry struct {
	Anchor string
	Cells  []theme.Text
}

const (
	dataPerPage = 200
	dataBytes   = 45_000 // of the rows of one page, as RowBytes counts

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

// Bundled is the table as one of several on a page, where no row has a name of its own; nil where there is none.
func (t *DataTable) Bundled() *DataTable {
	if t != nil {
		for i := range t.Rows {
			t.Rows[i].Anchor = ""
		}
	}
	return t
}

// Data shows the rows from one index up to another, or all there are; nil where the document has none.
func (p Page) Data(d *doc.Document, from, to int) *DataTable {
	if d.Data == nil {
		return nil
	}
	to = min(to, len(d.Data.Rows))
	t := &DataTable{Lang: p.Other(d.Language), Header: p.columns(d), Total: len(d.Data.Rows), File: p.attachment(d.Data.Path),
		SHA256: d.Data.SHA256, Partial: d.Data.Partial}
	for i, row := range d.Data.Rows[min(from, to):to] {
		t.Rows = append(t.Rows, DataEntry{EntryAnchor(from + i), p.wordedCells(row)})
	}
	if to-from < t.Total && p.Addr.Data[d] != "" {
		t.More = p.Link(p.T("All %d rows", t.Total), p.Addr.Data[d])
		if t.Partial {
			t.More.Text = p.T("All rows that could be read")
		}
	}
	return t
}

// EntryAnchor names a row, which a reader counts from 1.
func EntryAnchor(i int) string { return fmt.Sprintf("entry-%d", i+1) }

// DataPagers cuts rows into the pages that show all of them, the first at an address.
func DataPagers(at string, rows [][]string) []Pager {
	return Weighed(at, len(rows), dataPerPage, dataBytes, func(i int) int { return RowBytes(rows[i]) })
}

// RowBytes estimates what a row brings to a page.
func RowBytes(row []string) int {
	n := 10
	for _, c := range row[:min(len(row), maxColumns)] {
		n += min(len(c), maxCell) + 9 + linkBytes*idsIn(c)
	}
	return n
}

// linkBytes is about what a link brings to a page beside its words.
const linkBytes = 50

// idsIn counts the words of a cell that may lead somewhere.
func idsIn(cell string) int {
	n := 0
	ids.In(cell[:min(len(cell), maxCell)], func(int, int) { n++ })
	return min(n, mostThreads)
}

// ShownRows is how many rows stand on the page of their document.
func ShownRows(rows [][]string) int {
	return Weighed("", len(rows), shownData, shownBytes, func(i int) int { return RowBytes(rows[i]) })[0].To
}

// columns names the columns of a data file: as the document says, else by their names in the file.
func (p Page) columns(d *doc.Document) []string {
	labels := map[string]string{}
	for _, item := range d.Front.Get("data_labels").Items() {
		labels[item.Get("column").Text()] = item.Get("label").Text()
	}
	var out []string
	for _, name := range d.Data.Header {
		out = append(out, cmp.Or(labels[name], worded.Column(name)))
	}
	return p.cells(out)
}

// wordedCells gives the cells of a row as a reader says them: a period in words, a person who is named by id by name.
// An id leads to what is called by it.
func (p Page) wordedCells(row []string) []theme.Text {
	cells, own := p.cells(row), thread.RowID(row)
	out := make([]theme.Text, len(cells))
	for i, c := range cells {
		if said, ok := worded.Period(c); ok {
			out[i] = theme.Own(p.Plain(said))
		} else if person, known := p.People.Person(c); known && strings.ContainsAny(c, "._-") { // a word could be an id by chance
			out[i] = theme.Own(p.Person(person.ID).Text)
		} else {
			out[i] = p.thread(theme.Own(c), own)
		}
	}
	return out
}

// cells bounds what one row may bring to a page.
func (s *View) cells(row []string) []string {
	out := make([]string, 0, min(len(row), maxColumns))
	for _, c := range row[:min(len(row), maxColumns)] {
		out = append(out, s.Masks.Shield(phrase.Short(c, maxCell)))
	}
	return out
}
