package standard

import (
	"fmt"
	"slices"

	"clausebook/internal/phrase"
	"clausebook/internal/strictyaml"
)

// addCrosswalk decodes the crosswalk. Its clauses are held against those standards that are in use.
func (l *Library) addCrosswalk(f file) {
	if f.root != nil {
		d := &crosswalkDecoder{file: &f, lib: l, columns: map[string]column{}, relations: names{}}
		l.Crosswalk = d.crosswalk(f.root)
	}
	l.Findings = append(l.Findings, f.findings...)
}

type crosswalkDecoder struct {
	file      *file // gets the findings
	lib       *Library
	columns   map[string]column
	relations names
	from, to  *Standard // nil where the edition is not in use
}

// column is what is known of a column: its name, the names that may occur in it where that list is closed, and the
// standard that it stands for where that is in use.
type column struct {
	name     string
	items    []string
	standard *Standard
}

func (d *crosswalkDecoder) crosswalk(root *strictyaml.Node) Crosswalk {
	c := Crosswalk{Tongue: Tongue{Language: phrase.Source},
		From: root.Get("from").Text(), To: root.Get("to").Text(), Notes: root.Get("notes").Texts(), New: map[string]string{}}
	d.from, d.to = d.lib.Standard(c.From), d.lib.Standard(c.To)
	for _, n := range root.Get("relations").Items() {
		d.relations[n.Get("id").Text()] = n
		c.Relations = append(c.Relations, Nearness{n.Get("id").Text(), n.Get("text").Text()})
	}
	for _, n := range root.Get("others").Items() {
		id, name := n.Get("id").Text(), n.Get("name").Text()
		d.columns[id] = column{name, n.Get("items").Texts(), d.lib.Standard(id)}
		c.Columns = append(c.Columns, Column{id, name})
	}
	for _, n := range root.Get("new").Items() {
		if clause := d.inStandard(n.Get("clause"), d.to); clause != "" {
			c.New[clause] = n.Get("note").Text()
		}
	}
	for _, n := range root.Get("moves").Items() {
		m := Move{From: d.inStandard(n.Get("from"), d.from), Note: n.Get("note").Text()}
		for _, to := range n.Get("to").Items() {
			m.To = appendName(m.To, d.inStandard(to, d.to))
		}
		if m.From != "" {
			c.Moves = append(c.Moves, m)
		}
	}
	for _, n := range root.Get("rows").Items() {
		if r := d.row(n); r.Clause != "" {
			c.Rows = append(c.Rows, r)
		}
	}
	return c
}

func (d *crosswalkDecoder) row(n *strictyaml.Node) CrosswalkRow {
	r := CrosswalkRow{Clause: d.inStandard(n.Get("clause"), d.to), Relation: n.Get("relation").Text(),
		Note: n.Get("note").Text(), Others: map[string][]string{}}
	if d.relations[r.Relation] == nil {
		d.dangling(n.Get("relation"), "relation", suggestion(r.Relation, d.relations))
	}
	for k, v := range n.Get("others").Pairs() {
		col, ok := d.columns[k.Raw]
		if !ok {
			d.dangling(k, "column", "")
			continue
		}
		for _, item := range v.Items() {
			r.Others[col.name] = appendName(r.Others[col.name], d.inColumn(item, col))
		}
	}
	return r
}

// inStandard gives the name if the standard holds it or is not in use, and reports it otherwise.
func (d *crosswalkDecoder) inStandard(n *strictyaml.Node, s *Standard) string {
	if s == nil {
		return n.Text()
	}
	if _, ok := s.Kind(n.Text()); !ok {
		d.dangling(n, "item of "+s.ID, "")
		return ""
	}
	return n.Text()
}

func (d *crosswalkDecoder) inColumn(n *strictyaml.Node, col column) string {
	if len(col.items) > 0 && !slices.Contains(col.items, n.Text()) {
		d.dangling(n, "name in "+col.name, "")
		return ""
	}
	return d.inStandard(n, col.standard)
}

func (d *crosswalkDecoder) dangling(n *strictyaml.Node, what, hint string) {
	d.file.report(RuleReference, n, fmt.Sprintf("unknown %s `%s`", what, n.Text()), hint)
}

func appendName(names []string, name string) []string {
	if name == "" {
		return names
	}
	return append(names, name)
}
