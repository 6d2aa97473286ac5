package site

import (
	"cmp"
	"slices"

	"clausebook/internal/approval"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/phrase"
	"clausebook/internal/theme"
)

// change is one revision of one document.
type change struct {
	document *doc.Document
	revision history.Revision
}

// changes gives the newest revisions of all documents of the set.
func (s *site) changes(n int) []change { return s.newest(s.Docs.Documents, n) }

// newest gives the newest n revisions of these documents, newest first. Each document brings at most its own newest
// n, so the cost follows the number of documents and not the length of their history.
func (s *site) newest(documents []*doc.Document, n int) []change {
	var all []change
	for _, d := range documents {
		revisions := s.History.Revisions(d.Path)
		for _, r := range revisions[:min(n, len(revisions))] {
			if r.Commit != nil {
				all = append(all, change{d, r})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b change) int {
		return cmp.Or(b.revision.Commit.Committer.When.Compare(a.revision.Commit.Committer.When),
			cmp.Compare(a.revision.Commit.Hash, b.revision.Commit.Hash), cmp.Compare(a.document.Path, b.document.Path))
	})
	return all[:min(n, len(all))]
}

func (p page) recentRow(c change) RecentRow {
	m := c.revision.Commit
	return RecentRow{Day: dayOf(m), Document: p.named(c.document), Class: p.what(c.revision), Subject: short(m.Subject, maxSubject),
		Author: p.author(m.Author.Identity), Commit: p.commit(string(m.Hash))}
}

// what says in words what a revision did.
func (s *site) what(r history.Revision) string {
	switch {
	case r.Deleted():
		return s.t("removed")
	case r.Added():
		return s.t("first version")
	}
	return s.class(r.Class)
}

// class says in words how much a revision changed.
func (s *site) class(c history.Class) string {
	switch c {
	case history.Move:
		return s.t("moved, same text")
	case history.Metadata:
		return s.t("control data only")
	case history.Formatting:
		return s.t("formatting only")
	case history.Substance:
		return s.t("change of substance")
	}
	return string(c)
}

// historyWords says how far the history can be relied on.
func (s *site) historyWords() theme.Text {
	switch {
	case s.History.State == history.NoRepository:
		return theme.Own(s.t("The documents are in no git repository, so nothing is known of their history."))
	case s.History.State == history.NoCommits:
		return theme.Own(s.t("The repository has no commits yet."))
	case s.History.Reliable():
		return theme.Own(s.t("The history is complete: %s.", s.n(s.History.Commits, "commit", "commits")))
	case s.History.Reason != "":
		return s.say(phrase.Of("The history cannot be relied on: %s", phrase.In(phrase.Source, s.History.Reason)))
	}
	return theme.Own(s.t("Nothing is known of the history."))
}

// approver links to the person who approved, as far as known.
func (p page) approver(v approval.Version) Link { return p.identity(v.Approver) }

func (p page) identity(who approval.Person) Link {
	if who.ID != "" {
		return p.person(who.ID)
	}
	return Link{Text: p.unlisted(who)}
}

// author names who wrote a commit.
func (s *site) author(who history.Identity) string {
	if s.masks != nil {
		return s.masks.Identity(who)
	}
	return who.Name
}

// unlisted names somebody whom an approval names and the register does not.
func (s *site) unlisted(who approval.Person) string {
	if s.masks != nil && !who.IsZero() {
		return s.masks.Identity(history.Identity{Name: who.Name, Email: who.Email})
	}
	return cmp.Or(who.Name, who.Email)
}
