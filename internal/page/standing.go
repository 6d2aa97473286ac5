package page

import (
	"clausebook/internal/address"
	"clausebook/internal/doc"
	"clausebook/internal/sheet"
	"clausebook/internal/view"
)

// standingPage lists the documents of which something may not be relied on, by type.
type standingPage struct {
	view.Shell
	Table view.FactTable
	Pager view.Pager
}

// standing is a way in which documents stand that the register counts for each type.
type standing struct {
	path, title string
	is          func(*view.View, *doc.Document) bool
}

var standings = [...]standing{
	{"standing/draft.html", "Draft or in review", func(s *view.View, d *doc.Document) bool {
		return s.Standing(d) == doc.Draft || s.Standing(d) == doc.InReview
	}},
	{"standing/overdue.html", "Review overdue", func(s *view.View, d *doc.Document) bool { return s.Review(d).Kind == "overdue" }},
	{"standing/retired.html", "No longer valid", func(s *view.View, d *doc.Document) bool {
		return s.Standing(d) == doc.Withdrawn || s.Standing(d) == doc.Superseded
	}},
}

// standingKind has the lists to which the numbers of the register lead, where there is anything to list.
var standingKind = sheet.Kind{Name: "standing", Fixed: []string{standings[0].path, standings[1].path, standings[2].path, pendingPath},
	Empty: standingPage{}, Golden: standings[0].path,
	Pages: func(s *view.View) []sheet.Sheet {
		var out []sheet.Sheet
		for _, x := range standings {
			if all := x.among(s); len(all) > 0 {
				out = append(out, sheet.Parts(x.path, len(all), rowsPerPage, func(p view.Page, at view.Pager) any { return x.data(p, all, at) })...)
			}
		}
		return append(out, pendingSheets(s)...)
	}}

// among gives the documents that stand so, those of a type one after the other.
func (x standing) among(s *view.View) []*doc.Document {
	var out []*doc.Document
	for _, t := range s.Types() {
		for _, d := range s.Index.ByType()[t] {
			if x.is(s, d) {
				out = append(out, d)
			}
		}
	}
	return out
}

// numbers gives for each type how many documents stand so, with the way to the first of them.
func (x standing) numbers(p view.Page) map[string]view.Link {
	all, count := x.among(p.View), map[string]int{}
	for _, d := range all {
		count[d.Type]++
	}
	out := map[string]view.Link{}
	for i, d := range all {
		if _, known := out[d.Type]; !known {
			out[d.Type] = sheet.NumberTo(p, count[d.Type], address.Numbered(x.path, i/rowsPerPage)+"#"+anchorOfType(d.Type))
		}
	}
	return out
}

func anchorOfType(t string) string { return address.Anchor("type", view.PlainType(t)) }

func (x standing) data(p view.Page, all []*doc.Document, at view.Pager) any {
	out := standingPage{Shell: p.Shell(p.T(x.title), "documents.html", p.Link(p.T("Documents"), "documents.html")), Pager: at}
	p.TypesNav(&out.Shell, "documents.html")
	out.Table = view.FactTable{ID: "documents", Caption: p.T(x.title), Header: []string{p.T("Type"), p.T("Document"), p.T("Version"),
		p.T("Status"), p.T("Owner"), p.T("Next review")}}
	for i, d := range all[at.From:at.To] {
		row := p.DocumentRow(d)
		kind := sheet.Cell(row.Type)
		if n := at.From + i; n == 0 || all[n-1].Type != d.Type {
			kind.Anchor = anchorOfType(d.Type)
		}
		out.Table.Rows = append(out.Table.Rows, []view.FactCell{kind, sheet.Cell(row.Link), sheet.Ident(view.PlainVersion(row.Version)),
			{Tag: row.Status}, sheet.Cell(row.Owner), {Values: []view.Link{{Text: row.Due}}, Tag: row.Review}})
	}
	return out
}
