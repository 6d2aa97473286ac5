package days

import (
	"clausebook/internal/date"
	"clausebook/internal/ledger"
	"clausebook/internal/sheet"
	"clausebook/internal/theme"
	"clausebook/internal/view"
)

// activityPage lists what a month brought: revisions of documents, or approvals.
type activityPage struct {
	view.Shell
	About string
	Table view.FactTable
	Pager view.Pager
}

const activityRows = 150 // on one page

// ActivityKind has two lists for each of the last months, those that the chart of the home page counts.
var ActivityKind = sheet.Kind{Name: "activity", Empty: activityPage{}, Golden: "changes/2026-01-approvals.html",
	Claim: func(s *view.View) {
		eachActive(s, func(first date.Date, m *view.MonthActivity) {
			_, label := s.MonthName(first)
			s.Addr.Lists[revisionsOf(label)] = s.Addr.Page("changes/", label)
			s.Addr.Lists[approvalsOf(label)] = s.Addr.Page("changes/", label+"-approvals")
		})
	},
	Pages: func(s *view.View) []sheet.Sheet {
		var out []sheet.Sheet
		eachActive(s, func(first date.Date, m *view.MonthActivity) {
			name, label := s.MonthName(first)
			list := func(key view.ListKey, n int, give func(view.Page, view.Pager) any) {
				if n > 0 {
					out = append(out, sheet.Parts(s.Addr.Lists[key], n, activityRows, give)...)
				}
			}
			list(revisionsOf(label), len(m.Revisions), func(p view.Page, at view.Pager) any { return revisionsData(p, name, m.Revisions, at) })
			list(approvalsOf(label), len(m.Approvals), func(p view.Page, at view.Pager) any { return approvalsData(p, name, m.Approvals, at) })
		})
		return out
	}}

func revisionsOf(month string) view.ListKey { return view.ListKey{What: "revisions", Of: month} }
func approvalsOf(month string) view.ListKey { return view.ListKey{What: "approvals", Of: month} }

// ActivityChart shows how much work the documents saw. It does not say how ready the system was at the time, which the trend does.
func ActivityChart(p view.Page) *Chart {
	if !p.Dossier.History.Reliable() {
		return nil
	}
	c := Chart{ID: "activity", Title: p.T("Revisions and approvals, month by month"), Head: p.T("Month"),
		Desc:   p.T("Revisions of documents, and approvals that count, in each of the last twelve months. This shows work done, not readiness."),
		Series: []ChartSeries{{Name: p.T("Revisions"), Kind: "load"}, {Name: p.T("Approvals"), Kind: "met"}}}
	eachMonth(p.View, func(first date.Date, m *view.MonthActivity) {
		name, label := p.MonthName(first)
		row := ChartRow{Name: view.Link{Text: name}, Label: label, Values: []int{len(m.Revisions), len(m.Approvals)}}
		for i, key := range []view.ListKey{revisionsOf(label), approvalsOf(label)} {
			row.Cells = append(row.Cells, sheet.NumberTo(p, row.Values[i], p.Addr.Lists[key]))
		}
		c.Rows = append(c.Rows, row)
	})
	return c.Draw()
}

func activityShell(p view.Page, title, about string, at view.Pager) activityPage {
	out := activityPage{Shell: p.Shell(title, "index.html", p.Link(p.T("Readiness"), "index.html")), About: about, Pager: at}
	out.Description = theme.Own(about)
	return out
}

func revisionsData(p view.Page, month string, all []view.Change, at view.Pager) any {
	out := activityShell(p, p.T("Revisions in %s", month),
		p.T("Changes of documents that reached the repository in this month, the newest first."), at)
	out.Table = view.FactTable{ID: "revisions", Caption: p.T("Revisions"), Header: []string{p.T("Day"), p.T("Document"), p.T("What changed"),
		p.T("Reason given"), p.T("Written by"), p.T("Commit")}}
	for _, c := range all[at.From:at.To] {
		r := p.RecentRow(c)
		out.Table.Rows = append(out.Table.Rows, []view.FactCell{sheet.Text(r.Day), sheet.Cell(r.Document), sheet.Text(r.Class),
			sheet.Text(r.Subject), sheet.Text(r.Author), sheet.Cell(r.Commit)})
	}
	return out
}

func approvalsData(p view.Page, month string, all []ledger.Version, at view.Pager) any {
	out := activityShell(p, p.T("Approvals in %s", month), p.T("Approvals that count and were given in this month, the newest first."), at)
	out.Table = view.FactTable{ID: "approvals", Caption: p.T("Approvals"), Header: []string{p.T("Approved on"), p.T("Document"),
		p.T("Version"),
		p.T("Approved by"), p.T("Grade")}}
	for _, v := range all[at.From:at.To] {
		out.Table.Rows = append(out.Table.Rows, []view.FactCell{sheet.Text(v.On), sheet.Cell(p.DocumentLink(p.Docs.ByID(v.Document))),
			sheet.Ident(v.Version), sheet.Cell(p.Approvers(v)...), sheet.Text(p.Plain(v.Grade.Shown()))})
	}
	return out
}

// eachMonth visits the last months, the newest last, each by its first day.
func eachMonth(s *view.View, visit func(first date.Date, m *view.MonthActivity)) {
	if s.AsOf.Day.IsZero() {
		return
	}
	all, this := s.Index.Activity(), date.New(s.AsOf.Day.Year(), s.AsOf.Day.Month(), 1)
	for i := range all {
		visit(this.Add(date.Period{Months: i + 1 - view.ActivityMonths}), &all[i])
	}
}

// eachActive visits those of them that brought something, where the history can be relied on.
func eachActive(s *view.View, visit func(first date.Date, m *view.MonthActivity)) {
	if !s.History.Reliable() {
		return
	}
	eachMonth(s, func(first date.Date, m *view.MonthActivity) {
		if len(m.Revisions)+len(m.Approvals) > 0 {
			visit(first, m)
		}
	})
}
