package site

import (
	"cmp"
	"slices"
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
)

// matrixPage is the traceability matrix of a standard, or the slice of it under one clause: one row for each
// requirement, grouped by clause.
type matrixPage struct {
	Shell
	Standard Link
	Status   theme.Text
	Slices   []NavLink
	Bar      Bar
	Parts    []TreeRow // where a slice is so long that its clauses have slices of their own
	Groups   []MatrixGroup
	Backward Link
	Grid     Link // the same rows against documents
	Heat     *HeatTable
}

// MatrixGroup is the rows of one clause.
type MatrixGroup struct {
	Clause Link
	Title  theme.Text
	State  Tag
	Bar    Bar
	Rows   []MatrixRow
}

// MatrixRow is one requirement.
type MatrixRow struct {
	Item     Link
	Text     theme.Text
	State    Tag
	Reason   theme.Text
	Evidence []Link
	Rest     Link
	Owner    Link
	Types    string // of the documents, for the script that filters; "|" between them
	Changed  string
	Commit   Link
	Approved string
	Approver Link
}

// HeatTable counts evidence by clause and type of document.
type HeatTable struct {
	Types []string
	Rows  []HeatRow
}

// HeatRow is one clause of it.
type HeatRow struct {
	Clause Link
	Title  theme.Text
	Cells  []Link
}

// backwardPage is the matrix from the other side: what each document serves.
type backwardPage struct {
	Shell
	Rows  []BackwardRow
	Pager Pager
}

// BackwardRow is one document.
type BackwardRow struct {
	Link   Link
	ID     string
	Status Tag
	Uses   []CoverRow
	Rest   Link
}

const (
	matrixEvidence  = 5
	sliceRows       = 50 // requirements of one slice
	backwardPerPage = 35
	backwardUses    = 12
)

var matrixKind = Kind{Name: "matrix", Fixed: []string{"matrix.html"}, Menu: Menu{Section: "Matrix"}, Empty: matrixPage{}, Golden: "matrix.html",
	Claim: (*site).claimMatrices, Pages: (*site).matrixSheets}

// claimMatrices gives each standard with clauses its matrix, the one that counts the fixed address.
func (s *site) claimMatrices() {
	for _, std := range s.standardsOnce() {
		switch {
		case len(std.Clauses) == 0:
			continue
		case std == s.Standards.Primary():
			s.addr.matrices[std.ID] = "matrix.html"
		default:
			s.addr.matrices[std.ID] = s.addr.Page("matrix/", std.ID)
		}
		for _, c := range slicesOf(std) {
			s.addr.slices[std.Ref(c.ID)] = s.addr.Page("matrix/", std.ID+"-"+c.ID)
		}
	}
}

func (s *site) matrixSheets() []Sheet {
	var out []Sheet
	if s.Standards.Primary() == nil || s.addr.matrices[s.Standards.Primary().ID] == "" {
		out = append(out, Sheet{"matrix.html", page.emptyMatrix})
	}
	for _, std := range s.standardsOnce() {
		at := s.addr.matrices[std.ID]
		if at == "" {
			continue
		}
		out = append(out, Sheet{at, func(p page) any { return p.matrix(std, nil) }})
		for _, c := range slicesOf(std) {
			out = append(out, Sheet{s.slice(std, c.ID), func(p page) any { return p.matrix(std, c) }})
		}
	}
	return out
}

var backwardKind = Kind{Name: "backward", Fixed: []string{"matrix-documents.html"}, Menu: Menu{Under: "matrix.html", Local: "By document"},
	Empty: backwardPage{}, Golden: "matrix-documents.html",
	Pages: func(s *site) []Sheet {
		documents := s.inOrder()
		give := func(p page, at Pager) any { return p.backward(documents, at) }
		return parts("matrix-documents.html", len(documents), backwardPerPage, give)
	}}

// inOrder lists all documents in the order of ids.
func (s *site) inOrder() []*doc.Document {
	return slices.SortedFunc(slices.Values(s.Docs.Documents), compareDocuments)
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
	add(children(std, ""))
	return out
}

// cutInto gives the clauses into which the slice of a clause is cut, none where it is short enough as it is.
func cutInto(std *standard.Standard, c *standard.Clause) []*standard.Clause {
	if countRequirements(below(std, c.ID)) <= sliceRows {
		return nil
	}
	return children(std, c.ID)
}

func countRequirements(clauses []*standard.Clause) int {
	n := 0
	for _, c := range clauses {
		n += len(c.Requirements)
	}
	return n
}

