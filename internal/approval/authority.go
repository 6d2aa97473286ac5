package approval

import (
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/people"
	"clausebook/internal/phrase"
	"clausebook/internal/trust"
	"clausebook/internal/witness"
)

// demand is whom the approval of a text is asked of: the role or person that the document names, else what the rules say of its
// type; and where the parties have to agree, somebody of each.
type demand struct {
	approver string
	parties  []string
	authors  []author // for none of whom a deputy should stand in
}

// demand gives whom an approval of an entry is asked of.
func (e *entry) demand() demand { return demand{e.approver, trust.PartiesOf(e.facts), e.authors} }

// authority is what lets somebody approve.
type authority struct {
	role  string       // that gives it; empty where none is asked for
	party string       // for which it is given; empty for ours
	as    trust.Person // in whose place, of a deputy; zero for one's own
}

// authorize finds what gave an approver the authority on the day of the act, or the doubt that nothing did.
// People, rules and the document's own approver are taken from before the change, or, for evidence that came after it, from
// before that evidence. What was granted later counts from then on and does not reach back.
func (s *timeline) authorize(e *entry, c *candidate) {
	if e.meeting.Held() {
		s.confirm(e, c)
		return
	}
	at := s.authorityAt(c)
	before, rules := s.State(at), s.PolicyBefore(c.change)
	wanted := s.wanted(before, rules, e.approver)
	found, ok := s.authority(before, rules, e.demand(), c)
	if !ok {
		s.unauthorized(e, c, before, wanted)
		return
	}
	if since := s.grantedAfter(e, c, at, rules); since != nil {
		c.doubt(ledger.RuleNoRole, c.evidence.Commit,
			phrase.Of("%s approved %s on %s; the %s was granted on %s (commit %s) and counts from then on",
				c.person, e.claim.words(), c.day, authorityOf(wanted), since.Committer.Day(), since.Hash.Short()))
		return
	}
	c.authority = found
	if !found.as.IsZero() {
		c.notes = append(c.notes, phrase.Of("%s acted as deputy of %s", c.person, found.as))
	}
	if before.Empty {
		c.notes = append(c.notes, phrase.Of("authority not judged: no people.yaml says who may approve"))
	}
	s.anchored(c, at)
	s.settled(e, c, at, rules, wanted)
	s.appointed(e, c)
}

// authorityAt gives the state of people.yaml by which a candidate is judged: the one before the change, or for evidence
// that is later than it, the one of that day.
func (s *timeline) authorityAt(c *candidate) int {
	at := s.IndexBefore(c.change)
	if c.change == nil || !c.late {
		return at
	}
	for k := len(s.States) - 1; k > at; k-- {
		if s.States[k].Place > c.change.Place && !s.Landed(k).After(c.day) {
			return k
		}
	}
	return at
}

// unauthorized words why somebody had no authority.
func (s *timeline) unauthorized(e *entry, c *candidate, before *trust.Directory, wanted phrase.Phrase) {
	commit, what, on := c.evidence.Commit, e.claim.words(), inCommit(phrase.Text(c.day.String()), c.evidence.Commit)
	if before.Gone {
		c.doubt(ledger.RuleNoRole, commit,
			phrase.Of("%s approved %s on %s, but nobody has authority, because people.yaml was removed, is empty or cannot be read",
				c.person, what, on))
		return
	}
	after := e.demand()
	after.approver = e.facts.Approver
	if _, ok := s.authority(s.After(c.change), s.PolicyAfter(c.change), after, c); ok {
		c.doubt(ledger.RuleSelfAuthorized, commit, inCommit(phrase.Of("%s approved %s on %s, but was given the %s only in the same change",
			c.person, what, c.day, authorityOf(wanted)), commit))
		return
	}
	if _, ok := s.authority(s.Now, s.PolicyBefore(c.change), e.demand(), c); ok {
		c.doubt(ledger.RuleNoRole, commit, phrase.Of("%s approved %s on %s; the %s was granted later and counts from then on",
			c.person, what, on, authorityOf(wanted)))
		return
	}
	id, listed := c.listed(before)
	if !listed {
		id, listed = c.listed(s.Now)
	}
	switch {
	case !listed:
		c.doubt(ledger.RuleNoRole, commit, s.unlisted(before, c, what, on))
	case wanted.IsZero() && before.ByID[id] == nil || before.ByID[id] != nil && !before.Active(id, c.day):
		c.doubt(ledger.RuleNoRole, commit, phrase.Of("%s approved %s on %s, but did not belong to the organization on that day", c.person, what,
			on))
	case before.ByID[id] != nil && before.ByID[id].Party != "" && wanted.IsZero():
		c.doubt(ledger.RuleNoRole, commit, phrase.Of("%s approved %s on %s, but acts for %s and not for us",
			c.person, what, on, s.PartyName(before.ByID[id].Party)))
	default:
		c.doubt(ledger.RuleNoRole, commit, s.withoutRole(e, c, before, id, wanted, what, on))
	}
}

