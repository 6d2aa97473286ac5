package page

import (
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/sheet"
	"clausebook/internal/view"
)

// dataPage shows rows of such a file that do not fit on the page of the document.
type dataPage struct {
	view.Shell
	Document view.Link
	Data     *view.DataTable
	Pager    view.Pager
}

var dataKind = sheet.Kind{Name: "data", Empty: dataPage{}, Golden: "data/rec-1.html",
	Claim: func(s *view.View) {
		for _, d := range s.Docs.Documents {
			if d.Data != nil && view.ShownRows(d.Data.Rows) < len(d.Data.Rows) {
				s.Addr.Data[d] = s.Addr.Page("data/", sheet.FileNameOf(s, d))
			}
		}
	},
	Pages: func(s *view.View) []sheet.Sheet {
		return sheet.EachDocument(s, s.Addr.Data, func(d *doc.Document, at string) []sheet.Sheet {
			return sheet.Cut(view.DataPagers(at, d.Data.Rows), func(p view.Page, part view.Pager) any { return entriesData(p, d, part) })
		})
	}}

func entriesData(p view.Page, d *doc.Document, at view.Pager) any {
	out := dataPage{Shell: p.Titled(phrase.Of("Entries of %s", view.TitleWords(d)), view.SectionOfType(d.Type),
		p.Section(view.SectionOfType(d.Type)), p.Named(d)),
		Document: p.Named(d), Data: p.Data(d, at.From, at.To), Pager: at}
	p.TypeNav(&out.Shell, d)
	return out
}
