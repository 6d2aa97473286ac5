package approval

import (
	"cmp"
	"slices"

	"clausebook/internal/config"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
	"clausebook/internal/trust"
)

// This file counts approvals: how many different people gave one, for whom, and who is missing.

// count notes who approved an entry or the same text before, and doubts the version while they are fewer than have to. The
// version holds from the day on which they were all there.
func (s *timeline) count(e *entry, v *ledger.Version, found []candidate) []ledger.Verdict {
	voids := s.PolicyBefore(e.landing).Separates(e.facts.Type)
	all := slices.Clone(e.votes)
	var weaker *candidate
	for i, c := range found {
		switch {
		case !c.sound() || c.author && voids:
		case c.evidence.Grade < e.least:
			weaker = &found[i]
		default:
			vote := ledger.Given{Person: c.person, As: c.as, Role: c.role, Party: c.party, On: c.day,
				Grade: c.evidence.Grade}
			if all = append(all, vote); c.until.IsZero() {
				e.votes = append(slices.Clip(e.votes), vote)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b ledger.Given) int { return a.On.Compare(b.On) })
	v.Given = differing(all)
	seats := s.seats(e)
	if v.Needed = len(seats); v.Minor || e.meeting.Held() {
		v.Needed = 1
	}
	if v.Needed < 2 || len(found) == 0 || !found[0].sound() || found[0].evidence.Grade < e.least {
		return nil // one is enough, or even the best does not count, which is said of it
	}
	full := seats.full(v.Given)
	if full == 0 {
		return []ledger.Verdict{{Rule: ledger.RuleQuorum, Commit: e.commitOf(), Voids: true, Message: s.lacks(e, v, seats, weaker)}}
	}
	if day := v.Given[full-1].On; day.After(v.On) {
		v.On = day
	}
	v.Grade = slices.MinFunc(v.Given[:full], func(a, b ledger.Given) int { return cmp.Compare(a.Grade, b.Grade) }).Grade
	return nil
}

// differing gives the approvals of different people, the first of each. A deputy and the person in whose place they act are one.
func differing(all []ledger.Given) []ledger.Given {
	var out []ledger.Given
	for _, g := range all {
		if !slices.ContainsFunc(out, g.Together) {
			out = append(out, g)
		}
	}
	return out
}

// seats are the approvals that a version needs, each of ours or of a party.
type seats []string

// seats gives those of an entry.
func (s *timeline) seats(e *entry) seats {
	if e.quorum.Parties {
		return append(seats{""}, trust.PartiesOf(e.facts)...)
	}
	return make(seats, max(e.quorum.Approvers, 1))
}

// full gives how many of some approvals, by day, it takes until all seats are; 0 while one is not.
func (l seats) full(given []ledger.Given) int {
	for n := range given {
		if len(l.open(given[:n+1])) == 0 {
			return n + 1
		}
	}
	return 0
}

// open gives the seats that nobody has taken.
func (l seats) open(given []ledger.Given) seats {
	out := slices.Clone(l)
	for _, g := range given {
		if i := slices.Index(out, g.Party); i >= 0 {
			out = slices.Delete(out, i, i+1)
		}
	}
	return out
}

// lacks says how many approvals there are of how many, and who could give the others.
func (s *timeline) lacks(e *entry, v *ledger.Version, l seats, weaker *candidate) phrase.Phrase {
	open := l.open(v.Given)
	have := len(l) - len(open)
	out := phrase.Of("%s has %d of %d approvals; %s", e.claim.words(), have, len(l), s.missing(e, v, open))
	if weaker != nil && !slices.ContainsFunc(v.Given, func(g ledger.Given) bool { return trust.Same(g.Person, weaker.person) }) {
		out = phrase.Of("%s; that of %s is only %s", out, weaker.person, weaker.evidence.Grade.Shown())
	}
	return out
}

// missing says who could take the seats that are open.
func (s *timeline) missing(e *entry, v *ledger.Version, open seats) phrase.Phrase {
	var out phrase.Phrase
	for _, party := range slices.Compact(slices.Clone(open)) {
		who := s.couldTake(e, v, party)
		if out.IsZero() {
			out = who
			continue
		}
		out = phrase.Of("%s, and %s", out, who)
	}
	return out
}

// shownOthers is how many of those who could approve are named.
const shownOthers = 3

// couldTake says who could take a seat now, for a party or for us.
func (s *timeline) couldTake(e *entry, v *ledger.Version, party string) phrase.Phrase {
	var names phrase.Phrase
	n := 0
	for _, p := range s.eligible(s.Now, e, party, cmp.Or(s.In.Clock.Day, v.On)) {
		if slices.ContainsFunc(v.Given, ledger.Given{Person: p}.Together) {
			continue
		}
		switch n++; {
		case n == 1:
			names = phrase.Text(p.String())
		case n <= shownOthers:
			names = phrase.Of("%s or %s", names, p)
		}
	}
	switch {
	case n == 0 && party != "":
		return phrase.Of("nobody who acts for %s is in people.yaml", s.PartyName(party))
	case n == 0:
		return phrase.Of("nobody else in people.yaml may approve it")
	case n > shownOthers:
		names = phrase.Of("%s and others", names)
	}
	if party != "" {
		return phrase.Of("missing for %s: %s", s.PartyName(party), names)
	}
	return phrase.Of("missing: %s", names)
}

// quorumAsked gives how many have to approve what a change brings, by the same rules.
func (s *timeline) quorumAsked(change *history.Commit) config.Quorum {
	q := s.PolicyBefore(change).QuorumOf(s.doc.Type)
	if s.judge.Present.AppliesToAll {
		now := s.judge.Present.QuorumOf(s.doc.Type)
		q = config.Quorum{Approvers: max(q.Approvers, now.Approvers), Parties: q.Parties || now.Parties}
	}
	return q
}

// asked gives the grade that is asked of what a change brings. What is adopted needs no more than the adoption says.
func (j *judge) asked(change *history.Commit) ledger.Grade {
	least := j.usual(change)
	if j.In.Elsewhere.Adopts(change) {
		return min(least, adoptedGrade(j.In.Elsewhere.Adopted))
	}
	return least
}

// usual gives the grade that is asked without an adoption: that of before, and of now as well where the configuration wants old
// approvals judged by it.
func (j *judge) usual(change *history.Commit) ledger.Grade {
	least := leastGrade(j.PolicyBefore(change))
	if j.Present.AppliesToAll {
		least = max(least, leastGrade(j.Present))
	}
	return least
}

// leastGrade gives the grade that rules ask for.
func leastGrade(p *trust.Policy) ledger.Grade {
	if g, ok := ledger.ParseGrade(p.LeastGrade); ok {
		return g
	}
	return ledger.Declared
}