// unlisted says of somebody whom nobody knows what the name stands for, as far as that can be told.
func (s *timeline) unlisted(d *trust.Directory, c *candidate, what, on phrase.Phrase) phrase.Phrase {
	switch name := c.person.String(); {
	case d.IsRole(name) || s.Now.IsRole(name):
		return phrase.Of("the approval of %s on %s names %s, which is a role, not a person", what, on, name)
	case s.IsParty(name):
		return phrase.Of("the approval of %s on %s names %s, which is a party, not a person", what, on, name)
	case people.Group(c.person.Name, c.person.Email):
		return phrase.Of("the approval of %s on %s names %s, which is a group or a mailing list, not a person", what, on, name)
	}
	return phrase.Of("%s, who approved %s on %s, is not listed in people.yaml", c.person, what, on)
}

// withoutRole says why a listed person had no authority, where a deputyship may have been meant to give it.
func (s *timeline) withoutRole(e *entry, c *candidate, d *trust.Directory, id string, wanted, what, on phrase.Phrase) phrase.Phrase {
	if p := d.ByID[id]; p != nil {
		for _, stands := range p.Deputy {
			principal := d.ByID[stands.For]
			if principal == nil || stands.For == id {
				continue
			}
			_, has := s.own(d, s.PolicyBefore(c.change), e.demand(), stands.For, c.day)
			switch today := trust.Within(stands.From, stands.To, c.day); {
			case today && !has && len(principal.Deputy) > 0:
				return phrase.Of("%s approved %s on %s as deputy of %s, who is only a deputy too: a deputyship cannot be passed on",
					c.person, what, on, principal.Name)
			case today && !has:
				return phrase.Of("%s approved %s on %s as deputy of %s, who did not have the %s on that day",
					c.person, what, on, principal.Name, authorityOf(wanted))
			case !today && has:
				return phrase.Of("%s approved %s on %s, but was deputy of %s only %s", c.person, what, on, principal.Name, trust.SpanOf(stands))
			}
		}
	}
	return phrase.Of("%s approved %s on %s, but did not have the %s on that day", c.person, what, on, authorityOf(wanted))
}

// grantedAfter gives the commit that granted an authority after the day of the act for which it is used; nil if it was
// known by that day. What the first people.yaml says holds for all earlier days.
func (s *timeline) grantedAfter(e *entry, c *candidate, at int, rules *trust.Policy) *history.Commit {
	if s.knew(e, c, s.knownOn(c, at, 0), rules) || s.knew(e, c, s.knownOn(c, at, witness.Grace), rules) {
		return nil
	}
	for at > 0 && s.knew(e, c, at-1, rules) {
		at--
	}
	return s.States[at].Landing.By
}

// knownOn gives the last state of people.yaml, up to one, that had landed by some days after an act; the first one where
// none had.
func (s *timeline) knownOn(c *candidate, at, grace int) int {
	for at > 0 && s.Landed(at).After(c.day.AddDays(grace)) {
		at--
	}
	return at
}

// knew tells whether a state of people.yaml gives a candidate, who is known by id, the authority.
func (s *timeline) knew(e *entry, c *candidate, at int, rules *trust.Policy) bool {
	id, _ := c.listed(s.State(s.authorityAt(c)))
	if id == "" {
		return true // nobody is listed, so that anybody may
	}
	_, ok := s.authorityByID(s.State(at), rules, e.demand(), id, c.day)
	return ok
}

