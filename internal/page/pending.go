package page

import (
	"clausebook/internal/days"
	"clausebook/internal/sheet"
	"clausebook/internal/theme"
	"clausebook/internal/view"
)

// PendingRow is a document whose approval is awaited or does not count.
type PendingRow struct {
	Document view.Link
	Version  string
	Tag      view.Tag
	Why      theme.Text
	By       view.Link // who can approve it
	Until    string    // when the approval has to be shown
}

const (
	pendingPath  = "standing/approvals.html"
	shownPending = 3 // on the home page
)

func pendingRow(p view.Page, x days.Pending) PendingRow {
	d := x.Document
	return PendingRow{Document: p.Named(d), Version: d.Version, Tag: x.Tag, Why: p.Say(x.Why),
		By: p.Whoever(x.By()), Until: x.Until.String()}
}

// pendingSheets is the list of all of them, to which their number leads.
func pendingSheets(s *view.View) []sheet.Sheet {
	all := days.PendingApprovals(s)
	if len(all) == 0 {
		return nil
	}
	return sheet.Parts(pendingPath, len(all), rowsPerPage, func(p view.Page, at view.Pager) any {
		title := p.T("Approvals awaited or not counting")
		out := standingPage{Shell: p.Shell(title, "documents.html", p.Link(p.T("Documents"), "documents.html")), Pager: at}
		p.TypesNav(&out.Shell, "documents.html")
		out.Table = view.FactTable{ID: "documents", Caption: title, Header: []string{p.T("Document"), p.T("Version"), p.T("Approval"),
			p.T("Why"), p.T("To be approved by"), p.T("To be shown by")}}
		for _, x := range all[at.From:at.To] {
			row := pendingRow(p, x)
			out.Table.Rows = append(out.Table.Rows, []view.FactCell{sheet.Cell(row.Document), sheet.Ident(view.PlainVersion(row.Version)),
				{Tag: row.Tag}, sheet.Text(row.Why), sheet.Cell(row.By), sheet.Text(row.Until)})
		}
		return out
	})
}
