package approval

import (
	"slices"

	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
	"clausebook/internal/trust"
)

// retirement judges the change that took a document out of use of which some version counted: whether somebody who may approve it
// agreed. Whoever may approve it can also retire it by own hand; the text has no new author. It gives nil where somebody agreed, or
// where nothing was retired.
func (s *timeline) retirement(versions []ledger.Version) *ledger.Version {
	counts := func(v ledger.Version) bool { return v.Counts(leastGrade(s.judge.Present)) }
	if !s.doc.Status.Retired() || s.doc.IsRecord() || !s.Log.Reliable() || !slices.ContainsFunc(versions, counts) {
		return nil
	}
	all := s.landings
	if l, ok := s.uncommitted(); ok {
		all = append(slices.Clip(all), l)
	}
	at := len(all)
	for at > 0 && s.retires(all[at-1].Last()) {
		at--
	}
	if at == 0 || at == len(all) || all[at-1].Last().Deleted() || all[at-1].Last().Unread {
		return nil // it came so, or nobody can tell how it was
	}
	by := all[at].By
	e := &entry{claim: claim{version: s.doc.Version}, retires: true, landing: by, least: s.asked(by), quorum: s.quorumAsked(by),
		approver: s.fill(all[at-1].Last().Facts).Approver}
	s.settle(e, all[at].Last())
	e.wrote, e.asked, e.carriers = nil, nil, nil // what approved the text says nothing of its end
	for _, l := range all[at:] {
		for _, r := range l.Revisions {
			if s.retires(r) {
				e.carriers = append(e.carriers, carrier{r, l.Last(), s.binds(r.Facts)})
			}
		}
	}
	v := s.version(e, s.evidenceFor(e))
	if counts(v) {
		return nil
	}
	return &v
}

// retires tells whether a revision left a document that is no longer in use.
func (s *timeline) retires(r *history.Revision) bool {
	return !r.Deleted() && !r.Unread && doc.Status(s.fill(r.Facts).Status).Retired()
}

// byHand gives those who retired a document by own hand.
func (s *timeline) byHand(e *entry) []candidate {
	var out []candidate
	for _, r := range e.carriers {
		by, who := s.LandedBy(r.Commit), r.Commit.Author.Identity
		out = append(out, candidate{who: func(d *trust.Directory) (trust.Person, bool) { return d.Join(who) }, day: r.Commit.Committer.Day(),
			change: by, stamp: s.stampOf(r.Commit), evidence: ledger.Evidence{Grade: ledger.OwnHand, Commit: r.Commit.Hash,
				What: phrase.Of("commit %s retired the document", r.Commit.Hash.Short())}})
	}
	return out
}
