package approval

import (
	"slices"

	"clausebook/internal/history"
	"clausebook/internal/keys"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
	"clausebook/internal/trust"
	"clausebook/internal/witness"
)

// anchored notes that the authority was stated only after the act, by the first people.yaml that there was.
func (s *timeline) anchored(c *candidate, at int) {
	if at > 0 || len(s.States) == 0 || !s.Landed(0).After(c.day.AddDays(witness.Grace)) {
		return
	}
	by := s.States[0].Landing.Revisions[0].Commit.Author.Name
	c.notes = append(c.notes, phrase.Of("authority of %s on %s was stated on %s by %s", c.person, c.day, s.Landed(0), by))
}

// settled doubts an approval on an authority that whom it favours, or an author of the text, granted not long ago. It counts
// once another person approved the grant, or some time has passed in which anybody could object.
func (s *timeline) settled(e *entry, c *candidate, at int, rules *trust.Policy, wanted phrase.Phrase) {
	id, _ := c.listed(s.State(at))
	if id == "" || len(s.States) == 0 {
		return
	}
	for ; at > 0; at-- {
		by := s.States[at].Landing.By
		before := s.PolicyBefore(by)
		until := s.LandedAtLast(at).Add(before.Settle)
		if s.In.Clock.Day.IsZero() || !s.In.Clock.Day.Before(until) {
			return
		}
		if s.knew(e, c, at-1, rules) {
			continue
		}
		if writer, ok := s.interested(e, id, at, before); ok {
			c.doubt(ledger.RuleSelfAuthorized, by.Hash,
				phrase.Of("%s approved %s on %s with %s that %s granted (commit %s); it counts once another person approved that commit, or from %s on",
					c.person, e.claim.words(), c.day, authorityOf(wanted), writer, by.Hash.Short(), until))
		}
		return
	}
}

// interested gives who wrote a grant, if that was whom it favours or an author of the text, and nobody else has approved it.
// In an organization of one person, and where separation of duties was off before, nobody else is asked.
func (s *timeline) interested(e *entry, favoured string, at int, before *trust.Policy) (trust.Person, bool) {
	var granting []*history.Commit
	for _, r := range s.States[at].Landing.Revisions {
		granting = append(granting, r.Commit)
	}
	return s.party(e, favoured, trust.Grant{By: s.States[at].Landing.By, Commits: granting, Before: s.State(at - 1),
		After: s.State(at), Rules: before})
}

// appointed doubts an approval by somebody whom the document names as approver only since a change of the one whom it favours, or of an
// author of the text. Like any grant it counts once another person approved that change, or approval.settle has passed, or a version
// that names them was approved by whom the document had named before.
func (s *timeline) appointed(e *entry, c *candidate) {
	if e.renamed == nil || e.base != nil && e.base.facts.Approver == e.approver {
		return
	}
	by := e.renamed.By
	g := trust.Grant{By: by, Before: s.Before(by), After: s.After(by), Rules: s.PolicyBefore(by)}
	for _, r := range e.renamed.Revisions {
		g.Commits = append(g.Commits, r.Commit)
	}
	id, _ := c.listed(g.After)
	until := s.LatestAt(by.Place).Add(g.Rules.Settle)
	if id == "" || s.In.Clock.Day.IsZero() || !s.In.Clock.Day.Before(until) {
		return
	}
	if writer, ok := s.party(e, id, g); ok {
		c.doubt(ledger.RuleSelfAuthorized, by.Hash,
			phrase.Of("%s approved %s on %s; %s made them the approver (commit %s), "+
				"which counts once another person approved that commit, or from %s on",
				c.person, e.claim.words(), c.day, writer, by.Hash.Short(), until))
	}
}

// party does what interested says, for any grant.
func (s *timeline) party(e *entry, favoured string, g trust.Grant) (trust.Person, bool) {
	if !g.Rules.SeparationOfDuties || g.Before.Persons() < 2 {
		return trust.Person{}, false
	}
	writers, whom := g.Writers(), trust.ListedAs(trust.Person{ID: favoured})
	party := func(p trust.Person) bool {
		them, _ := whom(g.After)
		return favoured != "" && trust.Same(them, p) || slices.ContainsFunc(e.authors, func(a author) bool { return trust.Same(a.person, p) })
	}
	n := slices.IndexFunc(writers, party)
	if n < 0 {
		return trust.Person{}, false
	}
	for _, by := range s.Approvers(g) {
		if p, _ := by.Who(g.Before); p.ID != "" && !party(p) && !slices.ContainsFunc(writers, func(w trust.Person) bool {
			return trust.Same(w,
				p)
		}) {
			return trust.Person{}, false
		}
	}
	return writers[n], true
}

// keyOfPerson tells of a seal whether it is a good one by a key of a person.
func keyOfPerson(id string) func(trust.Seal) bool {
	return func(found trust.Seal) bool { return found.Soundness == keys.Good && found.Person.ID == id }
}

// keyOfForge tells the same of a forge.
func keyOfForge(found trust.Seal) bool {
	return found.Soundness == keys.Good && slices.ContainsFunc(found.Addresses, trust.OfForge)
}

// ownKey tells whether whoever wrote the text of an entry, or the person whose key it is, made the key of a signature trusted, not long
// ago and with nobody else agreeing.
func (s *timeline) ownKey(e *entry, person string, made keys.Signed, counts func(trust.Seal) bool, by *history.Commit) bool {
	g := s.KeyGrant(made, counts, by)
	if g == nil {
		return false
	}
	_, own := s.party(e, person, *g)
	return own
}

// settledKey doubts an approval by a key that its holder, or an author of the text, made trusted not long ago.
func (s *timeline) settledKey(e *entry, c *candidate, made keys.Signed, key string) {
	g := s.KeyGrant(made, keyOfPerson(c.person.ID), c.change)
	if g == nil {
		return
	}
	if writer, ok := s.party(e, c.person.ID, *g); ok {
		c.doubt(ledger.RuleSelfAuthorized, g.By.Hash,
			phrase.Of("%s approved %s on %s with key %s, which %s made trusted (commit %s); "+
				"it counts once another person approved that commit, or from %s on",
				c.person, e.claim.words(), c.day, key, writer, g.By.Hash.Short(), s.LatestAt(g.By.Place).Add(g.Rules.Settle)))
	}
}
