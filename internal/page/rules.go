package page

import (
	"clausebook/internal/address"
	"clausebook/internal/diag"
	"clausebook/internal/sheet"
	"clausebook/internal/theme"
	"clausebook/internal/view"
)

// rulesPage explains every rule that was run.
type rulesPage struct {
	view.Shell
	Rules []RuleRow
	Pager view.Pager
}

// RuleRow is a rule.
type RuleRow struct {
	ID, Anchor      string
	Title, Why, Fix theme.Text
	Severity        view.Tag
	Clauses         []view.Link
	Findings        view.Link
	Excepted        view.Link // how many findings documents except
}

var rulesKind = sheet.Kind{Name: "rules", Fixed: []string{"rules.html"}, Menu: view.Menu{Under: "about.html", Local: "Rules"},
	Empty:  rulesPage{},
	Golden: "rules.html", Pages: func(s *view.View) []sheet.Sheet {
		return sheet.Parts("rules.html", len(s.Rules), view.RulesPerPage, rulesData)
	}}

func rulesData(p view.Page, at view.Pager) any {
	out := rulesPage{Shell: p.Shell(p.T("Rules"), "about.html", p.Link(p.T("About"), "about.html")), Pager: at}
	p.Local(&out.Shell, p.T("About"), p.Menu("about.html")...)
	excepted := map[diag.RuleID]int{}
	for _, x := range p.Dossier.Excepted {
		excepted[x.Finding.Rule]++
	}
	for _, r := range p.Dossier.Rules[at.From:at.To] {
		row := RuleRow{ID: string(r.ID), Anchor: address.Anchor("rule", string(r.ID)), Title: ruled(p, r.Title),
			Why: ruled(p, r.Why), Fix: ruled(p, r.Fix), Severity: p.Severity(r.Severity)}
		row.Findings = p.Link(foundWords(p, r, len(p.Index.ByRule()[r.ID])), p.Addr.Lists[ruleKey(r.ID)])
		if n := excepted[r.ID]; n > 0 {
			row.Excepted = p.Link(p.T("%d excepted", n), exceptedPath)
		}
		for _, c := range r.Clauses {
			if ref, _, ok := p.Standards.Resolve(c); ok {
				row.Clauses = append(row.Clauses, p.Item(ref))
			} else {
				row.Clauses = append(row.Clauses, view.Link{Text: c})
			}
		}
		out.Rules = append(out.Rules, row)
	}
	return out
}

// ruled gives what a rule says in the language that it is in.
func ruled(p view.Page, text string) theme.Text { return p.Quote(p.Spoken.LanguageOf(text), text) }
