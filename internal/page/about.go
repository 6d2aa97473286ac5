package page

import (
	"strings"

	"clausebook/internal/aside"
	"clausebook/internal/clauses"
	"clausebook/internal/machine"
	"clausebook/internal/phrase"
	"clausebook/internal/sheet"
	"clausebook/internal/theme"
	"clausebook/internal/view"
)

// aboutPage says what this site was made from, and how far that can be relied on.
type aboutPage struct {
	view.Shell
	Facts      []view.FactRow
	Standards  []clauses.StandardRow
	History    theme.Text
	Fix        string
	Notes      []theme.Text
	Counts     []view.FactRow
	Grade      string
	Alone      theme.Text // that duties are not separated, or cannot be
	Adopted    theme.Text // up to where texts are taken as an import
	Moved      theme.Text // that the history was moved
	Exports    view.Link  // leads to what exports of forges matched; empty where there are none
	Kept       []keptRow
	KeptMore   theme.Text // of them that are not listed
	Others     []keptRow
	OthersAre  theme.Text // that are about nothing here
	OthersOut  theme.Text // of them that are not listed
	Feeds      []view.Link
	Packs      []view.Link
	PacksAsked string // that others are made on request
}

var aboutKind = sheet.Kind{Name: "about", Fixed: []string{"about.html"}, Menu: view.Menu{Under: "about.html", Local: "About this build"},
	Pages: sheet.Fixed("about.html", aboutData), Empty: aboutPage{}, Golden: "about.html"}

func aboutData(p view.Page) any {
	out := aboutPage{Shell: p.Shell(p.T("About this build"), "about.html"), History: p.HistoryWords(), Fix: p.Dossier.History.Fix,
		Notes: p.Quotes(phrase.Source, p.Dossier.History.Notes)}
	p.Local(&out.Shell, p.T("About"), p.Menu("about.html")...)
	fact := func(label, text string) {
		if text != "" {
			out.Facts = append(out.Facts, view.FactRow{Label: p.T(label), Values: []view.Link{{Text: text}}})
		}
	}
	if head := string(p.Dossier.History.Head); head != "" {
		commit := p.Commit(head)
		commit.Text = head
		out.Facts = append(out.Facts, view.FactRow{Label: p.T("Commit"), Values: []view.Link{commit}})
		if c := p.Dossier.History.Commit(p.Dossier.History.Head); c != nil {
			fact("Committed on", view.DayOf(c))
			fact("Committed by", p.Author(c.Committer.Identity))
		}
	}
	fact("Read from", p.ReadFrom())
	fact("Revision read", p.AsOf.Revision)
	if p.AsOf.Borrowed {
		fact("Configuration", p.T("the present one, because the revision has none"))
	}
	fact("Dates judged as of", p.JudgedOn())
	fact("Built by", strings.TrimSpace("clausebook "+p.Tool))
	out.Grade = p.T("Approvals count from grade “%s” upwards.", p.Plain(p.Approvals.Least.Words()))
	out.Alone = p.Say(p.Approvals.Alone)
	out.Adopted, out.Moved = p.Say(p.Elsewhere.Said()), p.Say(p.Dossier.History.Moved.Words())
	for _, std := range p.StandardsOnce() {
		out.Standards = append(out.Standards, clauses.StandardRowOf(p, std))
	}
	out.Counts = counts(p)
	if n := len(p.Approvals.Exports); n > 0 {
		out.Exports = p.Link(p.N(n, "request was exported from a forge", "requests were exported from a forge"), exportsPath)
	}
	kept := p.Approvals.Aside
	out.Kept, out.KeptMore = keptRows(p, kept.Reviews), notListed(p, kept.More)
	out.Others, out.OthersOut = keptRows(p, kept.Others), notListed(p, kept.Rest)
	if n := len(kept.Others) + kept.Rest; n > 0 {
		out.OthersAre = p.Say(phrase.Count(n, "%d attestation of gittuf is about nothing that landed here:",
			"%d attestations of gittuf are about nothing that landed here:"))
	}
	out.Feeds = []view.Link{p.Link(p.T("Register of documents (JSON)"), "documents.json"),
		p.Link(p.T("Objectives, benefits and cases of improvement (JSON)"), machine.ImprovementPath),
		p.Link(p.T("Register of documents (JSON-LD)"), machine.LinkedData), p.Link(p.T("Traceability matrix (JSON)"), machine.MatrixPath),
		p.Link(p.T("What is due (iCalendar)"), machine.CalendarPath), p.Link(p.T("What is due (Atom)"), machine.DueFeedPath),
		p.Link(p.T("Changes (Atom)"), machine.FeedPath)}
	out.Packs = packs(p)
	if n := len(wholeSet(p.View)); p.Packs == view.UsualPacks && n > view.UsualPack {
		out.PacksAsked = p.T("Packs of more than %d documents are put together on request:", view.UsualPack)
	}
	return out
}

// keptRow is a review that a tool keeps in git, and what it shows.
type keptRow struct {
	What, Brought, Problem theme.Text
	Ref, Change            string
	Commit                 view.Link
	Documents              []view.Link
}

// notListed says how many rows of a list are left out.
func notListed(p view.Page, n int) theme.Text {
	if n == 0 {
		return theme.Text{}
	}
	return p.Say(phrase.Count(n, "%d more is not listed.", "%d more are not listed."))
}

func keptRows(p view.Page, kept []aside.Kept) []keptRow {
	out := make([]keptRow, 0, len(kept))
	for _, x := range kept {
		row := keptRow{What: p.Say(x.What), Brought: p.Say(x.Brought), Problem: p.Say(x.Problem), Ref: x.Ref, Change: x.Change}
		if x.Landed != "" {
			row.Commit = p.Commit(string(x.Landed))
		}
		for _, id := range x.Documents {
			row.Documents = append(row.Documents, p.Document(id))
		}
		out = append(out, row)
	}
	return out
}

func counts(p view.Page) []view.FactRow {
	row := func(label string, n int, to string) view.FactRow {
		return view.FactRow{Label: p.T(label), Values: []view.Link{p.Link(theme.Group(n), to)}}
	}
	uncommitted := 0
	for _, d := range p.Docs.Documents {
		if p.Uncommitted(d) {
			uncommitted++
		}
	}
	return []view.FactRow{row("Documents", len(p.Docs.Documents), "documents.html#all"), row("Attachments", len(p.Docs.Assets), ""),
		row("Documents with uncommitted changes", uncommitted, ""), row("Commits", p.Dossier.History.Commits, ""),
		row("Findings", len(p.Dossier.Findings), "findings.html"), row("Rules", len(p.Dossier.Rules), "rules.html")}
}
