package approval

import (
	"slices"
	"time"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
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
func nextCommit(in Input, log *history.Log) *history.Commit {
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

// landedBy gives the commit of the main line that brought in c, which may be the one to come.
func (t *trust) landedBy(c *history.Commit) *history.Commit {
	if t.next != nil && c.Place == t.next.Place {
		return t.next
	}
	return t.log.LandedBy(c)
}

// uncommitted gives what the commit to come brings to the document; nothing where the text is the committed one.
func (s *timeline) uncommitted() (l history.Landing, ok bool) {
	d := s.doc
	was, is := s.log.HeadBlob(s.path), history.Hash(d.Blob)
	if s.next == nil || is == "" || is == was && s.path == d.Path {
		return l, false
	}
	s.dirty = true
	l = history.Landing{By: s.next, Revisions: s.merged()}
	if n := len(l.Revisions); n > 0 && l.Revisions[n-1].Blob == is {
		return l, true // the merge takes the text of the branch as it is
	}
	r := &history.Revision{Commit: s.next, Path: d.Path, Blob: is, OldBlob: was, Class: history.Substance, Facts: d.Facts()}
	if s.path != d.Path {
		r.From = s.path
	}
	switch old, known := s.seen[was]; {
	case is == was:
		r.Class = history.Move
	case known && old.Prose != "" && old.Prose == r.Facts.Prose:
		r.Class = history.Formatting
	}
	s.seen[is] = r.Facts
	l.Revisions = append(l.Revisions, r)
	return l, true
}

// merged gives the revisions that a merge in progress brings to the document, oldest first.
func (s *timeline) merged() []*history.Revision {
	if s.in.Next == nil {
		return nil
	}
	var out []*history.Revision
	for _, m := range s.in.Next.Merged {
		for _, r := range slices.Backward(m.Revisions(s.doc.Path)) {
			if r.Commit == nil || s.log.Commit(r.Commit.Hash) != nil {
				continue
			}
			c := *r.Commit
			c.Mainline, c.Place, r.Commit = false, s.next.Place, &c
			if !r.Deleted() && !r.Unread {
				s.seen[r.Blob] = r.Facts
			}
			out = append(out, &r)
		}
	}
	return out
}

// movedFrom gives the path at which the head commit holds a document that stands elsewhere in the work tree; its own path where
// nothing tells of another.
func (j *judge) movedFrom(d *doc.Document) string {
	if j.next == nil || d.DerivedID || len(j.log.Landings(d.Path)) > 0 {
		return d.Path
	}
	if j.gone == nil {
		j.gone = map[string]string{}
		for _, p := range j.log.Paths() {
			if j.docs.ByPath(p) != nil || j.docs.Asset(p) != nil {
				continue
			}
			if all := j.log.Landings(p); len(all) > 0 && all[len(all)-1].Last().Facts.ID != "" {
				j.gone[all[len(all)-1].Last().Facts.ID] = p
			}
		}
	}
	if p, ok := j.gone[string(d.ID)]; ok {
		return p
	}
	return d.Path
}

// anonymous tells of an approval of a text that somebody wrote whom git does not know.
func (j *judge) anonymous() []diag.Finding {
	if !j.unsigned || j.in.Next == nil || j.in.Next.Author != (history.Identity{}) {
		return nil
	}
	return []diag.Finding{{Rule: RuleAnonymous,
		Message: "the author of the text that is not committed is unknown, because git knows no name and address here",
		Hint:    "tell git who you are, with `git config user.name` and `git config user.email`"}}
}

// authorOf names the author of a commit.
func authorOf(c *history.Commit) phrase.Phrase {
	if c.Author.Name == "" {
		return phrase.Of("an unknown author")
	}
	return phrase.Text(c.Author.Name)
}
