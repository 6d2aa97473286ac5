package approval

import (
	"fmt"
	"maps"
	"slices"

	"clausebook/internal/aside"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/gerrit"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
	"clausebook/internal/trust"
)

// note is what Gerrit's note on a commit says. Anybody who may push the reference can write one, so that it is worth a trailer.
type note struct {
	*aside.Note
	about     history.Hash
	documents map[doc.ID]bool // for which it speaks
}

// noteOn gives the note on a commit, read once; nil where there is none that can be used.
func (j *judge) noteOn(c *history.Commit) *note {
	if j.asides.notes == nil || c == j.Next {
		return nil
	}
	if known, ok := j.asides.noted[c.Hash]; ok {
		return known
	}
	var n *note
	read, err := j.asides.notes.On(c.Hash)
	if err != nil {
		j.unusable(noteRow(c.Hash), aside.Fault(err))
	}
	if read != nil {
		n = &note{Note: read, about: c.Hash, documents: map[doc.ID]bool{}}
		j.asides.spoke = append(j.asides.spoke, n)
	}
	j.asides.noted[c.Hash] = n
	return n
}

// day gives the day of which the note speaks: that of the submission, or of its own commit where it does not say, but never one
// before the commit that it is about was there.
func (n *note) day(about *history.Commit) date.Date {
	day := n.Since.Committer.Day()
	if !n.Submitted.IsZero() {
		day = date.Of(n.Submitted.In(about.Committer.When.Location()))
	}
	if day.AddDays(1).Before(about.Committer.Day()) {
		return about.Committer.Day()
	}
	return day
}

// fromNote gives the approvers whom the note on a commit names.
func (s *timeline) fromNote(e *entry, a act) []candidate {
	n := s.noteOn(a.commit)
	if n == nil || !s.speaksFor(a.commit, e) {
		return nil
	}
	var out []candidate
	for _, v := range n.Approvals() {
		day := n.day(a.commit)
		if s.ToCome(day) {
			continue
		}
		c := candidate{who: s.Named(v.Who, a.by), day: day, change: a.by, stamp: &stamp{made: day}, late: s.Later(day, a.by)}
		c.person, _ = c.who(s.Now)
		c.evidence = ledger.Evidence{Grade: ledger.Trailer, Commit: a.commit.Hash,
			What: phrase.Of("%s of %s in Gerrit's note on commit %s of %s; the note is known since %s", voteWords(v), c.person,
				a.commit.Hash.Short(), day, n.Since.Committer.Day())}
		if c.stale(e, a); len(c.doubts) == 0 {
			n.documents[s.doc.ID] = true
		}
		out = append(out, c)
	}
	return out
}

// voteWords writes a vote as Gerrit does.
func voteWords(v gerrit.Vote) phrase.Phrase {
	return phrase.Text(fmt.Sprintf("%s%+d", v.Label, v.Value))
}

// objection is a vote against a change.
type objection struct {
	by     trust.Person
	vote   phrase.Phrase
	day    date.Date
	commit history.Hash
}

// eachObjection visits the votes against the commits that brought the text of an entry, each person's once. Those of machines, that
// a build failed or passed, are about other things.
func (s *timeline) eachObjection(e *entry, visit func(objection)) {
	if s.asides.notes == nil {
		return
	}
	var seen []trust.Person
	for _, about := range s.carrying(e) {
		n := s.noteOn(about)
		if n == nil {
			continue
		}
		for _, v := range n.Objections() {
			by, bot := s.Named(v.Who, s.Log.LandedBy(about))(s.Now)
			day := n.day(about)
			if bot || s.ToCome(day) || slices.Contains(seen, by) {
				continue
			}
			seen = append(seen, by)
			visit(objection{by, voteWords(v), day, about.Hash})
		}
	}
}

// carrying gives the commits that left the document with the text of an entry, under whatever claim.
func (s *timeline) carrying(e *entry) []*history.Commit {
	var out []*history.Commit
	for _, l := range s.landings {
		for _, r := range l.Revisions {
			if !r.Deleted() && !r.Unread && s.binds(r.Facts) == e.content {
				out = append(out, r.Commit)
			}
		}
		if last := l.Last(); !slices.Contains(out, l.By) && !last.Deleted() && !last.Unread && s.binds(last.Facts) == e.content {
			out = append(out, l.By)
		}
	}
	return out
}

// noteRow begins what is told of a note.
func noteRow(about history.Hash) aside.Kept {
	return aside.Kept{What: phrase.Of("Gerrit's note on commit %s", about.Short()), Ref: gerrit.Ref, Landed: about}
}

// row gives what is told of the note.
func (n *note) row() aside.Kept {
	out := noteRow(n.about)
	out.Change, out.Documents = n.Change, slices.Sorted(maps.Keys(n.documents))
	out.Brought = phrase.Of("commit %s of %s", n.Since.Hash.Short(), n.Since.Committer.Day())
	return out
}
