package clauses

import (
	"cmp"
	"slices"

	"clausebook/internal/doc"
	"clausebook/internal/sheet"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
	"clausebook/internal/view"
)

// backwardPage is the matrix from the other side: what each document serves.
type backwardPage struct {
	view.Shell
	Rows  []BackwardRow
	Pager view.Pager
}

// BackwardRow is one document.
type BackwardRow struct {
	Link   view.Link
	ID     string
	Status view.Tag
	Uses   []view.CoverRow
	Rest   view.Link
}

// BackwardKind has the matrix from the other side: one page, or parts of it.
var BackwardKind = sheet.Kind{Name: "backward", Fixed: []string{"matrix-documents.html"},
	Menu:  view.Menu{Under: "matrix.html", Local: "By document"},
	Empty: backwardPage{}, Golden: "matrix-documents.html",
	Pages: func(s *view.View) []sheet.Sheet {
		documents := sheet.InOrder(s)
		give := func(p view.Page, at view.Pager) any { return backwardData(p, documents, at) }
		return sheet.Parts("matrix-documents.html", len(documents), backwardPerPage, give)
	}}

// itemsOf leaves out what a document serves by another of its sections as well.
func itemsOf(uses []trace.Use) []trace.Use {
	seen := map[standard.Ref]bool{}
	return slices.DeleteFunc(slices.Clone(uses), func(u trace.Use) bool {
		again := seen[u.Ref]
		seen[u.Ref] = true
		return again
	})
}

func backwardData(p view.Page, documents []*doc.Document, at view.Pager) any {
	out := backwardPage{Shell: p.Shell(p.T("Traceability matrix by document"), "standards.html", p.Section("standards.html"),
		p.Link(p.T("Matrix"), "matrix.html")), Pager: at}
	p.Local(&out.Shell, p.T("Matrix"), matrixNav(p, nil, nil)...)
	for _, d := range documents[at.From:at.To] {
		row := BackwardRow{Link: p.Named(d), ID: string(d.ID), Status: p.StatusOf(d)}
		uses := itemsOf(p.Matrix.Uses(d.ID))
		for _, u := range uses[:min(len(uses), backwardUses)] {
			// The title is the requirement's text, which would make most of the page.
			row.Uses = append(row.Uses, view.CoverRow{Link: p.Item(u.Ref).Untitled(), State: p.State(u.State)})
		}
		row.Rest = p.More(len(uses)-len(row.Uses), cmp.Or(p.Addr.Refs[d], p.Addr.Documents[d]+"#uses"))
		out.Rows = append(out.Rows, row)
	}
	return out
}
