package approval

import (
	"slices"

	"clausebook/internal/diag"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
)

// uncommitted gives what the commit to come brings to the document; nothing where the text is the committed one.
func (s *timeline) uncommitted() (l history.Landing, ok bool) {
	d := s.doc
	was, is := s.Log.HeadBlob(s.path), history.Hash(d.Blob)
	if s.Next == nil || is == "" || is == was && s.path == d.Path {
		return l, false
	}
	s.dirty, s.elsewhere = true, true
	l = history.Landing{By: s.Next, Revisions: s.merged()}
	if n := len(l.Revisions); n > 0 && l.Revisions[n-1].Blob == is {
		return l, true // the merge takes the text of the branch as it is
	}
	r := &history.Revision{Commit: s.Next, Path: d.Path, Blob: is, OldBlob: was, Class: history.Substance, Facts: d.Facts()}
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
	if s.In.Next == nil {
		return nil
	}
	var out []*history.Revision
	for _, m := range s.In.Next.Merged {
		for _, r := range slices.Backward(m.Revisions(s.doc.Path)) {
			if r.Commit == nil || s.Log.Commit(r.Commit.Hash) != nil {
				continue
			}
			c := *r.Commit
			c.Mainline, c.Place, r.Commit = false, s.Next.Place, &c
			if !r.Deleted() && !r.Unread {
				s.seen[r.Blob] = r.Facts
			}
			out = append(out, &r)
		}
	}
	return out
}

// anonymous tells of an approval of a text that somebody wrote whom git does not know.
func (j *judge) anonymous() []diag.Finding {
	if !j.unsigned || j.In.Next == nil || j.In.Next.Author != (history.Identity{}) {
		return nil
	}
	return []diag.Finding{{Rule: ledger.RuleAnonymous,
		Message: "the author of the text that is not committed is unknown, because git knows no name and address here",
		Hint:    "tell git who you are, with `git config user.name` and `git config user.email`"}}
}
