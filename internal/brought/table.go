package brought

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"clausebook/internal/author"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/nearest"
)

// This file reads tables that an organization writes itself: a row for each part of its rules.

// columns are the columns of a table, each with the names that mean it, in English and German.
var columns = []struct {
	name, help string
	said       []string
}{
	{"number", "the number of the part, such as 4.2; rows without one are refused",
		[]string{"number", "no", "nr", "id", "ref", "ref_id", "clause", "control", "nummer", "kapitel", "ziffer"}},
	{"title", "what it is called", []string{"title", "name", "heading", "titel", "bezeichnung", "überschrift"}},
	{"text", "what it asks for, a sentence or a few", []string{"text", "requirement", "description", "anforderung", "beschreibung"}},
	{"parent", "the number of the part above; left out, 4.2 lies below 4", []string{"parent", "parent_number", "übergeordnet"}},
	{"kind", "what the text asks for: `document`, `record` or `activity` (the default)", []string{"kind", "art"}},
	{"documented", "the title of the document or record that it asks for",
		[]string{"documented", "document", "required", "dokument", "nachweis"}},
	{"type", "the document type of that; guessed from its title where it is left out", []string{"type", "typ"}},
	{"strength", "`explicit` (the default), `implied` or `recommended`", []string{"strength", "verbindlichkeit"}},
	{"cadence", "how often that is renewed, such as P1Y", []string{"cadence", "interval", "intervall", "turnus"}},
}

// row reads the cells of one row by the names of their columns.
type row struct {
	at    map[string]int
	cells []string
	line  int
}

func (r row) get(column string) string {
	at, has := r.at[column]
	if !has || at >= len(r.cells) {
		return ""
	}
	return oneLine(r.cells[at])
}

// fail says what is wrong with a row.
func (r row) fail(format string, a ...any) error {
	return fmt.Errorf("line %d: %s", r.line, fmt.Sprintf(format, a...))
}

func readTable(name string, raw []byte) (*source, error) {
	data, err := doc.ReadTable(path.Base(name), raw)
	if err != nil {
		return nil, err
	}
	s := &source{form: "a table", own: true, left: leftOut{}, edition: "1"}
	s.name = strings.TrimSuffix(path.Base(name), path.Ext(name))
	at, err := s.columnsOf(data.Header, len(data.Rows))
	if err != nil {
		return nil, err
	}
	nodes, numbers, parents := []*node{}, []string{}, []string{}
	known, documents := map[string]bool{}, map[string]*document{}
	for i, cells := range data.Rows {
		r := row{at, cells, data.Lines[i]}
		x, err := r.node()
		if err != nil {
			return nil, err
		}
		for j, d := range x.needs { // one that several rows ask for is one document
			if first := documents[slugOf(d.title)]; first != nil {
				x.needs[j] = first
			} else {
				documents[slugOf(d.title)] = d
			}
		}
		known[x.number] = true
		nodes, numbers, parents = append(nodes, x), append(numbers, x.number), append(parents, r.get("parent"))
	}
	for i, p := range parents {
		if p == "" {
			parents[i] = aboveOf(numbers[i], known)
		}
	}
	s.roots, err = tree(nodes, numbers, func(i int) string { return parents[i] })
	return s, err
}

// columnsOf finds the columns, and counts those that nobody knows.
func (s *source) columnsOf(header []string, rows int) (map[string]int, error) {
	at := map[string]int{}
	var known []string
	for _, c := range columns {
		known = append(known, c.said...)
	}
	for i, cell := range header {
		said := strings.ReplaceAll(strings.ToLower(oneLine(cell)), " ", "_")
		c := slices.IndexFunc(columns, func(c struct {
			name, help string
			said       []string
		}) bool {
			return slices.Contains(c.said, said)
		})
		if c < 0 {
			name := "column " + oneLine(cell)
			if near, ok := nearest.Name(said, known); ok {
				name += ", which may mean " + near
			}
			s.left[name] += rows
			continue
		}
		if first, twice := at[columns[c].name]; twice {
			return nil, fmt.Errorf("the columns `%s` and `%s` both mean the %s; leave one of them out", header[first], cell, columns[c].name)
		}
		at[columns[c].name] = i
	}
	if _, has := at["number"]; !has {
		return nil, errors.New("its first row names no column `number`; the columns are: " + Columns())
	}
	_, title := at["title"]
	if _, text := at["text"]; !title && !text {
		return nil, errors.New("its first row names neither a column `title` nor a column `text`; the columns are: " + Columns())
	}
	return at, nil
}

// Columns names the columns of a table.
func Columns() string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = c.name
	}
	return strings.Join(out, ", ")
}

// Help says what each column of a table is, a line each.
func Help() string {
	var b strings.Builder
	for _, c := range columns {
		fmt.Fprintf(&b, "  %-10s  %s\n", c.name, strings.ReplaceAll(c.help, "`", ""))
	}
	return strings.TrimRight(b.String(), "\n")
}

func (r row) node() (*node, error) {
	x := &node{number: r.get("number"), title: r.get("title"), place: fmt.Sprintf("line %d", r.line), asks: true, kind: r.get("kind")}
	if x.number == "" {
		return nil, r.fail("the row has no number; every part needs one, by which documents name it")
	}
	if numberOf(x.number) == "" {
		return nil, r.fail("`%s` holds no letter and no digit, so it is no number", x.number)
	}
	if text := r.get("text"); text != "" {
		x.texts = []string{text}
	}
	if !slices.Contains([]string{"", "document", "record", "activity"}, x.kind) {
		return nil, r.fail("the kind `%s` is none of document, record and activity", x.kind)
	}
	title := r.get("documented")
	if title == "" {
		return x, nil
	}
	d, err := r.document(title, x.kind)
	if err != nil {
		return nil, err
	}
	x.needs, x.kind = append(x.needs, d), cmp.Or(x.kind, d.kind)
	return x, nil
}

func (r row) document(title, kind string) (*document, error) {
	d := &document{title: title, kind: kind, typ: r.get("type"), strength: r.get("strength"), cadence: r.get("cadence")}
	if d.strength == "" {
		d.strength = "explicit"
	}
	if d.typ == "" {
		d.typ = author.TypeOfTitle(title)
	}
	if kind == "" || kind == "activity" {
		d.kind = "document"
		if doc.RecordType(d.typ) || d.typ == "nonconformity" {
			d.kind = "record"
		}
	}
	if d.typ == "" {
		d.typ = map[string]string{"document": "procedure", "record": "record"}[d.kind]
	}
	if !slices.Contains(author.Types(), d.typ) {
		return nil, r.fail("the type `%s` is none of %s", d.typ, strings.Join(author.Types(), ", "))
	}
	if !slices.Contains([]string{"explicit", "implied", "recommended"}, d.strength) {
		return nil, r.fail("the strength `%s` is none of explicit, implied and recommended", d.strength)
	}
	if _, err := date.ParsePeriod(d.cadence); d.cadence != "" && err != nil {
		return nil, r.fail("the cadence `%s` is no period such as P1Y or P3M", d.cadence)
	}
	return d, nil
}

// aboveOf gives the longest number that a number begins with, up to a dot or hyphen, and that there is.
func aboveOf(number string, known map[string]bool) string {
	for at := strings.LastIndexAny(number, ".-"); at > 0; at = strings.LastIndexAny(number[:at], ".-") {
		if known[number[:at]] {
			return number[:at]
		}
	}
	return ""
}
