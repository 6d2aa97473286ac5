package page

import (
	"clausebook/internal/phrase"
	"clausebook/internal/sheet"
	"clausebook/internal/view"
)

var glossaryKind = sheet.Kind{Name: "glossary", Fixed: []string{view.GlossaryPath},
	Menu:  view.Menu{Under: "about.html", Local: "Words and abbreviations"},
	Empty: glossaryPage{}, Golden: view.GlossaryPath,
	Pages: func(s *view.View) []sheet.Sheet {
		return sheet.Parts(view.GlossaryPath, len(s.Abbreviations.Rows), view.GlossaryRows, glossaryData)
	}}

// glossaryPage explains the words of the site, and the short forms that the documents use.
type glossaryPage struct {
	view.Shell
	Words         []Term // on the first page
	Abbreviations []view.AbbreviationRow
	Pager         view.Pager
}

// Term is a word and what it means here.
type Term struct{ Word, Meaning string }

// terms are the words that a reader from outside needs.
var terms = []Term{
	{"Approval", "the act by which a person with authority declares a version of a document " +
		"valid. The author or committer is never called the approver."},
	{"Approved version", "a document as it was when it was approved. Older versions remain readable in its history."},
	{"As-of day", "the day as of which everything on this site is judged: what is due, who holds which role."},
	{"Clause", "a numbered part of a standard."},
	{"Commit", "a step in the history of the documents, with author, day and reason. " +
		"Anybody with the repository can check its number."},
	{"Document", "a text that is kept up to date, such as a policy, a plan or the description of a process."},
	{"Evidenced", "there is evidence: the right document or record, approved and up to " +
		"date. Whether it is sufficient is for the auditor to judge."},
	{"Finding", "something in the documents that needs work, with the place where it is."},
	{"Gap", "a required document or record that is missing, not approved, out of date or incomplete."},
	{"Grade of an approval", "what the approval is based on, from a statement in the document to a personal signature."},
	{"Record", "evidence of something done on a day, such as minutes, a report or a test result."},
	{"Required document", "a document or record that the standard requires, or that is commonly kept to show that a requirement is met."},
	{"Requirement", "one thing that the standard requires and that can be checked. The wording here is our own."},
	{"Revision", "a document as it was after a commit."},
	{"SLA", "service level agreement: what was agreed with a customer about a service."},
	{"SMS", "service management system: how an organization directs and controls its services."},
	{"Waiver", "a gap that somebody with authority has accepted until a given day, for a given reason."},
}

func glossaryData(p view.Page, at view.Pager) any {
	out := glossaryPage{Shell: p.Shell(p.T("Words and abbreviations"), "about.html", p.Link(p.T("About"), "about.html")), Pager: at}
	p.Local(&out.Shell, p.T("About"), p.Menu("about.html")...)
	for _, g := range p.Abbreviations.Rows[at.From:at.To] {
		out.Abbreviations = append(out.Abbreviations, p.AbbreviationRow(g))
	}
	if at.From > 0 {
		return out
	}
	for _, term := range terms {
		out.Words = append(out.Words, Term{p.T(term.Word), p.T(term.Meaning)})
	}
	return out
}

// spelledPage lists the documents that spell out a short form in one way, where they are many, or else all meanings of a short
// form, where those are.
type spelledPage struct {
	view.Shell
	From     []view.Link
	Meanings []view.AbbreviationRow
	Pager    view.Pager
}

const (
	foldedSpellings = 40 // documents up to which they are folded away in the glossary
	spelledPerPage  = 300
)

var spelledKind = sheet.Kind{Name: "spelled", Empty: spelledPage{}, Golden: "glossary/poc.html", Crowded: true,
	Claim: func(s *view.View) {
		for _, g := range s.Abbreviations.All {
			if g.Usual() > foldedSpellings {
				s.Addr.Lists[g.Key()] = s.Addr.Page("glossary/", g.Short())
			}
		}
		for _, c := range s.Abbreviations.Crowd {
			s.Addr.Lists[view.MeaningsKey(c.Short)] = s.Addr.Page("glossary/", c.Short+"-meanings")
		}
	},
	Pages: func(s *view.View) []sheet.Sheet {
		var out []sheet.Sheet
		for _, g := range s.Abbreviations.All {
			if at := s.Addr.Lists[g.Key()]; at != "" {
				out = append(out, sheet.Parts(at, g.Usual(), spelledPerPage, func(p view.Page, part view.Pager) any {
					return spelledPage{Shell: spelledShell(p, g.Words()), From: p.SpelledOut(g, part.From, part.To), Pager: part}
				})...)
			}
		}
		for _, c := range s.Abbreviations.Crowd {
			out = append(out, sheet.Parts(s.Addr.Lists[view.MeaningsKey(c.Short)], c.Count(), view.GlossaryRows, func(p view.Page,
				part view.Pager) any {
				return spelledPage{Shell: spelledShell(p, phrase.Of("Meanings of %s", c.Short)), Meanings: p.MeaningRows(c, part.From, part.To),
					Pager: part}
			})...)
		}
		return out
	}}

func spelledShell(p view.Page, title phrase.Phrase) view.Shell {
	shell := p.Titled(title, "about.html", p.Link(p.T("About"), "about.html"), p.Link(p.T("Words and abbreviations"), view.GlossaryPath))
	p.Local(&shell, p.T("About"), p.Menu("about.html")...)
	return shell
}
