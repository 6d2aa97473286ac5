package approval

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/people"
	"clausebook/internal/phrase"
	"clausebook/internal/witness"
)

// takeback is an approval taken back, by an entry of `withdrawn`: what it says, and since when the repository knows.
type takeback struct {
	doc.Withdrawal
	landing *history.Commit // that stated it first; nil where no history tells
	removed *history.Commit // that took the entry out again; nil if it still stands
}

// takeBack takes in what a landing says of approvals that were taken back.
func (s *timeline) takeBack(l history.Landing) {
	last := l.Last()
	if last.Unread || last.Deleted() {
		return
	}
	stated := doc.UnpackWithdrawals(last.Facts.Withdrawn)
	for i := range s.withdrawn {
		w := &s.withdrawn[i]
		switch still := slices.ContainsFunc(stated, w.is); {
		case still:
			w.removed = nil
		case w.removed == nil:
			w.removed = l.By
		}
	}
	for _, w := range stated {
		if !slices.ContainsFunc(s.withdrawn, func(t takeback) bool { return t.is(w) }) {
			s.withdrawn = append(s.withdrawn, takeback{Withdrawal: w, landing: l.By})
		}
	}
}

// is tells whether an entry takes back the same from the same day on.
func (t takeback) is(w doc.Withdrawal) bool { return t.Version == w.Version && t.From == w.From }

// dropped tells whether a withdrawal was called off before its day came. One that took effect stands, whatever becomes of its
// entry: only a new approval undoes it.
func (s *timeline) dropped(t takeback) bool {
	return t.removed != nil && s.KnownSince(t.removed).Before(t.From)
}

// withdraw doubts evidence of an approval that was taken back later. Evidence that was given from the day of the withdrawal on, and
// after it was known, is a new approval.
func (s *timeline) withdraw(e *entry, c *candidate) {
	for _, t := range s.withdrawn {
		if t.Version != e.claim.version || s.ToCome(t.From) || s.dropped(t) || s.again(c, t) {
			continue
		}
		if until := t.From.AddDays(-1); c.until.IsZero() || until.Before(c.until) {
			c.until = until
		}
		c.doubts = append(c.doubts, ledger.Verdict{Rule: ledger.RuleWithdrawn, Commit: hashOf(t.landing), Voids: true, Message: s.withdrawal(e,
			t)})
	}
}

// again tells whether an approval was given after another one was taken back.
func (s *timeline) again(c *candidate, t takeback) bool {
	if c.day.Before(t.From) {
		return false
	}
	place := func(of *history.Commit) int {
		if of == nil {
			return 0
		}
		return of.Place
	}
	return c.day.After(s.KnownSince(t.landing)) || place(c.change) > place(t.landing)
}

// withdrawal words a withdrawal, with the day since when it is known where that is later.
func (s *timeline) withdrawal(e *entry, t takeback) phrase.Phrase {
	by := phrase.Of("somebody who is not named")
	if p, _ := s.Now.Named(t.By); !p.IsZero() && !people.Placeholder(t.By) {
		by = phrase.Text(p.String())
	}
	out := phrase.Of("the approval of %s was withdrawn from %s on by %s: %s", e.claim.words(), t.From, by,
		phrase.In(s.doc.Language, cmp.Or(t.Reason, "–")))
	if known := s.KnownSince(t.landing); known.After(t.From.AddDays(witness.Grace)) {
		out = phrase.Of("%s; this is known since %s", out, known)
	}
	return inCommit(out, hashOf(t.landing))
}

// hashOf gives the name of a commit, if there is one.
func hashOf(c *history.Commit) history.Hash {
	if c == nil {
		return ""
	}
	return c.Hash
}

// withdrawals gives what is to be said of the list itself: entries that take nothing back, those whose day is to come, and those
// that were taken out again.
func (s *timeline) withdrawals() []diag.Finding {
	d := s.doc
	var out []diag.Finding
	say := func(severity diag.Severity, pos diag.Pos, hint, format string, args ...any) {
		out = append(out, diag.Finding{Rule: ledger.RuleWithdrawn, Severity: severity, Document: string(d.ID), Pos: pos,
			Hint:    d.AssentWords(hint),
			Message: fmt.Sprintf(d.AssentWords(format), args...)})
	}
	for i, w := range d.Withdrawals() {
		first := slices.IndexFunc(s.entries, func(e *entry) bool { return e.claim.version == w.Version })
		pos := d.Pos("withdrawn", strconv.Itoa(i), "version")
		switch {
		case w.Version == "" || w.From.IsZero():
		case first < 0:
			say(diag.Error, pos, "give the version as it is written in the text that was approved",
				"version %s was never approved, so nothing is withdrawn", w.Version)
		case s.ToCome(w.From):
			say(diag.Info, d.Pos("withdrawn", strconv.Itoa(i), "from"), "", "the approval of version %s ends on %s, by a withdrawal that is to come",
				w.Version, w.From.AddDays(-1))
		case !s.wasApproved(w):
			say(diag.Warning, d.Pos("withdrawn", strconv.Itoa(i), "from"), "give the day from which the text must not be relied on",
				"version %s is withdrawn from %s on, but was approved only later", w.Version, w.From)
		}
	}
	for _, t := range s.withdrawn {
		if t.removed != nil && !s.dropped(t) && s.wasApproved(t.Withdrawal) {
			say(diag.Error, d.Pos("withdrawn"), "put the entry back; to use the text again, have it approved again",
				"the withdrawal of version %s from %s on was taken out by %s on %s, but it stands", t.Version, t.From, t.removed.Author.Name,
				t.removed.Committer.Day())
		}
	}
	return out
}

// wasApproved tells whether there was an approval that a withdrawal could take back: one given up to its day.
func (s *timeline) wasApproved(w doc.Withdrawal) bool {
	return slices.ContainsFunc(s.entries, func(e *entry) bool {
		return e.claim.version == w.Version && (e.given.IsZero() || !e.given.After(w.From))
	})
}
