package approval

import (
	"slices"

	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
	"clausebook/internal/trust"
)

// confirm finds what somebody who confirmed minutes had to do with the meeting, or the doubt that it was nothing. Roles do not
// matter: who was there knows what was said.
func (s *timeline) confirm(e *entry, c *candidate) {
	before := s.State(s.authorityAt(c))
	who, _ := c.who(before)
	took := e.meeting.PartOf(before, who)
	c.shared = took == trust.Attended
	_, listed := c.listed(before)
	switch what, on := e.claim.words(), inCommit(phrase.Text(c.day.String()), c.evidence.Commit); {
	case before.Gone:
		s.unauthorized(e, c, before, phrase.Phrase{})
	case took == trust.Absent:
		c.doubt(ledger.RuleAbsent, c.evidence.Commit, phrase.Of("%s confirmed %s on %s, but neither chaired the meeting nor attended it",
			c.person, what, on))
	case !listed && !before.Empty:
		c.doubt(ledger.RuleNoRole, c.evidence.Commit, phrase.Of("%s, who confirmed %s on %s, is not listed in people.yaml", c.person, what, on))
	}
}

// confirmers gives those who attended a meeting and confirmed the minutes, each once, the earliest first.
func confirmers(found []candidate) []candidate {
	var out []candidate
	for _, c := range found {
		if c.shared && c.sound() && !c.author && !slices.ContainsFunc(out, func(o candidate) bool { return trust.Same(o.person, c.person) }) {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b candidate) int { return a.day.Compare(b.day) })
	return out
}

// unconfirmed doubts minutes that some of those who attended confirmed, but neither the chair nor a majority.
func (s *timeline) unconfirmed(e *entry, found []candidate) []ledger.Verdict {
	if len(found) == 0 || !found[0].shared || !found[0].sound() {
		return nil
	}
	have, need := len(confirmers(found)), e.meeting.Majority()
	if have >= need {
		return nil
	}
	return []ledger.Verdict{{Rule: ledger.RuleUnapproved, Commit: e.commitOf(), Voids: true,
		Message: phrase.Of("%s was confirmed by %d of the %d people who attended the meeting; it takes the chair or %d of them",
			e.claim.words(), have, len(e.meeting.Attendees), need)}}
}

// may tells whether somebody may approve or confirm the text of an entry, and what lets them.
func (s *timeline) may(d *trust.Directory, p *trust.Policy, e *entry, c *candidate) (authority, bool) {
	if e.meeting.Held() {
		_, listed := c.listed(d)
		who, _ := c.who(d)
		return authority{}, (listed || d.Empty) && e.meeting.PartOf(d, who) != trust.Absent
	}
	return s.authority(d, p, e.demand(), c)
}
