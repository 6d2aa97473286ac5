package view

import (
	"slices"
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/inforce"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
	"clausebook/internal/theme"
)

// RevisionRow is a document at one commit. Approver and Compare are those of the approved version that begins there.
type RevisionRow struct {
	Day, Time string
	Version   string
	Text      Link // the version that begins there
	Status    string
	Approver  Link
	Compare   Link
	Class     string
	Size      string // how many lines came and went, on the page of the history
	Subject   string
	Author    string
	CoAuthors []string
	Others    []Link // co-authors who are folded away
	Commit    Link
	Request   Link
	Moved     string
	Signed    bool
}

// VersionRow is a version that was said to be approved, with what shows it and what speaks against it.
type VersionRow struct {
	Version  string
	Text     Link // its full text
	Days     string
	Said     theme.Text
	State    Tag
	On       string
	Approver Link
	Role     Link
	SaysOn   string // what day that is: of an approval, or of a confirmation
	SaysBy   string // and what its person did
	Grade    string
	Record   []Link // what shows it on paper
	Counts   Tag
	Authors  []Link
	Others   []Link // authors who are folded away
	Evidence []ProofRow
	Doubts   []DoubtRow
	Commit   Link
	Content  string
	Current  bool
	Compare  Link // what it changed
}

// ProofRow is one thing that an approval rests on.
type ProofRow struct {
	What   theme.Text
	Commit Link
	Place  string // file:line
}

// DoubtRow is a doubt about an approval.
type DoubtRow struct {
	Text   theme.Text
	Rule   Link
	Commit Link
	Voids  bool
}

// HistoryOf says what is known of the history of a document.
func (p Page) HistoryOf(d *doc.Document) theme.Text {
	revisions := p.Dossier.History.Revisions(d.Path)
	switch {
	case !p.Dossier.History.Reliable():
		return p.HistoryWords()
	case p.Docs.Apart(d.Path):
		return theme.Own(p.T("The history of this document is in another repository, which is not read here."))
	case len(revisions) == 0:
		return theme.Own(p.T("This document is not committed yet."))
	}
	first, last := revisions[len(revisions)-1].Commit, revisions[0].Commit
	if first == nil || last == nil {
		return nil
	}
	count := p.N(len(revisions), "revision", "revisions")
	if DayOf(first) == DayOf(last) {
		return theme.Own(p.T("%s on %s.", count, DayOf(first)))
	}
	return theme.Own(p.T("%s from %s to %s.", count, DayOf(first), DayOf(last)))
}

const (
	maxNames   = 8   // of authors beside a version or revision; the others are folded away
	maxSubject = 200 // runes of what a commit message says first
)

// Known gives the revisions of a document from one index to another, as far as their commits are known.
func (p Page) Known(d *doc.Document, from, to int) []history.Revision {
	all := p.Dossier.History.Revisions(d.Path)
	return slices.DeleteFunc(slices.Clone(all[min(from, len(all)):min(to, len(all))]),
		func(r history.Revision) bool { return r.Commit == nil })
}

// Revisions shows the revisions of a document from one index to another, with the versions that begin there.
func (p Page) Revisions(d *doc.Document, from, to int) []RevisionRow {
	begins := map[history.Hash]ledger.Version{}
	for _, v := range p.Approvals.Versions(d.ID) {
		if v.Revision != nil && v.Revision.Commit != nil {
			begins[v.Revision.Commit.Hash] = v
		}
	}
	var out []RevisionRow
	for _, r := range p.Known(d, from, to) {
		row := p.revisionRow(r)
		if v, approved := begins[r.Commit.Hash]; approved && v.Revision.Path == r.Path {
			p.approve(&row, d, v)
		}
		out = append(out, row)
	}
	return out
}

// approve says who approved the version that begins with a revision, and leads to what it changed.
func (p Page) approve(row *RevisionRow, d *doc.Document, v ledger.Version) {
	row.Approver, row.Text = p.Approver(v), p.EditionOf(v)
	if !v.Counts(p.Approvals.Least) {
		row.Approver = Link{Text: p.T("Does not count")}
	}
	if step, ok := p.RedlineTo(d, v); ok {
		row.Compare = p.Link(p.T("compare with %s", PlainVersion(step.Older.Version)), step.At)
	}
}

