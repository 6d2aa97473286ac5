package approval

import (
	"clausebook/internal/history"
	"clausebook/internal/phrase"
	"clausebook/internal/witness"
)

// authorize finds the role that gave an approver the authority on the day of the act, or the doubt that none did.
// People, rules and the document's own approver are taken from before the change, or, for evidence that came after it, from
// before that evidence. What was granted later counts from then on and does not reach back.
func (s *timeline) authorize(e *entry, c *candidate) {
	at := s.authorityAt(c)
	before, rules := s.state(at), s.policyBefore(c.change)
	wanted := s.wanted(before, rules, e.approver)
	role, ok := s.authority(before, rules, e.approver, c)
	if !ok {
		s.unauthorized(e, c, before, wanted)
		return
	}
	if since := s.grantedAfter(e, c, at, rules); since != nil {
		c.doubt(RuleNoRole, c.evidence.Commit, phrase.Of("%s approved %s on %s; the %s was granted on %s (commit %s) and counts from then on",
			c.person, e.claim.words(), c.day, authorityOf(wanted), dayOf(since), since.Hash.Short()))
		return
	}
	c.role = role
	s.anchored(c, at)
	s.settled(e, c, at, rules, wanted)
}

// authorityAt gives the state of people.yaml by which a candidate is judged: the one before the change, or for evidence
// that is later than it, the one of that day.
func (s *timeline) authorityAt(c *candidate) int {
	at := s.indexBefore(c.change)
	if c.change == nil || !c.late {
		return at
	}
	for k := len(s.states) - 1; k > at; k-- {
		if s.states[k].place > c.change.Place && !s.landed(k).After(c.day) {
			return k
		}
	}
	return at
}

// unauthorized words why somebody had no authority.
func (s *timeline) unauthorized(e *entry, c *candidate, before *directory, wanted phrase.Phrase) {
	commit, what, on := c.evidence.Commit, e.claim.words(), inCommit(phrase.Text(c.day.String()), c.evidence.Commit)
	if before.gone {
		c.doubt(RuleNoRole, commit,
			phrase.Of("%s approved %s on %s, but nobody has authority, because people.yaml was removed, is empty or cannot be read",
				c.person, what, on))
		return
	}
	if _, ok := s.authority(s.after(c.change), s.policyAfter(c.change), e.facts.Approver, c); ok {
		c.doubt(RuleSelfAuthorized, commit, inCommit(phrase.Of("%s approved %s on %s, but was given the %s only in the same change",
			c.person, what, c.day, authorityOf(wanted)), commit))
		return
	}
	if _, ok := s.authority(s.now, s.policyBefore(c.change), e.approver, c); ok {
		c.doubt(RuleNoRole, commit, phrase.Of("%s approved %s on %s; the %s was granted later and counts from then on",
			c.person, what, on, authorityOf(wanted)))
		return
	}
	id, listed := c.listed(before)
	if !listed {
		id, listed = c.listed(s.now)
	}
	_, isRole := before.roles[c.person.Name]
	switch {
	case !listed && isRole:
		c.doubt(RuleNoRole, commit, phrase.Of("the approval of %s on %s names %s, which is a role, not a person", what, on, c.person))
	case !listed:
		c.doubt(RuleNoRole, commit, phrase.Of("%s, who approved %s on %s, is not listed in people.yaml", c.person, what, on))
	case wanted.IsZero() || before.byID[id] != nil && !before.byID[id].Active(c.day):
		c.doubt(RuleNoRole, commit, phrase.Of("%s approved %s on %s, but did not belong to the organization on that day", c.person, what, on))
	default:
		c.doubt(
			RuleNoRole,
			commit,
			phrase.Of("%s approved %s on %s, but did not have the %s on that day", c.person, what, on, authorityOf(wanted)),
		)
	}
}

// grantedAfter gives the commit that granted an authority after the day of the act for which it is used; nil if it was
// known by that day. What the first people.yaml says holds for all earlier days.
func (s *timeline) grantedAfter(e *entry, c *candidate, at int, rules *policy) *history.Commit {
	if s.knew(e, c, s.knownOn(c, at, 0), rules) || s.knew(e, c, s.knownOn(c, at, witness.Grace), rules) {
		return nil
	}
	for at > 0 && s.knew(e, c, at-1, rules) {
		at--
	}
	return s.states[at].landing.By
}

// knownOn gives the last state of people.yaml, up to one, that had landed by some days after an act; the first one where
// none had.
func (s *timeline) knownOn(c *candidate, at, grace int) int {
	for at > 0 && s.landed(at).After(c.day.AddDays(grace)) {
		at--
	}
	return at
}

// knew tells whether a state of people.yaml gives a candidate, who is known by id, the authority.
func (s *timeline) knew(e *entry, c *candidate, at int, rules *policy) bool {
	id, _ := c.listed(s.state(s.authorityAt(c)))
	if id == "" {
		return true // nobody is listed, so that anybody may
	}
	_, ok := s.authorityByID(s.state(at), rules, e.approver, c, id)
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
func (c *candidate) listed(d *directory) (id string, ok bool) {
	p, _ := c.who(d)
	return p.ID, p.ID != ""
}

// authority tells whether a directory gives the candidate the authority to approve, and through which role. Where
// nobody has said who may approve, anybody may who is listed; where nobody is listed, anybody.
func (s *timeline) authority(d *directory, p *policy, approver string, c *candidate) (role string, ok bool) {
	id, listed := c.listed(d)
	roles, person := s.approvers(d, p, approver)
	if len(roles) == 0 && person == "" && d.empty {
		return "", true
	}
	if !listed {
		return "", false
	}
	return s.authorityByID(d, p, approver, c, id)
}

// authorityByID tells the same of a person who is known by id.
func (s *timeline) authorityByID(d *directory, p *policy, approver string, c *candidate, id string) (role string, ok bool) {
	roles, person := s.approvers(d, p, approver)
	if d.byID[id] == nil || !d.byID[id].Active(c.day) {
		return "", false
	}
	if len(roles) == 0 {
		return "", person == "" || person == id
	}
	for _, role := range roles {
		if d.holds(id, role, c.day) {
			return role, true
		}
	}
	return "", false
}

// approvers gives the roles of which one must approve the document, or the one person who must. None of both means
// that nobody has said who may.
func (s *timeline) approvers(d *directory, p *policy, approver string) (roles []string, person string) {
	if approver == "" {
		return p.Roles[s.doc.Type], ""
	}
	_, role := d.roles[approver]
	if d.byID[approver] != nil && !role {
		return nil, approver
	}
	return []string{approver}, ""
}

// wanted names whose authority is asked for; nothing where none is.
func (s *timeline) wanted(d *directory, p *policy, approver string) phrase.Phrase {
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
