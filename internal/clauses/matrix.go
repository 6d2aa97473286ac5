package clauses

import (
	"slices"
	"strings"

	"clausebook/internal/phrase"
	"clausebook/internal/sheet"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
	"clausebook/internal/view"
)

// matrixPage is the traceability matrix of a standard, or the slice of it under one clause: one row for each
// requirement, grouped by clause.
type matrixPage struct {
	view.Shell
	Standard view.Link
	Status   theme.Text
	Slices   []view.NavLink
	Bar      view.Bar
	Parts    []TreeRow // where a slice is so long that its clauses have slices of their own
	Chapters []MatrixChapter
	Backward view.Link
	Grid     view.Link // the same rows against documents
	Heat     *HeatTable
}

// MatrixChapter is the rows under a clause of the top level, folded under its name; of a slice there is one, and it is open and has none.
type MatrixChapter struct {
	Clause view.Link
	Title  theme.Text
	State  view.Tag
	Bar    view.Bar
	Grids  []view.Link // the same rows against documents, slice by slice
	Groups []MatrixGroup
}

// MatrixGroup is the rows of one clause.
type MatrixGroup struct {
	Clause view.Link
	Title  theme.Text
	State  view.Tag
	Bar    view.Bar
	Rows   []MatrixRow
}

// MatrixRow is one requirement.
type MatrixRow struct {
	Item     view.Link
	Text     theme.Text
	State    view.Tag
	Reason   theme.Text
	Evidence []view.Link
	Rest     view.Link
	Owner    view.Link
	Types    string // of the documents, for the script that filters; "|" between them
	Changed  string
	Commit   view.Link
	Approved string
	Approver view.Link
}

// HeatTable counts evidence by clause and type of document.
type HeatTable struct {
	Types []string
	Rows  []HeatRow
}

// HeatRow is one clause of it.
type HeatRow struct {
	Clause view.Link
	Title  theme.Text
	Cells  []view.Link
}

const (
	heatTypes       = 20 // columns for which a page has room
	matrixEvidence  = 5
	sliceRows       = 50 // requirements of one slice
	backwardPerPage = 35
	backwardUses    = 12
)

// MatrixKind has the matrix of each standard, and its slices.
var MatrixKind = sheet.Kind{Name: "matrix", Fixed: []string{"matrix.html"},
	Menu:   view.Menu{Under: "standards.html", Local: "Traceability matrix"},
	Empty:  matrixPage{},
	Golden: "matrix.html",
	Claim:  claimMatrices, Pages: matrixSheets}

// claimMatrices gives each standard with clauses its matrix, the one that counts the fixed address.
func claimMatrices(s *view.View) {
	for _, std := range s.StandardsOnce() {
		switch {
		case len(std.Clauses) == 0:
			continue
		case std == s.Standards.Primary():
			s.Addr.Matrices[std.ID] = "matrix.html"
		default:
			s.Addr.Matrices[std.ID] = s.Addr.Page("matrix/", std.ID)
		}
		for _, c := range slicesOf(std) {
			s.Addr.Slices[std.Ref(c.ID)] = s.Addr.Page("matrix/", std.ID+"-"+c.ID)
		}
	}
}

func matrixSheets(s *view.View) []sheet.Sheet {
	var out []sheet.Sheet
	if s.Standards.Primary() == nil || s.Addr.Matrices[s.Standards.Primary().ID] == "" {
		out = append(out, sheet.Sheet{At: "matrix.html", Data: emptyMatrix})
	}
	for _, std := range s.StandardsOnce() {
		at := s.Addr.Matrices[std.ID]
		if at == "" {
			continue
		}
		out = append(out, sheet.Sheet{At: at, Data: func(p view.Page) any { return matrixData(p, std, nil) }})
		tops := slicesOf(std)
		for i, c := range tops {
			out = append(out, sheet.Sheet{At: slice(s, std, c.ID), Data: func(p view.Page) any {
				out := matrixData(p, std, c)
				sliceSteps(p, &out.Shell, std, tops, i)
				return out
			}})
		}
	}
	return out
}

// slicesOf lists the clauses that have a slice of the matrix: those of the top level, and the parts of what is long.
func slicesOf(std *standard.Standard) []*standard.Clause {
	var out []*standard.Clause
	seen := map[string]bool{} // a file of the user's may name a clause twice
	var add func([]*standard.Clause)
	add = func(clauses []*standard.Clause) {
		for _, c := range clauses {
			if !seen[c.ID] {
				seen[c.ID] = true
				out = append(out, c)
				add(cutInto(std, c))
			}
		}
	}
	add(std.Children(""))
	return out
}

