package view

import (
	"cmp"
	"slices"

	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
	"clausebook/internal/theme"
	"clausebook/internal/trust"
)

// Change is one revision of one document.
type Change struct {
	Document *doc.Document
	Revision history.Revision
}

// Changes gives the newest revisions of all documents of the set.
func (s *View) Changes(n int) []Change { return s.Newest(s.Docs.Documents, n) }

// Newest gives the newest n revisions of these documents, newest first. Each document brings at most its own newest
// n, so the cost follows the number of documents and not the length of their history.
func (s *View) Newest(documents []*doc.Document, n int) []Change {
	type found struct {
		document *doc.Document
		at       int // of its revisions
		commit   *history.Commit
	}
	var all []found // small, as there may be very many, and few are given
	for _, d := range documents {
		revisions := s.History.Revisions(d.Path)
		for i := range min(n, len(revisions)) {
			if c := revisions[i].Commit; c != nil {
				all = append(all, found{d, i, c})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b found) int { return newestFirst(a.commit, b.commit, a.document, b.document) })
	out := make([]Change, min(n, len(all)))
	for i := range out {
		out[i] = Change{all[i].document, s.History.Revisions(all[i].document.Path)[all[i].at]}
	}
	return out
}

// newestFirst orders changes of documents by their commits.
func newestFirst(a, b *history.Commit, of, with *doc.Document) int {
	return cmp.Or(b.Committer.When.Compare(a.Committer.When), cmp.Compare(a.Hash, b.Hash), cmp.Compare(of.Path, with.Path))
}

// RecentRow shows one change.
func (p Page) RecentRow(c Change) RecentRow {
	m := c.Revision.Commit
	return RecentRow{Day: DayOf(m), Document: p.Named(c.Document), Class: p.What(c.Revision), Subject: phrase.Short(m.Subject, maxSubject),
		Author: p.Author(m.Author.Identity), Commit: p.Commit(string(m.Hash))}
}

// What says in words what a revision did.
func (s *View) What(r history.Revision) string {
	switch {
	case r.Deleted():
		return s.T("removed")
	case r.Added():
		return s.T("first version")
	}
	return s.class(r.Class)
}

// class says in words how much a revision changed.
func (s *View) class(c history.Class) string {
	switch c {
	case history.Move:
		return s.T("moved, same text")
	case history.Metadata:
		return s.T("control data only")
	case history.Formatting:
		return s.T("formatting only")
	case history.Substance:
		return s.T("change of substance")
	}
	return string(c)
}

// HistoryWords says how far the history can be relied on.
func (s *View) HistoryWords() theme.Text {
	switch {
	case s.History.State == history.NoRepository:
		return theme.Own(s.T("The documents are not in a git repository, so their history is not known."))
	case s.History.State == history.NoCommits:
		return theme.Own(s.T("The repository has no commits yet."))
	case s.History.Reliable():
		return theme.Own(s.T("The history is complete: %s.", s.N(s.History.Commits, "commit", "commits")))
	case s.History.Reason != "":
		return s.Say(phrase.Of("The history is not reliable: %s", phrase.In(phrase.Source, s.History.Reason)))
	}
	return theme.Own(s.T("The history is not known."))
}

// Approver links to the person who approved, as far as known.
func (p Page) Approver(v ledger.Version) Link { return p.identity(v.Approver) }

// Approvers links to everybody who approved a version, where several did, else to the one who is named.
func (p Page) Approvers(v ledger.Version) []Link {
	if len(v.Given) < 2 {
		return []Link{p.Approver(v)}
	}
	var out []Link
	for _, g := range v.Given {
		out = append(out, p.identity(g.Person))
	}
	return out
}

func (p Page) identity(who trust.Person) Link {
	if who.ID != "" {
		return p.Person(who.ID)
	}
	return Link{Text: p.unlisted(who)}
}

// Author names who wrote a commit.
func (s *View) Author(who history.Identity) string {
	if s.Masks != nil {
		return s.Masks.Identity(who)
	}
	return who.Name
}

// unlisted names somebody whom an approval names and the register does not.
func (s *View) unlisted(who trust.Person) string {
	if s.Masks != nil && !who.IsZero() {
		return s.Masks.Identity(history.Identity{Name: who.Name, Email: who.Email})
	}
	return cmp.Or(who.Name, who.Email)
}

// RecentRow is a change of a document.
type RecentRow struct {
	Day      string
	Document Link
	Class    string
	Subject  string
	Author   string
	Commit   Link
}
