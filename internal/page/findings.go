package page

import (
	"clausebook/internal/address"
	"clausebook/internal/diag"
	"clausebook/internal/sheet"
	"clausebook/internal/theme"
	"clausebook/internal/view"
)

// findingsPage lists what the rules found.
type findingsPage struct {
	view.Shell
	Counts   []view.FactRow
	Groups   []FindingGroup
	Excepted view.Link // leads to what documents except; empty where they except nothing
	Gaps     view.Link // leads to what is not there yet, which is no finding; empty where nothing is missing
	Pager    view.Pager
}

// exceptedPage lists what documents except from the checks, each with the reason and its last day.
type exceptedPage struct {
	view.Shell
	Rows  []ExceptedRow
	Pager view.Pager
}

// ExceptedRow is a finding that its document accepts for a time.
type ExceptedRow struct {
	Finding view.FindingRow
	Reason  theme.Text
	Until   string
	By      string // where the document says so
}

var findingsKind = sheet.Kind{Name: "findings", Fixed: []string{"findings.html"}, Menu: view.Menu{Under: "about.html", Local: "Findings"},
	Empty:  findingsPage{},
	Golden: "findings.html", Pages: func(s *view.View) []sheet.Sheet {
		return sheet.Parts("findings.html", len(s.Findings), findingsPerPage, findingsData)
	}}

var exceptedKind = sheet.Kind{Name: "excepted", Fixed: []string{exceptedPath}, Empty: exceptedPage{}, Golden: exceptedPath,
	Pages: func(s *view.View) []sheet.Sheet {
		if len(s.Excepted) == 0 {
			return nil
		}
		return sheet.Parts(exceptedPath, len(s.Excepted), findingsPerPage, exceptedData)
	}}

const exceptedPath = "excepted.html"

const findingsPerPage = 100

func findingsData(p view.Page, at view.Pager) any {
	out := findingsPage{Shell: p.Shell(p.T("Findings"), "about.html", p.Link(p.T("About"), "about.html")), Pager: at}
	p.Local(&out.Shell, p.T("About"), p.Menu("about.html")...)
	out.bySeverity(p)
	if n := len(p.Matrix.Gaps()) + len(points(p)); n > 0 {
		out.Gaps = p.Link(p.N(n, "gap is listed on a page of its own", "gaps are listed on a page of their own"), "gaps.html")
	}
	if n := len(p.Dossier.Excepted); n > 0 {
		out.Excepted = p.Link(p.N(n, "finding is excepted by its document", "findings are excepted by their documents"), exceptedPath)
	}
	return out
}

// FindingGroup is the findings of a severity, or those of them that stand on this part of the list.
type FindingGroup struct {
	Anchor string
	Rows   []view.FindingRow
}

// bySeverity sets findings of one severity together, and leads from their number to where they begin.
func (out *findingsPage) bySeverity(p view.Page) {
	all := p.Index.Graded()
	for from, severities := 0, []diag.Severity{diag.Error, diag.Warning, diag.Info}; len(severities) > 0; severities = severities[1:] {
		to := from
		for to < len(all) && all[to].Severity == severities[0] {
			to++
		}
		anchor := "severity-" + severities[0].String()
		begins := address.Numbered("findings.html", from/findingsPerPage) + "#" + anchor
		out.Counts = append(out.Counts, view.FactRow{Tag: p.Severity(severities[0]), Values: []view.Link{sheet.NumberTo(p, to-from, begins)}})
		if shown := all[max(from, out.Pager.From):max(from, out.Pager.From, min(to, out.Pager.To))]; len(shown) > 0 {
			out.Groups = append(out.Groups, FindingGroup{anchor, p.FindingRows(shown, findingsPerPage)})
		}
		from = to
	}
}

func exceptedData(p view.Page, at view.Pager) any {
	out := exceptedPage{Shell: p.Shell(p.T("Excepted findings"), "about.html", p.Link(p.T("About"), "about.html"),
		p.Link(p.T("Findings"), "findings.html")), Pager: at}
	p.Local(&out.Shell, p.T("About"), p.Menu("about.html")...)
	for _, x := range p.Dossier.Excepted[at.From:at.To] {
		language := ""
		if d := p.Docs.ByPath(x.Pos.File); d != nil {
			language = d.Language
		}
		out.Rows = append(out.Rows, ExceptedRow{Finding: p.FindingRow(x.Finding), Reason: p.Quote(language, x.Reason), Until: x.Until.String(),
			By: view.Place(x.Pos)})
	}
	return out
}