// cutInto gives the clauses into which the slice of a clause is cut, none where it is short enough as it is.
func cutInto(std *standard.Standard, c *standard.Clause) []*standard.Clause {
	if countRequirements(std.Below(c.ID)) <= sliceRows {
		return nil
	}
	return std.Children(c.ID)
}

func countRequirements(clauses []*standard.Clause) int {
	n := 0
	for _, c := range clauses {
		n += len(c.Requirements)
	}
	return n
}

// slice gives the address of the slice of the matrix that holds a clause.
func slice(s *view.View, std *standard.Standard, clause string) string {
	for range std.Clauses {
		at := s.Addr.Slices[standard.Ref{Standard: std.ID, Item: clause}]
		c := std.Clause(clause)
		if at != "" || c == nil {
			return at
		}
		clause = c.Parent
	}
	return ""
}

func emptyMatrix(p view.Page) any {
	out := matrixPage{Shell: p.Shell(p.T("Traceability matrix"), "standards.html", p.Section("standards.html")),
		Backward: p.Link(p.T("By document"), "matrix-documents.html")}
	p.Local(&out.Shell, p.T("Matrix"), matrixNav(p, nil, nil)...)
	return out
}

// matrixNav is the menu of the matrix: each standard, the slices of the one being read, the parts of the slice that
// is open, and the other direction.
func matrixNav(p view.Page, current *standard.Standard, at *standard.Clause) []view.NavLink {
	var out []view.NavLink
	for _, std := range p.StandardsOnce() {
		to := p.Addr.Matrices[std.ID]
		if to == "" {
			continue
		}
		n := p.Nav(view.NameOf(std), to)
		n.Open = std == current
		out = append(out, n)
		if std == current {
			out = append(out, sliceNav(p, std, at)...)
		}
	}
	return append(out, p.Menu("matrix.html")...)
}

func sliceNav(p view.Page, std *standard.Standard, at *standard.Clause) []view.NavLink {
	var out []view.NavLink
	for _, c := range std.Children("") {
		n := p.ClauseNav(std, c, slice(p.View, std, c.ID))
		n.Open = at != nil && std.Top(at) == c
		out = append(out, n)
		if !n.Open {
			continue
		}
		for _, part := range cutInto(std, c) {
			out = append(out, p.ClauseNav(std, part, slice(p.View, std, part.ID)))
		}
	}
	return out
}

// matrixData shows the rows under one top-level clause; with nil those of the whole standard.
func matrixData(p view.Page, std *standard.Standard, only *standard.Clause) matrixPage {
	title, crumbs := phrase.Of("Traceability matrix: %s", view.NameOf(std)), []view.Link{p.Section("standards.html")}
	clauses := everyClause(std)
	if only != nil {
		crumbs = append(crumbs, p.Link(p.T("Matrix"), p.Addr.Matrices[std.ID]))
		title = phrase.Of("Traceability matrix: %s %s", only.ID, std.Say(only.Title))
		clauses = std.Below(only.ID)
	}
	out := matrixPage{Shell: p.Titled(title, "standards.html", crumbs...), Standard: p.Link(view.NameOf(std), p.Addr.Standards[std.ID]),
		Status:   p.Stated(std, std.Status),
		Backward: p.Link(p.T("By document"), "matrix-documents.html")}
	p.Local(&out.Shell, p.T("Matrix"), matrixNav(p, std, only)...)
	if only != nil && len(cutInto(std, only)) > 0 {
		clauses = clauses[:1] // its own requirements; those below stand on the parts
		out.Parts = sliceParts(p, std, only)
	}
	var cells []trace.Cell
	out.Chapters = matrixChapters(p, std, only, clauses, &cells)
	if len(out.Parts) > 0 {
		cells = p.RequirementCells(std, only.ID)
	}
	out.Bar = p.Bar(cells)
	if only == nil {
		out.Heat = heat(p, std)
	} else if at := p.Addr.Grids[std.Ref(only.ID)]; at != "" {
		out.Grid = p.Link(p.T("The same as a grid of requirements and documents"), at)
	}
	return out
}