func (p Page) revisionRow(r history.Revision) RevisionRow {
	c := r.Commit
	row := RevisionRow{Day: DayOf(c), Time: TimeOf(c), Version: r.Facts.Version,
		Class: p.What(r), Subject: phrase.Short(c.Subject, maxSubject), Author: p.Author(c.Author.Identity), Commit: p.Commit(string(c.Hash)),
		Moved:  r.From,
		Signed: c.Signature != history.Unsigned}
	if r.Facts.Status != "" {
		row.Status = p.Status(doc.Status(r.Facts.Status)).Text
	}
	if c.Request != "" {
		row.Request = p.request(c.Request)
	}
	if row.Request.Href == "" && strings.Contains(c.Subject, c.Request) {
		row.Request = Link{}
	}
	for i, other := range c.CoAuthors {
		if i < maxNames {
			row.CoAuthors = append(row.CoAuthors, p.Author(other))
		} else {
			row.Others = append(row.Others, Link{Text: p.Author(other)})
		}
	}
	return row
}

// Versions shows the versions of a document from one index up to another, the newest first.
func (p Page) Versions(d *doc.Document, from, to int) []VersionRow {
	var out []VersionRow
	current, known := p.Approvals.Current(d)
	all := p.Approvals.Versions(d.ID)
	holds := slices.IndexFunc(all, func(v ledger.Version) bool { return known && v.Version == current.Version })
	for i := from; i < min(to, len(all)); i++ {
		row := p.VersionRow(all[i])
		if step, ok := p.RedlineTo(d, all[i]); ok {
			row.Compare = p.Link(p.T("What changed since version %s", PlainVersion(step.Older.Version)), step.At)
		}
		row.Current = i == holds
		out = append(out, row)
	}
	return out
}

// VersionRow shows one version with what speaks for and against its approval.
func (p Page) VersionRow(v ledger.Version) VersionRow {
	words := p.assentTo(p.Docs.ByID(v.Document))
	row := VersionRow{Version: v.Version, Text: p.EditionOf(v), SaysOn: words.on, SaysBy: words.by,
		On: v.On.String(), Approver: p.Approver(v), Grade: p.grade(v), Record: p.OnPaper(v),
		Content: v.Content[:min(len(v.Content), 12)], Counts: Tag{"met", p.T("Counts")}}
	switch {
	case v.Counts(p.Approvals.Least):
	case inforce.Approved(v, p.Approvals.Least):
		row.Counts = Tag{"partly", p.T("Counted until the text changed")}
	default:
		row.Counts = Tag{"unapproved", p.T("Does not count")}
	}
	if known := p.InForce.Find(v); known != nil {
		row.State = p.Life(known.State(p.AsOf.Day))
		row.Days, row.Said = p.Days(known)
	}
	if v.Role != "" {
		row.Role = p.Role(v.Role)
	}
	if v.Revision != nil && v.Revision.Commit != nil {
		row.Commit = p.Commit(string(v.Revision.Commit.Hash))
	}
	for _, who := range v.Authors {
		row.Authors = append(row.Authors, p.identity(who))
	}
	n := min(len(row.Authors), maxNames)
	row.Authors, row.Others = row.Authors[:n], row.Authors[n:]
	for _, e := range v.Evidence {
		row.Evidence = append(row.Evidence, p.proof(e))
	}
	for _, doubt := range v.Verdicts {
		row.Doubts = append(row.Doubts, DoubtRow{Text: p.Say(doubt.Message), Rule: p.Rule(string(doubt.Rule)),
			Commit: p.Commit(string(doubt.Commit)), Voids: doubt.Voids})
	}
	return row
}

// proof shows one thing that an approval rests on: what, at which place, in which commit.
func (p Page) proof(e ledger.Evidence) ProofRow {
	row := ProofRow{What: p.Say(e.What), Place: strings.TrimPrefix(Place(e.Pos), "-")}
	if e.Commit != "" {
		row.Commit = p.Commit(string(e.Commit))
	}
	return row
}

// TimeOf gives the time of a commit for machines, in UTC; empty where it cannot be read.
func TimeOf(c *history.Commit) string {
	if c.Committer.When.IsZero() {
		return ""
	}
	return c.Committer.When.UTC().Format("2006-01-02T15:04:05Z")
}
