package clauses

import (
	"slices"

	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/sheet"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
	"clausebook/internal/view"
)

// gridPage is a slice of the matrix with a column for each document: which requirement it serves, and how.
type gridPage struct {
	view.Shell
	List    view.Link // the same as a list
	Columns []view.Link
	Key     []view.Tag // the states that its signs stand for, worst first
	Rows    []GridRow
	Pager   view.Pager
}

// GridRow is a requirement, with what each document does for it.
type GridRow struct {
	Item  view.Link
	State view.Tag
	Cells []GridCell
}

// GridCell says how a document serves a requirement, and how it stands itself; nothing where it does not.
type GridCell struct {
	How   string
	State view.Tag
}

// gridPerPage is how many documents stand on one part.
const gridPerPage = 40

// GridKind has slices of the matrix with a column for each document.
var GridKind = sheet.Kind{Name: "grid", Empty: gridPage{}, Golden: "matrix/one-2018-4-grid.html",
	Claim: func(s *view.View) {
		eachSlice(s, func(std *standard.Standard, c *standard.Clause) {
			if len(gridColumns(s, std, c)) > 0 {
				s.Addr.Grids[std.Ref(c.ID)] = s.Addr.Page("matrix/", std.ID+"-"+c.ID+"-grid")
			}
		})
	},
	Pages: func(s *view.View) []sheet.Sheet {
		var out []sheet.Sheet
		eachSlice(s, func(std *standard.Standard, c *standard.Clause) {
			if at := s.Addr.Grids[std.Ref(c.ID)]; at != "" {
				give := func(p view.Page, part view.Pager) any { return gridData(p, std, c, part) }
				out = append(out, sheet.Parts(at, len(gridColumns(s, std, c)), gridPerPage, give)...)
			}
		})
		return out
	}}

// eachSlice visits the slices of every matrix.
func eachSlice(s *view.View, visit func(*standard.Standard, *standard.Clause)) {
	for _, std := range s.StandardsOnce() {
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
	return std.Below(c.ID)
}

// gridColumns lists the documents that serve as evidence for a requirement of a slice, in the order of ids.
func gridColumns(s *view.View, std *standard.Standard, c *standard.Clause) []doc.ID {
	seen := map[doc.ID]bool{}
	var out []doc.ID
	for _, c := range gridClauses(std, c) {
		for _, r := range c.Requirements {
			for _, e := range s.Cell(std.ID, r.ID).Evidence {
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

func gridData(p view.Page, std *standard.Standard, c *standard.Clause, at view.Pager) any {
	list := p.ClauseLink(std, c, slice(p.View, std, c.ID))
	out := gridPage{Shell: p.Titled(phrase.Of("Grid: %s %s", c.ID, std.Say(c.Title)), "standards.html",
		p.Section("standards.html"), p.Link(p.T("Matrix"), p.Addr.Matrices[std.ID]), list), List: list, Pager: at}
	p.Local(&out.Shell, p.T("Matrix"), matrixNav(p, std, c)...)
	place := map[doc.ID]int{}
	for i, id := range gridColumns(p.View, std, c)[at.From:at.To] {
		place[id] = i
		out.Columns = append(out.Columns, p.Document(id))
	}
	for _, c := range gridClauses(std, c) {
		for _, r := range c.Requirements {
			out.Rows = append(out.Rows, gridRow(p, std, r.ID, place))
		}
	}
	out.Key = gridKey(p, out.Rows)
	return out
}

// gridKey lists the states of the cells of a grid, each once, worst first.
func gridKey(p view.Page, rows []GridRow) []view.Tag {
	seen := map[view.Tag]bool{}
	for _, row := range rows {
		for _, cell := range row.Cells {
			seen[cell.State] = true
		}
	}
	var out []view.Tag
	for _, state := range trace.States {
		if tag := p.State(state); seen[tag] {
			out = append(out, tag)
		}
	}
	return out
}

func gridRow(p view.Page, std *standard.Standard, requirement string, place map[doc.ID]int) GridRow {
	cell := p.Cell(std.ID, requirement)
	row := GridRow{Item: p.Item(cell.Ref), State: p.State(cell.State), Cells: make([]GridCell, len(place))}
	for _, e := range cell.Evidence {
		if i, here := place[e.Document]; here && row.Cells[i].How == "" {
			row.Cells[i] = GridCell{How: p.How(e.How), State: p.State(e.State)}
		}
	}
	return row
}
