package view

import (
	"cmp"
	"slices"

	"clausebook/internal/address"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/theme"
)

// rule links to a rule, if it was run.
func (p Page) rule(id string) Link {
	for i, r := range p.Rules {
		if string(r.ID) == id {
			return p.Quoted(Link{Text: id, Href: p.Href(address.Numbered("rules.html", i/RulesPerPage) + "#" + address.Anchor("rule", id)),
				Title: r.Title}, phrase.Source)
		}
	}
	return Link{Text: id}
}

// FindingRow is a finding.
type FindingRow struct {
	Severity Tag
	Rule     Link
	Place    string
	Document Link
	Subject  Link
	Message  theme.Text
	Hint     theme.Text
	Related  []theme.Text
	Edit     string

	Hence     []Consequence // what is fixed with it, the first few
	MoreHence string        // how many more
}

// Consequence is a finding that another one has caused.
type Consequence struct {
	Rule, Subject, Document Link
	Place                   string
}

// RulesPerPage is how many rules stand on one part of their list; links to a rule count on it.
const RulesPerPage = 80

// bySeverity gives the findings, the gravest first.
func (s *View) bySeverity() []diag.Finding {
	out := slices.Clone(s.Dossier.Findings)
	slices.SortStableFunc(out, func(a, b diag.Finding) int { return cmp.Compare(b.Severity, a.Severity) })
	return out
}

// FindingRow shows a finding with where it is and what it caused.
func (p Page) FindingRow(f diag.Finding) FindingRow {
	row := FindingRow{Severity: p.Severity(f.Severity), Rule: p.rule(string(f.Rule)), Message: p.Quote(phrase.Source, f.Message),
		Hint: p.Quote(phrase.Source, f.Hint)}
	if f.Pos.File != "" {
		row.Place = f.Pos.String()
	}
	if d := p.Docs.ByPath(f.Pos.File); d != nil {
		row.Document = p.DocumentLink(d)
	} else if f.Document != "" {
		row.Document = p.Document(doc.ID(f.Document))
	}
	if ref, _, ok := p.Standards.Resolve(f.Subject); ok {
		row.Subject = p.Item(ref)
	} else if f.Subject != "" {
		row.Subject = Link{Text: f.Subject}
	}
	for _, note := range f.Related {
		row.Related = append(row.Related, p.Say(phrase.Join([]phrase.Phrase{phrase.Text(note.Pos.String()),
			phrase.In(phrase.Source, note.Message)}, ": ")))
	}
	row.Hence, row.MoreHence = p.consequences(f)
	return row
}

// consequencesShown is how many consequences of a finding are named.
const consequencesShown = 3

func (p Page) consequences(f diag.Finding) (rows []Consequence, more string) {
	n := min(len(f.Consequences), consequencesShown)
	for _, c := range f.Consequences[:n] {
		row := p.FindingRow(c)
		rows = append(rows, Consequence{Rule: row.Rule, Subject: row.Subject, Document: row.Document, Place: row.Place})
	}
	if left := len(f.Consequences) - n; left > 0 {
		more = p.T("and %d more", left)
	}
	return rows, more
}

// FindingRows shows the first n findings.
func (p Page) FindingRows(fs []diag.Finding, n int) []FindingRow {
	var out []FindingRow
	for _, f := range fs[:min(n, len(fs))] {
		out = append(out, p.FindingRow(f))
	}
	return out
}