// sliceParts lists the parts of a slice, each with how far it is evidenced.
func sliceParts(p view.Page, std *standard.Standard, c *standard.Clause) []TreeRow {
	rows := treeRows(p, std, cutInto(std, c))
	for i, part := range cutInto(std, c) {
		rows[i].Clause = p.Link(part.ID, slice(p.View, std, part.ID))
	}
	return rows
}

func everyClause(std *standard.Standard) []*standard.Clause {
	out := make([]*standard.Clause, len(std.Clauses))
	for i := range std.Clauses {
		out[i] = &std.Clauses[i]
	}
	return out
}

func sliceSteps(p view.Page, s *view.Shell, std *standard.Standard, tops []*standard.Clause, i int) {
	to := func(c *standard.Clause) view.Link { return p.ClauseLink(std, c, slice(p.View, std, c.ID)) }
	if i > 0 {
		s.Prev = to(tops[i-1])
	}
	if i+1 < len(tops) {
		s.Next = to(tops[i+1])
	}
}

// matrixChapters groups clauses with requirements by their chapters, where the whole standard is shown.
func matrixChapters(p view.Page, std *standard.Standard, only *standard.Clause, clauses []*standard.Clause,
	all *[]trace.Cell) []MatrixChapter {
	var out []MatrixChapter
	var last *standard.Clause
	for _, c := range clauses {
		if len(c.Requirements) == 0 {
			continue
		}
		top := only
		if only == nil {
			top = std.Top(c)
		}
		if top != last || len(out) == 0 {
			out, last = append(out, MatrixChapter{}), top
			if only == nil {
				out[len(out)-1] = MatrixChapter{Clause: p.Clause(std.ID, top.ID), Title: p.Stated(std, top.Title),
					State: p.State(p.Cell(std.ID, top.ID).State), Bar: p.Bar(p.RequirementCells(std, top.ID)), Grids: gridsUnder(p, std, top)}
			}
		}
		chapter := &out[len(out)-1]
		chapter.Groups = append(chapter.Groups, matrixGroup(p, std, c, all))
	}
	return out
}

// gridsUnder leads to the grids of the slices of a chapter.
func gridsUnder(p view.Page, std *standard.Standard, top *standard.Clause) []view.Link {
	var out []view.Link
	for _, c := range append([]*standard.Clause{top}, cutInto(std, top)...) {
		if at := p.Addr.Grids[std.Ref(c.ID)]; at != "" {
			out = append(out, p.Link(c.ID, at))
		}
	}
	return out
}

func matrixGroup(p view.Page, std *standard.Standard, c *standard.Clause, all *[]trace.Cell) MatrixGroup {
	g := MatrixGroup{Clause: p.Clause(std.ID, c.ID), Title: p.Stated(std, c.Title), State: p.State(p.Cell(std.ID, c.ID).State)}
	var own []trace.Cell
	for _, r := range c.Requirements {
		cell := p.Cell(std.ID, r.ID)
		own = append(own, cell)
		g.Rows = append(g.Rows, matrixRow(p, cell, p.Stated(std, r.Text)))
	}
	g.Bar = p.Bar(own)
	*all = append(*all, own...)
	return g
}

func matrixRow(p view.Page, cell trace.Cell, text theme.Text) MatrixRow {
	row := MatrixRow{Item: p.Item(cell.Ref).Untitled(), Text: text, State: p.State(cell.State), Reason: p.Thread(p.Say(cell.Reason)),
		Owner: p.Owner(cell.Owner).Untitled()}
	row.Evidence, row.Rest = p.EvidenceLinks(cell.Ref, cell.Evidence, matrixEvidence)
	row.Types = evidenceTypes(p, cell.Evidence)
	for _, e := range cell.Evidence {
		if day := e.Revised.String(); day > row.Changed {
			row.Changed, row.Commit = day, p.Commit(string(e.Commit)).Untitled()
		}
	}
	if len(cell.Evidence) > 0 {
		if d := p.Docs.ByID(cell.Evidence[0].Document); d != nil {
			if v, ok := p.Approvals.Current(d); ok {
				row.Approved, row.Approver = v.On.String(), p.Approver(v)
			}
		}
	}
	return row
}

// evidenceTypes names the types of the documents among pieces of evidence.
func evidenceTypes(p view.Page, all []trace.Evidence) string {
	var out []string
	for _, e := range all {
		if d := p.Docs.ByID(e.Document); d != nil && !slices.Contains(out, p.TypeWord(d.Type)) {
			out = append(out, p.TypeWord(d.Type))
		}
	}
	return strings.Join(out, "|")
}
