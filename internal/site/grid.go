package site

import (
	"slices"

	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
)

// gridPage is a slice of the matrix with a column for each document: which requirement it serves, and how.
type gridPage struct {
	Shell
	List    Link // the same as a list
	Columns []Link
	Rows    []GridRow
	Pager   Pager
}

// GridRow is a requirement. Cells say in words what each document does for it.
type GridRow struct {
	Item  Link
	State Tag
	Cells []string
}

// gridPerPage is how many documents stand on one part.
const gridPerPage = 40

var gridKind = Kind{Name: "grid", Empty: gridPage{}, Golden: "matrix/one-2018-4-grid.html",
	Claim: func(s *site) {
		s.eachSlice(func(std *standard.Standard, c *standard.Clause) {
			if len(s.gridColumns(std, c)) > 0 {
				s.addr.grids[std.Ref(c.ID)] = s.addr.Page("matrix/", std.ID+"-"+c.ID+"-grid")
			}
		})
	},
	Pages: func(s *site) []Sheet {
		var out []Sheet
		s.eachSlice(func(std *standard.Standard, c *standard.Clause) {
			if at := s.addr.grids[std.Ref(c.ID)]; at != "" {
				give := func(p page, part Pager) any { return p.grid(std, c, part) }
				out = append(out, parts(at, len(s.gridColumns(std, c)), gridPerPage, give)...)
			}
		})
		return out
	}}

// eachSlice visits the slices of every matrix.
func (s *site) eachSlice(visit func(*standard.Standard, *standard.Clause)) {
	for _, std := range s.standardsOnce() {
		for _, c := range slicesOf(std) {
			visit(std, c)
		}
	}
}

// gridClauses lists the clauses whose requirements a slice holds: its own only, where its parts have slices.
func gridClauses(std *standard.Standard, c *standard.Clause) []*standard.Clause {
	if len(cutInto(std, c)) > 0 {
		return []*standard.Clause{c}
	}
	return below(std, c.ID)
}

// gridColumns lists the documents that serve as evidence for a requirement of a slice, in the order of ids.
func (s *site) gridColumns(std *standard.Standard, c *standard.Clause) []doc.ID {
	seen := map[doc.ID]bool{}
	var out []doc.ID
	for _, c := range gridClauses(std, c) {
		for _, r := range c.Requirements {
			for _, e := range s.cell(std.ID, r.ID).Evidence {
				if !seen[e.Document] {
					seen[e.Document] = true
					out = append(out, e.Document)
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

func (p page) grid(std *standard.Standard, c *standard.Clause, at Pager) any {
	list := p.clauseLink(std, c, p.slice(std, c.ID))
	out := gridPage{Shell: p.titled(phrase.Of("Grid: %s %s", c.ID, phrase.In(std.Language, c.Title)), "matrix.html", p.link(p.t("Matrix"), p.addr.matrices[std.ID]), list), List: list, Pager: at}
	p.local(&out.Shell, p.t("Matrix"), p.matrixNav(std, c)...)
	place := map[doc.ID]int{}
	for i, id := range p.gridColumns(std, c)[at.From:at.To] {
		place[id] = i
		out.Columns = append(out.Columns, p.document(id))
	}
	for _, c := range gridClauses(std, c) {
		for _, r := range c.Requirements {
			out.Rows = append(out.Rows, p.gridRow(std, r.ID, place))
		}
	}
	return out
}

func (p page) gridRow(std *standard.Standard, requirement string, place map[doc.ID]int) GridRow {
	cell := p.cell(std.ID, requirement)
	row := GridRow{Item: p.item(cell.Ref), State: p.state(cell.State), Cells: make([]string, len(place))}
	for _, e := range cell.Evidence {
		if i, here := place[e.Document]; here && row.Cells[i] == "" {
			row.Cells[i] = p.how(e.How) + ": " + p.state(e.State).Text
		}
	}
	return row
}