// slice gives the address of the slice of the matrix that holds a clause.
func (s *site) slice(std *standard.Standard, clause string) string {
	for range std.Clauses {
		at := s.addr.slices[standard.Ref{Standard: std.ID, Item: clause}]
		c := std.Clause(clause)
		if at != "" || c == nil {
			return at
		}
		clause = c.Parent
	}
	return ""
}

func (p page) emptyMatrix() any {
	out := matrixPage{Shell: p.shell(p.t("Traceability matrix"), "matrix.html"), Backward: p.link(p.t("By document"), "matrix-documents.html")}
	p.local(&out.Shell, p.t("Matrix"), p.matrixNav(nil, nil)...)
	return out
}

// matrixNav is the menu of the matrix: each standard, the slices of the one being read, the parts of the slice that
// is open, and the other direction.
func (p page) matrixNav(current *standard.Standard, at *standard.Clause) []NavLink {
	var out []NavLink
	for _, std := range p.standardsOnce() {
		to := p.addr.matrices[std.ID]
		if to == "" {
			continue
		}
		n := p.nav(nameOf(std), to)
		n.Open = std == current
		out = append(out, n)
		if std == current {
			out = append(out, p.sliceNav(std, at)...)
		}
	}
	return append(out, p.menu("matrix.html")...)
}

func (p page) sliceNav(std *standard.Standard, at *standard.Clause) []NavLink {
	var out []NavLink
	for _, c := range children(std, "") {
		n := p.clauseNav(std, c, p.slice(std, c.ID))
		n.Open = at != nil && top(std, at) == c
		out = append(out, n)
		if !n.Open {
			continue
		}
		for _, part := range cutInto(std, c) {
			out = append(out, p.clauseNav(std, part, p.slice(std, part.ID)))
		}
	}
	return out
}

// matrix shows the rows under one top-level clause; with nil those of the whole standard.
func (p page) matrix(std *standard.Standard, only *standard.Clause) any {
	title, crumbs := phrase.Of("Traceability matrix: %s", nameOf(std)), []Link{}
	clauses := everyClause(std)
	if only != nil {
		crumbs = append(crumbs, p.link(p.t("Matrix"), p.addr.matrices[std.ID]))
		title = phrase.Of("Traceability matrix: %s %s", only.ID, phrase.In(std.Language, only.Title))
		clauses = below(std, only.ID)
	}
	out := matrixPage{Shell: p.titled(title, "matrix.html", crumbs...), Standard: p.link(nameOf(std), p.addr.standards[std.ID]), Status: p.quote(std.Language, std.Status),
		Backward: p.link(p.t("By document"), "matrix-documents.html")}
	p.local(&out.Shell, p.t("Matrix"), p.matrixNav(std, only)...)
	if only != nil && len(cutInto(std, only)) > 0 {
		clauses = clauses[:1] // its own requirements; those below stand on the parts
		out.Parts = p.sliceParts(std, only)
	}
	var cells []trace.Cell
	for _, c := range clauses {
		if len(c.Requirements) > 0 {
			out.Groups = append(out.Groups, p.matrixGroup(std, c, &cells))
		}
	}
	if len(out.Parts) > 0 {
		cells = p.requirementCells(std, only.ID)
	}
	out.Bar = p.bar(cells)
	if only == nil {
		out.Heat = p.heat(std)
	} else {
		p.sliceSteps(&out.Shell, std, only)
		if at := p.addr.grids[standard.Ref{Standard: std.ID, Item: only.ID}]; at != "" {
			out.Grid = p.link(p.t("The same as a grid of requirements and documents"), at)
		}
	}
	return out
}