// authorityOf words the authority of some roles; that of nobody in particular where none are asked for.
func authorityOf(wanted phrase.Phrase) phrase.Phrase {
	if wanted.IsZero() {
		return phrase.Of("authority")
	}
	return phrase.Of("role %s", wanted)
}

// listed gives the id of the person whom a directory lists for the candidate.
func (c *candidate) listed(d *trust.Directory) (id string, ok bool) {
	p, _ := c.who(d)
	return p.ID, p.ID != ""
}

// authority tells whether a directory gives the candidate the authority to approve, and what gives it. Where nobody has said who
// may approve, anybody may of ours who is listed; where nobody is listed, anybody.
func (s *timeline) authority(d *trust.Directory, p *trust.Policy, asked demand, c *candidate) (authority, bool) {
	id, listed := c.listed(d)
	roles, person := s.approvers(d, p, asked.approver)
	if len(roles) == 0 && person == "" && d.Empty {
		return authority{}, true
	}
	if !listed {
		return authority{}, false
	}
	return s.authorityByID(d, p, asked, id, c.day)
}

// authorityByID tells the same of a person who is known by id: by right of their own, else in the place of another, best of one
// who is no author.
func (s *timeline) authorityByID(d *trust.Directory, p *trust.Policy, asked demand, id string, on date.Date) (authority, bool) {
	if found, ok := s.own(d, p, asked, id, on); ok {
		return found, true
	}
	best, ok := authority{}, false
	if !d.Active(id, on) {
		return best, false
	}
	for _, stands := range d.ByID[id].Deputy {
		if stands.For == id || !trust.Within(stands.From, stands.To, on) {
			continue
		}
		found, has := s.own(d, p, asked, stands.For, on)
		if !has {
			continue
		}
		found.as = trust.PersonOf(*d.ByID[stands.For], "")
		if wrote := among(asked.authors, found.as); !ok || !wrote {
			if best, ok = found, true; !wrote {
				return best, true
			}
		}
	}
	return best, ok
}

// own tells whether a person has the authority by right of their own.
func (s *timeline) own(d *trust.Directory, p *trust.Policy, asked demand, id string, on date.Date) (authority, bool) {
	if !d.Active(id, on) || d.ByID[id].Bot {
		return authority{}, false
	}
	party := d.ByID[id].Party
	if party != "" && p.QuorumOf(s.doc.Type).Parties && slices.Contains(asked.parties, party) {
		return authority{party: party}, true
	}
	roles, person := s.approvers(d, p, asked.approver)
	if len(roles) == 0 {
		return authority{}, person == "" && party == "" || person == id
	}
	for _, role := range roles {
		if d.Holds(id, role, on) {
			return authority{role: role}, true
		}
	}
	return authority{}, false
}

// among tells whether somebody is one of some authors.
func among(authors []author, p trust.Person) bool {
	return slices.ContainsFunc(authors, func(a author) bool { return trust.Same(a.person, p) })
}

// approvers gives the roles of which one must approve the document, or the one person who must. None of both means
// that nobody has said who may.
func (s *timeline) approvers(d *trust.Directory, p *trust.Policy, approver string) (roles []string, person string) {
	if approver == "" {
		return p.Roles[s.doc.Type], ""
	}
	_, role := d.Roles[approver]
	if d.ByID[approver] != nil && !role {
		return nil, approver
	}
	return []string{approver}, ""
}

// wanted names whose authority is asked for; nothing where none is.
func (s *timeline) wanted(d *trust.Directory, p *trust.Policy, approver string) phrase.Phrase {
	roles, person := s.approvers(d, p, approver)
	if person != "" {
		roles = []string{person}
	}
	var out phrase.Phrase
	for i, id := range roles {
		name := phrase.Text("`" + id + "`")
		if i == 0 {
			out = name
			continue
		}
		out = phrase.Of("%s or %s", out, name)
	}
	return out
}
