package view

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"

	"clausebook/internal/address"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/form"
	"clausebook/internal/phrase"
	"clausebook/internal/theme"
)

// Rule links to a rule, if it was run.
func (p Page) Rule(id string) Link {
	for i, r := range p.Rules {
		if string(r.ID) == id {
			return p.Quoted(Link{Text: id, Href: p.Href(address.Numbered("rules.html", i/RulesPerPage) + "#" + address.Anchor("rule", id)),
				Title: r.Title}, p.Spoken.LanguageOf(r.Title))
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
	MoreHence Link          // to all of them
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

// Place writes where something stands. Whoever names a file may use characters that turn the text beside them.
func Place(pos diag.Pos) string { return form.Clean(pos.String()) }

// FindingRow shows a finding with where it is and what it caused.
func (p Page) FindingRow(f diag.Finding) FindingRow {
	row := FindingRow{Severity: p.Severity(f.Severity), Rule: p.Rule(string(f.Rule)), Message: p.opened(f.Message, f.Subject),
		Hint: p.opened(f.Hint, f.Subject)}
	if f.Pos.File != "" {
		row.Place = Place(f.Pos)
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
		row.Related = append(row.Related, p.Say(phrase.Join([]phrase.Phrase{phrase.Text(Place(note.Pos)),
			phrase.In(p.Spoken.LanguageOf(note.Message), note.Message)}, ": ")))
	}
	for _, c := range f.Consequences[:min(len(f.Consequences), consequencesShown)] {
		then := p.FindingRow(c)
		row.Hence = append(row.Hence, Consequence{Rule: then.Rule, Subject: then.Subject, Document: then.Document, Place: then.Place})
	}
	row.MoreHence = p.More(len(f.Consequences)-len(row.Hence), p.causedAt(f))
	return row
}

// andMore is what a message says of a list that it cuts.
var andMore = regexp.MustCompile(`\band \d+ more\b`)

// opened gives what a finding says. What it leaves out of a list leads to the item that the finding is about, which has all of
// it.
func (p Page) opened(text, subject string) theme.Text {
	out := p.Quote(p.Spoken.LanguageOf(text), text)
	ref, _, ok := p.Standards.Resolve(subject)
	if !ok || len(out) != 1 {
		return out
	}
	var runs theme.Text
	from := 0
	for _, at := range andMore.FindAllStringIndex(text, -1) {
		runs = append(runs, phrase.Run{Text: text[from:at[0]], Lang: out[0].Lang},
			phrase.Run{Text: text[at[0]:at[1]], Lang: out[0].Lang, Whole: p.Href(p.Addr.Items[ref])})
		from = at[1]
	}
	return append(runs, phrase.Run{Text: text[from:], Lang: out[0].Lang})
}

// consequencesShown is how many consequences of a finding are named beside it.
const consequencesShown = 3

// Caused is a finding that another one has caused. First tells that it is the first of several.
type Caused struct {
	By, Finding diag.Finding
	First       bool
}

const (
	// CausedPath is where the consequences stand of findings that have more of them than are named beside them.
	CausedPath = "findings/consequences.html"
	// CausedPerPage is how many of them stand on one part; links to the first of several count on it.
	CausedPerPage = 150
)

// findCaused lists the consequences of the findings that have more than are named beside them.
func findCaused(findings []diag.Finding) []Caused {
	var out []Caused
	for _, f := range findings {
		if len(f.Consequences) <= consequencesShown {
			continue
		}
		for i, c := range f.Consequences {
			out = append(out, Caused{By: f, Finding: c, First: i == 0})
		}
	}
	return out
}

// findingKey tells one finding from the others.
type findingKey struct {
	rule               diag.RuleID
	place, says, about string
}

func keyOf(f diag.Finding) findingKey {
	return findingKey{f.Rule, f.Pos.String(), f.Message, f.Subject}
}

// CausedAnchor names the first of the consequences of a finding, by its place in the list of all.
func CausedAnchor(i int) string { return fmt.Sprintf("of-%d", i+1) }

// causedAt gives the place at which the consequences of a finding begin.
func (s *View) causedAt(f diag.Finding) string {
	i, known := s.Index.causes()[keyOf(f)]
	if !known {
		return ""
	}
	return address.Numbered(CausedPath, i/CausedPerPage) + "#" + CausedAnchor(i)
}

// findCauses gives for each finding the place of its first consequence in the list of all.
func findCauses(all []Caused) map[findingKey]int {
	out := map[findingKey]int{}
	for i, c := range all {
		if c.First {
			out[keyOf(c.By)] = i
		}
	}
	return out
}

// FindingRows shows the first n findings.
func (p Page) FindingRows(fs []diag.Finding, n int) []FindingRow {
	var out []FindingRow
	for _, f := range fs[:min(n, len(fs))] {
		out = append(out, p.FindingRow(f))
	}
	return out
}
