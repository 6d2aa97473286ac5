package rows

import (
	"hash/maphash"
	"path"
	"slices"
	"strconv"
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/markdown"
	"clausebook/internal/strictyaml"
)

// table is the rows under one heading, or those of a data file.
type table struct {
	title  string
	file   string
	header []string // names of columns, folded, no two the same
	shown  []string // as written
	rows   []*row
}

type row struct {
	in           *table
	words, said  []string
	line         int
	first, since Landing
	events       []int    // by which it changed
	own          uint64   // what it says under the names of its own columns
	names        []string // of its columns in the version that it is compared with
	compared     uint64   // what it says under them
}

// seed makes the hashes of one run. They are compared with each other alone and written nowhere.
var seed = maphash.MakeSeed()

// holder says in which tables a version of a document keeps rows.
type holder struct {
	apart bool
	names []string
}

func holderOf(documentType string, front *strictyaml.Node) holder {
	return holder{doc.RowsApartIn(documentType, front), front.Get("rows").Texts()}
}

func (h holder) equal(other holder) bool {
	return h.apart == other.apart && slices.Equal(h.names, other.names)
}

// tablesOf reads the tables of a text.
func (h holder) tablesOf(file string, body []byte, line int) []*table {
	if !h.apart {
		return nil
	}
	var out []*table
	for _, found := range markdown.Rows(body, line, h.names) {
		t := newTable(found.Section, file, found.Header)
		for _, r := range found.Rows {
			t.add(r.Words, r.Said, r.Line)
		}
		out = append(out, t)
	}
	return out
}

// dataTable reads the rows of a data file.
func dataTable(data *doc.Data) *table {
	t := newTable(path.Base(data.Path), data.Path, data.Header)
	for i, cells := range data.Rows {
		t.add(cells, nil, data.Lines[i])
	}
	return t
}

func newTable(title, file string, header []string) *table {
	t := &table{title: title, file: file, shown: header}
	seen := map[string]int{}
	for _, name := range header {
		name = fold(name)
		if seen[name]++; seen[name] > 1 {
			name += " #" + strconv.Itoa(seen[name])
		}
		t.header = append(t.header, name)
	}
	return t
}

// add takes a row, unless all its cells are empty. Cells that are said as they read may be left out.
func (t *table) add(words, said []string, line int) {
	if said == nil {
		said = make([]string, len(words))
		for i, w := range words {
			said[i] = strings.Join(strings.Fields(w), " ")
		}
	}
	if !slices.ContainsFunc(said, func(s string) bool { return s != "" }) {
		return
	}
	r := &row{in: t, words: words, said: said, line: line}
	r.own = r.hash(t.header)
	t.rows = append(t.rows, r)
}

// hash names what a row says under names of columns, in whatever order they stand. An empty cell says nothing.
func (r *row) hash(header []string) uint64 {
	var sum uint64
	for i, s := range r.said[:min(len(r.said), len(header))] {
		if s != "" {
			sum += cell(header[i], s)
		}
	}
	return sum
}

// handOn tells a row of the next version which one it was.
func (r *row) handOn(next *row) { next.first, next.since, next.events = r.first, r.since, r.events }

// cell names what one cell says.
func cell(column, said string) uint64 { return maphash.String(seed, column+"\x00"+said) }

func fold(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// text reads a version of the document's own file.
type text struct {
	holder
	file string
	body []byte
	line int
	data string // the data file that it names
}

func (b *Book) textOf(d *doc.Document, r *history.Revision) (text, error) {
	raw, err := b.read(r.Blob)
	if err != nil {
		return text{}, err
	}
	parts := doc.Take(raw)
	kind := parts.Front.Get("type").Text()
	if kind == "" { // the configuration gives it, now as then
		kind = d.Type
	}
	return text{holderOf(kind, parts.Front), r.Path, parts.Body, parts.BodyLine, parts.Front.Get("data").Text()}, nil
}

// present is the document as it is now.
func present(d *doc.Document) text {
	return text{holderOf(d.Type, d.Front), d.Path, d.Source[min(d.BodyAt, len(d.Source)):], d.BodyLine, d.Front.Get("data").Text()}
}
