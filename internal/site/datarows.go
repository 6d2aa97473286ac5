package site

import (
	"fmt"
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/phrase"
)

// DataTable is the rows that a register or record keeps in a file beside it.
type DataTable struct {
	Lang   string // of the rows, where it is not that of the page
	Header []string
	Rows   [][]string
	Total  int
	More   Link // all rows, where not all are shown
	File   Link
	SHA256 string
}

// dataPage shows rows of such a file that do not fit on the page of the document.
type dataPage struct {
	Shell
	Document Link
	Data     *DataTable
	Pager    Pager
}

const (
	dataPerPage = 200
	dataBytes   = 45_000 // of the rows of one page, as rowBytes counts
)

var dataKind = Kind{Name: "data", Empty: dataPage{}, Golden: "data/rec-1.html",
	Claim: func(s *site) {
		for _, d := range s.Docs.Documents {
			if d.Data != nil && shownRows(d.Data.Rows) < len(d.Data.Rows) {
				s.addr.data[d] = s.addr.Page("data/", s.fileNameOf(d))
			}
		}
	},
	Pages: func(s *site) []Sheet {
		return s.eachDocument(s.addr.data, func(d *doc.Document, at string) []Sheet {
			rows := d.Data.Rows
			pagers := weighed(at, len(rows), dataPerPage, dataBytes, func(i int) int { return rowBytes(rows[i]) })
			return cut(pagers, func(p page, part Pager) any { return p.dataPage(d, part) })
		})
	}}

const (
	shownBytes = 12_000 // of the rows on the page of the document
	maxCell    = 400    // runes of a cell that are shown; the file holds the rest
	maxColumns = 24
)

// beginning shows the rows that stand on the page of the document itself.
func (p page) beginning(d *doc.Document) *DataTable {
	if d.Data == nil {
		return nil
	}
	return p.data(d, 0, shownRows(d.Data.Rows))
}

// data shows the rows from one index up to another, or all there are; nil where the document has none.
func (p page) data(d *doc.Document, from, to int) *DataTable {
	if d.Data == nil {
		return nil
	}
	to = min(to, len(d.Data.Rows))
	t := &DataTable{Lang: p.other(d.Language), Header: p.cells(d.Data.Header), Total: len(d.Data.Rows), File: p.attachment(d.Data.Path), SHA256: d.Data.SHA256}
	for _, row := range d.Data.Rows[min(from, to):to] {
		t.Rows = append(t.Rows, p.cells(row))
	}
	if to-from < t.Total && p.addr.data[d] != "" {
		t.More = p.link(p.t("All %d rows", t.Total), p.addr.data[d])
	}
	return t
}

// rowBytes estimates what a row brings to a page.
func rowBytes(row []string) int {
	n := 10
	for _, c := range row[:min(len(row), maxColumns)] {
		n += min(len(c), maxCell) + 9
	}
	return n
}

// shownRows is how many rows stand on the page of their document.
func shownRows(rows [][]string) int {
	return weighed("", len(rows), shownData, shownBytes, func(i int) int { return rowBytes(rows[i]) })[0].To
}

// cells bounds what one row may bring to a page.
func (s *site) cells(row []string) []string {
	out := make([]string, 0, min(len(row), maxColumns))
	for _, c := range row[:min(len(row), maxColumns)] {
		if r := []rune(c); len(r) > maxCell {
			c = string(r[:maxCell]) + "…"
		}
		out = append(out, s.masks.Shield(c))
	}
	return out
}

func (p page) dataPage(d *doc.Document, at Pager) any {
	out := dataPage{Shell: p.titled(phrase.Of("Entries of %s", titleWords(d)), p.sectionOf(d), p.link(p.t("Documents"), "documents.html"), p.named(d)),
		Document: p.named(d), Data: p.data(d, at.From, at.To), Pager: at}
	p.local(&out.Shell, p.t("Documents"), p.documentsNav()...)
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
