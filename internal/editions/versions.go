package editions

import (
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/sheet"
	"clausebook/internal/view"
)

// versionsPage lists the versions of a document that were said to be approved, where they are many.
type versionsPage struct {
	view.Shell
	Document view.Link
	Versions []view.VersionRow
	Pager    view.Pager
}

// VersionsKind has the list of versions of a document that has many.
var VersionsKind = sheet.Kind{Name: "versions", Empty: versionsPage{}, Golden: "history/pol-sco-versions.html", Crowded: true,
	Claim: func(s *view.View) {
		for _, d := range s.Docs.Documents {
			if len(s.Approvals.Versions(d.ID)) > shownVersions {
				s.Addr.Versions[d] = s.Addr.Page("history/", sheet.FileNameOf(s, d)+"-versions")
			}
		}
	},
	Pages: func(s *view.View) []sheet.Sheet {
		return sheet.EachDocument(s, s.Addr.Versions, func(d *doc.Document, at string) []sheet.Sheet {
			give := func(p view.Page, part view.Pager) any { return versionsData(p, d, part) }
			return sheet.Parts(at, len(s.Approvals.Versions(d.ID)), versionsPerPage, give)
		})
	}}

func versionsData(p view.Page, d *doc.Document, at view.Pager) any {
	out := versionsPage{Shell: p.Titled(phrase.Of("Versions of %s", view.TitleWords(d)), view.SectionOfType(d.Type),
		p.Section(view.SectionOfType(d.Type)), p.Named(d), p.Link(p.T("History"), p.Addr.Histories[d])),
		Document: p.Named(d), Versions: p.Versions(d, at.From, at.To), Pager: at}
	p.TypeNav(&out.Shell, d)
	return out
}
