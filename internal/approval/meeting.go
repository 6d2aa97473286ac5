package approval

import (
	"slices"
	"strings"

	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/people"
	"clausebook/internal/phrase"
	"clausebook/internal/trust"
)

// meeting is who took part in what minutes tell of. Minutes are confirmed by those who know how it was: the chair, or a
// majority of those who attended.
type meeting struct {
	chair     string
	attendees []string // the chair among them or not
}

// meetingOf gives who took part by the words of minutes; nobody for other documents.
func meetingOf(f history.Facts) meeting {
	if f.Type != "minutes" || f.Meeting == "" {
		return meeting{}
	}
	chair, rest, _ := strings.Cut(f.Meeting, "\n")
	m := meeting{chair: nameIn(chair)}
	for name := range strings.SplitSeq(rest, "\n") {
		if name = nameIn(name); name != "" && !slices.Contains(m.attendees, name) {
			m.attendees = append(m.attendees, name)
		}
	}
	return m
}

// nameIn gives a text that names somebody; nothing for a placeholder.
func nameIn(text string) string {
	if people.Placeholder(text) {
		return ""
	}
	return text
}

// held tells whether the document says who took part, so that those confirm it.
func (m meeting) held() bool { return m.chair != "" || len(m.attendees) > 0 }

// majority is how many of those who attended can confirm minutes without the chair.
func (m meeting) majority() int { return len(m.attendees)/2 + 1 }

// part is what somebody had in a meeting.
type part uint8

// The parts in a meeting.
const (
	absent part = iota
	attended
	chaired
)

// partOf tells what part a candidate had, by the people of some time.
func (m meeting) partOf(d *trust.Directory, c *candidate) part {
	who, _ := c.who(d)
	is := func(name string) bool {
		p, _ := d.Named(name)
		return name != "" && (p.ID != "" && p.ID == who.ID || p.ID == "" && who.ID == "" && trust.Same(p, who))
	}
	switch {
	case is(m.chair):
		return chaired
	case slices.ContainsFunc(m.attendees, is):
		return attended
	}
	return absent
}

// confirm finds what somebody who confirmed minutes had to do with the meeting, or the doubt that it was nothing. Roles do not
// matter: who was there knows what was said.
func (s *timeline) confirm(e *entry, c *candidate) {
	before := s.State(s.authorityAt(c))
	took := e.meeting.partOf(before, c)
	c.shared = took == attended
	_, listed := c.listed(before)
	switch what, on := e.claim.words(), inCommit(phrase.Text(c.day.String()), c.evidence.Commit); {
	case before.Gone:
		s.unauthorized(e, c, before, phrase.Phrase{})
	case took == absent:
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
	have, need := len(confirmers(found)), e.meeting.majority()
	if have >= need {
		return nil
	}
	return []ledger.Verdict{{Rule: ledger.RuleUnapproved, Commit: e.commitOf(), Voids: true,
		Message: phrase.Of("%s was confirmed by %d of the %d people who attended the meeting; it takes the chair or %d of them",
			e.claim.words(), have, len(e.meeting.attendees), need)}}
}

// may tells whether somebody may approve or confirm the text of an entry, and what lets them.
func (s *timeline) may(d *trust.Directory, p *trust.Policy, e *entry, c *candidate) (authority, bool) {
	if e.meeting.held() {
		_, listed := c.listed(d)
		return authority{}, (listed || d.Empty) && e.meeting.partOf(d, c) != absent
	}
	return s.authority(d, p, e.demand(), c)
}
