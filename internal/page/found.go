package page

import (
	"clausebook/internal/check"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/sheet"
	"clausebook/internal/view"
)

// foundPage lists the findings of one rule, or of one document.
type foundPage struct {
	view.Shell
	Words string    // how many there are
	Of    view.Link // the rule or the document
	Rows  []view.FindingRow
	Pager view.Pager
}

// What a list of findings may be of.
const (
	foundBy = "findings of the rule"
	foundIn = "findings in the file"
)

// Each rule that found something has such a page, and each document with more findings than its own page has room for.
var foundKind = sheet.Kind{Name: "found", Empty: foundPage{}, Golden: "findings/fm001.html",
	Claim: func(s *view.View) {
		for _, r := range s.Rules {
			if len(s.Index.ByRule()[r.ID]) > 0 {
				s.Addr.Lists[ruleKey(r.ID)] = s.Addr.Page("findings/", string(r.ID))
			}
		}
		for _, d := range s.Docs.Documents {
			if len(s.Index.Findings()[d.Path]) > shownFindings {
				s.Addr.Lists[fileKey(d)] = s.Addr.Page("findings/", "in-"+sheet.FileNameOf(s, d))
			}
		}
	},
	Pages: func(s *view.View) []sheet.Sheet {
		var out []sheet.Sheet
		add := func(key view.ListKey, findings []diag.Finding, head func(view.Page) foundPage) {
			if at := s.Addr.Lists[key]; at != "" {
				out = append(out, sheet.Parts(at, len(findings), findingsPerPage, func(p view.Page, part view.Pager) any {
					return foundData(p, head(p), findings, part)
				})...)
			}
		}
		for _, r := range s.Rules {
			add(ruleKey(r.ID), s.Index.ByRule()[r.ID], func(p view.Page) foundPage {
				return foundPage{Shell: p.Titled(phrase.Of("Findings of the rule %s", string(r.ID)), "about.html", findingCrumbs(p)...),
					Of: p.Rule(string(r.ID)), Words: foundWords(p, r, len(p.Index.ByRule()[r.ID]))}
			})
		}
		for _, d := range s.Docs.Documents {
			add(fileKey(d), s.Index.Findings()[d.Path], func(p view.Page) foundPage {
				return foundPage{Shell: p.Titled(phrase.Of("Findings in %s", view.TitleWords(d)), "about.html", findingCrumbs(p)...),
					Of: p.Named(d), Words: p.N(len(p.Index.Findings()[d.Path]), "finding", "findings")}
			})
		}
		return out
	}}

// foundWords says how many things a rule has found. What is not there yet is a gap and no finding.
func foundWords(p view.Page, r check.Rule, n int) string {
	if r.Gap {
		return p.N(n, "gap", "gaps")
	}
	return p.N(n, "finding", "findings")
}

func ruleKey(id diag.RuleID) view.ListKey { return view.ListKey{What: foundBy, Of: string(id)} }

func fileKey(d *doc.Document) view.ListKey { return view.ListKey{What: foundIn, Of: d.Path} }

func findingCrumbs(p view.Page) []view.Link {
	return []view.Link{p.Link(p.T("About"), "about.html"), p.Link(p.T("Findings"), "findings.html")}
}

func foundData(p view.Page, out foundPage, findings []diag.Finding, at view.Pager) any {
	p.Local(&out.Shell, p.T("About"), p.Menu("about.html")...)
	out.Pager = at
	out.Rows = p.FindingRows(findings[at.From:at.To], findingsPerPage)
	return out
}

// causedPage lists what findings have caused and is fixed with them, where that is more than stands beside them.
type causedPage struct {
	view.Shell
	Rows  []CausedRow
	Pager view.Pager
}

// CausedRow is such a finding, below the one that caused it. Anchor names the first of several.
type CausedRow struct {
	Anchor string
	By     view.FindingRow
	view.FindingRow
}

var causedKind = sheet.Kind{Name: "caused", Fixed: []string{view.CausedPath}, Empty: causedPage{}, Golden: view.CausedPath, Crowded: true,
	Pages: func(s *view.View) []sheet.Sheet {
		if len(s.Index.Caused()) == 0 {
			return nil
		}
		return sheet.Parts(view.CausedPath, len(s.Index.Caused()), view.CausedPerPage, causedData)
	}}

func causedData(p view.Page, at view.Pager) any {
	out := causedPage{Shell: p.Shell(p.T("Consequences of findings"), "about.html", findingCrumbs(p)...), Pager: at}
	p.Local(&out.Shell, p.T("About"), p.Menu("about.html")...)
	for i := at.From; i < at.To; i++ {
		c := p.Index.Caused()[i]
		row := CausedRow{By: p.FindingRow(c.By), FindingRow: p.FindingRow(c.Finding)}
		if c.First {
			row.Anchor = view.CausedAnchor(i)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}
