package editions

import (
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/sheet"
	"clausebook/internal/theme"
	"clausebook/internal/view"
)

// historyPage lists every revision of a document and every version that was said to be approved.
type historyPage struct {
	view.Shell
	ID       string
	Document view.Link
	Words    theme.Text
	Fix      string
	Line     *sheet.Line
	Versions []view.VersionRow
	Rest     view.Link // to the versions that have no room here
	Whole    view.Link // what changed from the first to the last
	Rows     []view.RevisionRow
	Pager    view.Pager
}

const (
	revisionsPerPage = 100
	shownVersions    = 20 // on the page of the history
	versionsPerPage  = 60
)

// HistoryKind has the history of each document.
var HistoryKind = sheet.Kind{Name: "history", Empty: historyPage{}, Golden: "history/pol-sco.html",
	Claim: func(s *view.View) {
		for _, d := range s.Docs.Documents {
			s.Addr.Histories[d] = s.Addr.Page("history/", sheet.FileNameOf(s, d))
		}
	},
	Pages: func(s *view.View) []sheet.Sheet {
		return sheet.EachDocument(s, s.Addr.Histories, func(d *doc.Document, at string) []sheet.Sheet {
			give := func(p view.Page, part view.Pager) any { return historyData(p, d, part) }
			return sheet.Parts(at, len(s.History.Revisions(d.Path)), revisionsPerPage, give)
		})
	}}

func historyData(p view.Page, d *doc.Document, at view.Pager) any {
	out := historyPage{Shell: p.Titled(phrase.Of("History of %s", view.TitleWords(d)), view.SectionOfType(d.Type),
		p.Section(view.SectionOfType(d.Type)), p.Named(d)),
		ID: string(d.ID), Document: p.Named(d), Words: p.HistoryOf(d), Fix: p.History.Fix, Pager: at}
	out.Commit = p.LastChange(d)
	p.TypeNav(&out.Shell, d)
	if at.From == 0 {
		out.Line = documentLine(p, d)
		out.Versions = p.Versions(d, 0, shownVersions)
		if step, ok := p.Addr.Whole[d]; ok {
			out.Whole = p.Link(p.T("What changed from version %s to version %s", view.PlainVersion(step.Older.Version),
				view.PlainVersion(step.Newer.Version)), step.At)
		}
		out.Rest = p.More(len(p.Approvals.Versions(d.ID))-len(out.Versions), p.Addr.Versions[d])
	}
	out.Rows = p.Revisions(d, at.From, at.To)
	Measure(p, out.Rows, p.Known(d, at.From, at.To))
	return out
}
