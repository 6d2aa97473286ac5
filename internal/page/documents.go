package page

import (
	"cmp"

	"clausebook/internal/days"
	"clausebook/internal/doc"
	"clausebook/internal/sheet"
	"clausebook/internal/view"
)

// documentsPage is the register of documents, or the part of it that holds one type.
type documentsPage struct {
	view.Shell
	Types []TypeRow
	Rows  []view.DocumentRow
	Pager view.Pager
}

// TypeRow is a type of documents with their number.
type TypeRow struct {
	Link, Count             view.Link
	Draft, Overdue, Retired view.Link
}

const rowsPerPage = 150

var documentsKind = sheet.Kind{Name: "documents", Fixed: []string{"documents.html", days.UnplannedPath},
	Menu:  view.Menu{Section: "Documents", Local: "All documents"},
	Empty: documentsPage{}, Golden: "documents.html",
	Claim: func(s *view.View) {
		for _, d := range s.Docs.Documents {
			if _, known := s.Addr.Types[d.Type]; !known {
				s.Addr.Types[d.Type] = s.Addr.Page("", "documents-"+view.PlainType(d.Type))
			}
		}
	},
	Pages: func(s *view.View) []sheet.Sheet {
		all := sheet.InOrder(s)
		out := sheet.Parts("documents.html", len(all), rowsPerPage, func(p view.Page, at view.Pager) any { return registerData(p, all, at) })
		for _, t := range s.Types() {
			n := len(s.Index.ByType()[t])
			out = append(out, sheet.Parts(s.Addr.Types[t], n, rowsPerPage, func(p view.Page, at view.Pager) any { return typeData(p, t, at) })...)
		}
		if none := days.Unplanned(s); len(none) > days.ShownUnplanned {
			give := func(p view.Page, at view.Pager) any { return unplannedData(p, none, at) }
			out = append(out, sheet.Parts(days.UnplannedPath, len(none), rowsPerPage, give)...)
		}
		return out
	}}

// registerData is the register of all documents. Its first part says how many there are of each type.
func registerData(p view.Page, documents []*doc.Document, at view.Pager) any {
	out := documentsPage{Shell: p.Shell(p.T("Register of documents"), "documents.html"), Pager: at}
	p.TypesNav(&out.Shell, "documents.html")
	out.Rows = p.DocumentRows(documents[at.From:at.To])
	if at.From == 0 {
		out.Types = typeRows(p)
	}
	return out
}

// typeData is the register of one type.
func typeData(p view.Page, t string, at view.Pager) any {
	out := documentsPage{Shell: p.Shell(p.TypeWords(t), view.SectionOfType(t), p.Section(view.SectionOfType(t))), Pager: at}
	p.TypesNav(&out.Shell, view.SectionOfType(t))
	out.Rows = p.DocumentRows(p.Index.ByType()[t][at.From:at.To])
	return out
}

// unplannedData lists the documents in use that have no planned review.
func unplannedData(p view.Page, documents []*doc.Document, at view.Pager) any {
	title := p.T("In use without a planned review")
	out := documentsPage{Shell: p.Shell(title, "reviews.html", p.Link(p.T("Reviews"), "reviews.html")), Pager: at}
	days.PeriodNav(p, &out.Shell)
	out.Rows = p.DocumentRows(documents[at.From:at.To])
	return out
}

// typeRows counts the documents of each type. Each number leads to the list of what it counts.
func typeRows(p view.Page) []TypeRow {
	var by [len(standings)]map[string]view.Link
	for i, x := range standings {
		by[i] = x.numbers(p)
	}
	number := func(at int, t string) view.Link { return cmp.Or(by[at][t], view.Link{Text: "0"}) }
	var out []TypeRow
	for _, t := range p.Types() {
		out = append(out, TypeRow{p.Link(p.TypeWords(t), p.Addr.Types[t]), sheet.NumberTo(p, len(p.Index.ByType()[t]), p.Addr.Types[t]),
			number(0, t), number(1, t), number(2, t)})
	}
	return out
}