// sliceParts lists the parts of a slice, each with how far it is evidenced.
func (p page) sliceParts(std *standard.Standard, c *standard.Clause) []TreeRow {
	rows := p.treeRows(std, cutInto(std, c))
	for i, part := range cutInto(std, c) {
		rows[i].Clause = p.link(part.ID, p.slice(std, part.ID))
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

func (p page) sliceSteps(s *Shell, std *standard.Standard, at *standard.Clause) {
	tops := slicesOf(std)
	i := slices.Index(tops, at)
	to := func(c *standard.Clause) Link { return p.clauseLink(std, c, p.slice(std, c.ID)) }
	if i > 0 {
		s.Prev = to(tops[i-1])
	}
	if i >= 0 && i+1 < len(tops) {
		s.Next = to(tops[i+1])
	}
}

func (p page) matrixGroup(std *standard.Standard, c *standard.Clause, all *[]trace.Cell) MatrixGroup {
	g := MatrixGroup{Clause: p.clause(std.ID, c.ID), Title: p.quote(std.Language, c.Title), State: p.state(p.cell(std.ID, c.ID).State)}
	var own []trace.Cell
	for _, r := range c.Requirements {
		cell := p.cell(std.ID, r.ID)
		own = append(own, cell)
		g.Rows = append(g.Rows, p.matrixRow(cell, p.quote(std.Language, r.Text)))
	}
	g.Bar = p.bar(own)
	*all = append(*all, own...)
	return g
}

func (p page) matrixRow(cell trace.Cell, text theme.Text) MatrixRow {
	row := MatrixRow{Item: p.item(cell.Ref).untitled(), Text: text, State: p.state(cell.State), Reason: p.say(cell.Reason), Owner: p.owner(cell.Owner)}
	row.Evidence = p.evidenceLinks(cell.Evidence, matrixEvidence)
	row.Rest = p.more(distinct(cell.Evidence)-len(row.Evidence), p.chainOf(cell.Ref))
	row.Types = p.evidenceTypes(cell.Evidence)
	for _, e := range cell.Evidence {
		if day := e.Revised.String(); day > row.Changed {
			row.Changed, row.Commit = day, p.commit(string(e.Commit))
		}
	}
	if len(cell.Evidence) > 0 {
		if d := p.Docs.ByID(cell.Evidence[0].Document); d != nil {
			if v, ok := p.Approvals.Current(d); ok {
				row.Approved, row.Approver = v.On.String(), p.approver(v)
			}
		}
	}
	return row
}

// evidenceTypes names the types of the documents among pieces of evidence.
func (p page) evidenceTypes(all []trace.Evidence) string {
	var out []string
	for _, e := range all {
		if d := p.Docs.ByID(e.Document); d != nil && !slices.Contains(out, p.typeWord(d.Type)) {
			out = append(out, p.typeWord(d.Type))
		}
	}
	return strings.Join(out, "|")
}

// distinct counts the documents among pieces of evidence.
func distinct(all []trace.Evidence) int {
	seen := map[doc.ID]bool{}
	for _, e := range all {
		seen[e.Document] = true
	}
	return len(seen)
}

// heat counts by clause of the second level and type of document where evidence lies, so that a thin place shows.
func (p page) heat(std *standard.Standard) *HeatTable {
	t := &HeatTable{}
	types := p.types()
	for _, kind := range types {
		t.Types = append(t.Types, p.typeWords(kind))
	}
	for _, c := range std.Clauses {
		if c.Level != 1 {
			continue
		}
		row := HeatRow{Clause: p.link(c.ID, p.slice(std, c.ID)), Title: p.quote(std.Language, c.Title)}
		counts := p.evidenceByType(std, c.ID)
		for _, kind := range types {
			cell := Link{Text: "–"}
			if n := counts[kind]; n > 0 {
				cell = Link{Text: theme.Group(n), Href: row.Clause.Href}
			}
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	if len(t.Rows) == 0 || len(types) == 0 || len(types) > 20 {
		return nil
	}
	return t
}

// evidenceByType counts the different documents that serve as evidence under a clause.
func (p page) evidenceByType(std *standard.Standard, clause string) map[string]int {
	seen := map[doc.ID]bool{}
	out := map[string]int{}
	for _, cell := range p.requirementCells(std, clause) {
		for _, e := range cell.Evidence {
			if d := p.Docs.ByID(e.Document); d != nil && !seen[e.Document] {
				seen[e.Document] = true
				out[d.Type]++
			}
		}
	}
	return out
}

func (p page) backward(documents []*doc.Document, at Pager) any {
	out := backwardPage{Shell: p.shell(p.t("Traceability matrix by document"), "matrix.html", p.link(p.t("Matrix"), "matrix.html")), Pager: at}
	p.local(&out.Shell, p.t("Matrix"), p.matrixNav(nil, nil)...)
	for _, d := range documents[at.From:at.To] {
		row := BackwardRow{Link: p.named(d), ID: string(d.ID), Status: p.status(d.Status)}
		uses := p.Matrix.Uses(d.ID)
		for _, u := range uses[:min(len(uses), backwardUses)] {
			// The title is the requirement's text, which would make most of the page.
			row.Uses = append(row.Uses, CoverRow{Link: p.item(u.Ref).untitled(), State: p.state(u.State)})
		}
		row.Rest = p.more(len(uses)-len(row.Uses), cmp.Or(p.addr.refs[d], p.addr.documents[d]+"#uses"))
		out.Rows = append(out.Rows, row)
	}
	return out
}
