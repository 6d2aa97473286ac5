package approval

import (
	"maps"
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/people"
	"clausebook/internal/phrase"
	"clausebook/internal/trust"
)

// Prospect is what an approval of the present text of a document by one person would be, if it were given in the next commit.
type Prospect struct {
	Author  bool           // the person is among those who wrote the text
	Barred  bool           // and may not approve it for that
	Changed date.Date      // the day of the last change of substance that no approval covers yet; zero if there is none
	Unsaved bool           // the text is not the one that is committed
	Role    string         // that gives the authority; empty if none is asked for
	As      trust.Person   // in whose place, of a deputy; zero for nobody's
	Allowed bool           // the person has the authority
	Minor   bool           // as the owner, of a minor correction
	Given   bool           // the person, or whom they stand in for, has approved this very text already
	Beside  []string       // who approved it before, where several have to: their ids, in the order in which they stand there
	Meeting bool           // it is minutes, which the chair or a majority of those who attended confirm
	Wanted  phrase.Phrase  // whose authority is needed; empty where any listed person may approve
	Others  []trust.Person // who could approve as well, by id
}

// Foresee tells of each document what an approval by a person on a day would be. People and roles are taken as they are
// committed, for a change gives nobody authority over itself.
func Foresee(in Input, docs []*doc.Document, by people.Person, on date.Date) []Prospect {
	j := newJudge(in)
	out := make([]Prospect, len(docs))
	for i, d := range docs {
		out[i] = j.foresee(d, by, on)
	}
	return out
}

func (j *judge) foresee(d *doc.Document, by people.Person, on date.Date) Prospect {
	s := j.walk(d)
	_, wrote := s.versions()
	next := &entry{wrote: append(wrote, s.wrote...), approver: s.approver, chair: s.chair, facts: s.fill(d.Facts())}
	next.meeting, next.authors = next.minutes(), s.authors(next)
	c := candidate{who: trust.ListedAs(trust.PersonOf(by, "")), person: trust.PersonOf(by, ""), day: on,
		evidence: ledger.Evidence{Grade: ledger.OwnHand}}
	p := Prospect{Author: s.barred(next, c, next.authors), Unsaved: s.unsaved(), Meeting: next.meeting.Held()}
	if n := len(next.wrote); n > 0 {
		p.Changed = next.wrote[n-1].Commit.Committer.Day()
	}
	if next.approver == "" {
		next.approver = d.Approver
	}
	before, rules := s.Before(nil), s.PolicyBefore(nil)
	p.Barred = p.Author && rules.Separates(d.Type)
	found, ok := s.may(before, rules, next, &c)
	p.Role, p.As, p.Allowed = found.role, found.as, ok
	p.Barred = p.Barred || rules.Separates(d.Type) && !p.As.IsZero() && among(next.authors, p.As)
	s.asOwner(next, c, &p)
	s.together(next, c, &p)
	p.Wanted = s.wanted(before, rules, next.approver)
	p.Others = s.others(before, next, c)
	return p
}

// asOwner foresees that the owner may approve a minor correction without the authority, and as one who wrote it.
func (s *timeline) asOwner(next *entry, c candidate, p *Prospect) {
	if p.Allowed && !p.Barred {
		return
	}
	next.claim, next.content, next.base = claim{version: s.doc.Version}, s.binds(next.facts), s.base
	c.author = p.Barred
	if !p.Allowed {
		c.doubt(ledger.RuleNoRole, "", phrase.Phrase{})
	}
	if s.minor(next, &c); c.minor {
		p.Minor, p.Allowed, p.Barred, p.Role = true, true, false, c.role
	}
}

// together foresees an approval where several are needed: who gave one of the same text before.
func (s *timeline) together(next *entry, c candidate, p *Prospect) {
	next.quorum = s.quorumAsked(nil)
	if len(s.seats(next)) < 2 || len(s.entries) == 0 {
		return
	}
	last, text := s.entries[len(s.entries)-1], s.binds(next.facts)
	if last.claim.version != s.doc.Version || last.content != text {
		return
	}
	p.Given = slices.ContainsFunc(last.votes, ledger.Given{Person: c.person, As: p.As}.Together)
	for _, said := range s.lines.names {
		id := s.nameKey(said.name)
		if s.lines.declare(s.doc.Version, text) && slices.ContainsFunc(last.votes, func(g ledger.Given) bool { return g.ID == id }) {
			p.Beside = append(p.Beside, id)
		}
	}
}

// others gives who could approve besides a candidate: all with the authority on that day, and while duties are separated
// no author.
func (s *timeline) others(d *trust.Directory, next *entry, c candidate) []trust.Person {
	return slices.DeleteFunc(s.eligible(d, next, "", c.day), func(p trust.Person) bool { return p.ID == c.person.ID })
}

// eligible gives who could approve an entry for us, or for a party, on a day, by id.
func (s *timeline) eligible(d *trust.Directory, e *entry, party string, on date.Date) []trust.Person {
	rules := s.PolicyBefore(nil)
	var out []trust.Person
	for _, id := range slices.Sorted(maps.Keys(d.ByID)) {
		p := trust.PersonOf(*d.ByID[id], "")
		c := candidate{who: trust.ListedAs(p), person: p, day: on}
		apart := rules.Separates(e.facts.Type)
		if d.ByID[id].Bot || apart && s.isAuthor(c, e.authors) {
			continue
		}
		found, ok := s.may(d, rules, e, &c)
		if ok && found.party == party && !(apart && !found.as.IsZero() && among(e.authors, found.as)) {
			out = append(out, p)
		}
	}
	return out
}

// unsaved tells whether the text that stands in the work tree is not the one that is committed.
func (s *timeline) unsaved() bool {
	if len(s.landings) == 0 {
		return true
	}
	last := s.landings[len(s.landings)-1].Last()
	return last.Deleted() || history.Hash(s.doc.Blob) != last.Blob && s.binds(s.doc.Facts()) != s.binds(last.Facts)
}
