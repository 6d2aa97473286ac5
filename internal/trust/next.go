package trust

import (
	"time"

	"clausebook/internal/history"
	"clausebook/internal/phrase"
)

// Next is what the work tree would become by `git add -A && git commit`: a commit of whoever git says works here, without trailers.
// What it holds is judged as it will be once it is committed.
type Next struct {
	Author history.Identity // before .mailmap; zero where git knows nobody
	Merged []*history.Log   // of the commits that a merge in progress brings in
}

// nextCommit gives the commit to come. It has no name yet.
func nextCommit(in Source, log *history.Log) *history.Commit {
	head := log.Commit(log.Head)
	if head == nil || !log.Reliable() {
		return nil
	}
	next := in.Next
	if next == nil {
		next = &Next{}
	}
	by := history.Stamp{Identity: log.Proper(next.Author), Written: next.Author, When: head.Committer.When}
	if day := in.Clock.Day; !day.IsZero() {
		by.When = time.Date(day.Year(), day.Month(), day.Day(), 12, 0, 0, 0, time.UTC)
	}
	c := &history.Commit{Author: by, Committer: by, Parents: []history.Hash{log.Head}, Mainline: true, Place: head.Place + 1}
	for _, m := range next.Merged {
		c.Parents = append(c.Parents, m.Head)
	}
	return c
}

// LandedBy gives the commit of the main line that brought in c, which may be the one to come.
func (t *Book) LandedBy(c *history.Commit) *history.Commit {
	if t.Next != nil && c.Place == t.Next.Place {
		return t.Next
	}
	return t.Log.LandedBy(c)
}

// AuthorOf names the author of a commit.
func AuthorOf(c *history.Commit) phrase.Phrase {
	if c.Author.Name == "" {
		return phrase.Of("an unknown author")
	}
	return phrase.Text(c.Author.Name)
}
