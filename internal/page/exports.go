package page

import (
	"clausebook/internal/form"
	"clausebook/internal/ledger"
	"clausebook/internal/sheet"
	"clausebook/internal/theme"
	"clausebook/internal/view"
)

// exportsPage lists the requests that exports of forges describe: what each matched in the history, and what it shows.
type exportsPage struct {
	view.Shell
	Counts []view.FactRow
	Rows   []exportRow
	Pager  view.Pager
}

// exportRow is a request of a forge, what its exports matched and what they show.
type exportRow struct {
	Request, Form string
	Files         []string
	Commits       []view.Link
	Documents     []view.Link
	Brought       theme.Text
	Problem       theme.Text
}

const (
	exportsPath    = "exports.html"
	exportsPerPage = 100
	shownOfExport  = 20 // files, commits or documents of one request
)

var exportsKind = sheet.Kind{Name: "exports", Fixed: []string{exportsPath}, Empty: exportsPage{}, Golden: exportsPath,
	Pages: func(s *view.View) []sheet.Sheet {
		if len(s.Approvals.Exports) == 0 {
			return nil
		}
		return sheet.Parts(exportsPath, len(s.Approvals.Exports), exportsPerPage, exportsData)
	}}

func exportsData(p view.Page, at view.Pager) any {
	out := exportsPage{Shell: p.Shell(p.T("Review exports"), "about.html", p.Link(p.T("About"), "about.html")), Pager: at}
	p.Local(&out.Shell, p.T("About"), p.Menu("about.html")...)
	n := ledger.CountExports(p.Approvals.Exports)
	count := func(label string, n int) view.FactRow {
		return view.FactRow{Label: label, Values: []view.Link{{Text: theme.Group(n)}}}
	}
	out.Counts = []view.FactRow{count(p.T("Requests"), n.Requests), count(p.T("That match a commit"), n.Matched),
		count(p.T("That speak for a document"), n.Speaking)}
	for _, x := range p.Approvals.Exports[at.From:at.To] {
		out.Rows = append(out.Rows, exportRowOf(p, x))
	}
	return out
}

func exportRowOf(p view.Page, x ledger.Export) exportRow {
	row := exportRow{Request: x.Request, Form: x.Form, Brought: p.Say(x.Brought), Problem: p.Say(x.Problem)}
	for _, name := range x.Files[:min(len(x.Files), shownOfExport)] {
		row.Files = append(row.Files, form.Clean(name))
	}
	if more := p.More(len(x.Files)-len(row.Files), ""); more.Text != "" {
		row.Files = append(row.Files[:len(row.Files):len(row.Files)], more.Text)
	}
	for _, c := range x.Commits[:min(len(x.Commits), shownOfExport)] {
		row.Commits = append(row.Commits, p.Commit(string(c)))
	}
	for _, id := range x.Documents[:min(len(x.Documents), shownOfExport)] {
		row.Documents = append(row.Documents, p.Document(id))
	}
	row.Commits = withMore(p, row.Commits, len(x.Commits))
	row.Documents = withMore(p, row.Documents, len(x.Documents))
	return row
}

// withMore says at the end of a list that was cut how many of all are left out.
func withMore(p view.Page, shown []view.Link, all int) []view.Link {
	if more := p.More(all-len(shown), ""); more.Text != "" {
		shown = append(shown, more)
	}
	return shown
}
