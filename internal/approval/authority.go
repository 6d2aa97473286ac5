package approval

import "clausebook/internal/phrase"

// authorize finds the role that gave an approver the authority on the day of the act, or the doubt that none did.
// The people and the document's own approver are taken from before the change. What only the change itself gave does
// not count; what was entered later does, for that is how mistakes in people.yaml are fixed, and it is said.
func (s *timeline) authorize(e *entry, c *candidate) {
	before, after := s.before(c.change), s.after(c.change)
	role, ok := s.authority(before, e.approver, c)
	if ok {
		c.role = role
		return
	}
	wanted := s.wanted(before, e.approver)
	commit, what, on := c.evidence.Commit, e.claim.words(), inCommit(phrase.Text(c.day.String()), c.evidence.Commit)
	if _, ok := s.authority(after, e.facts.Approver, c); ok {
		c.doubt(RuleSelfAuthorized, commit, phrase.Of("%s approved %s on %s, but was given the %s only in the same change (commit %s)",
			c.person, what, c.day, authorityOf(wanted), commit.Short()))
		return
	}
	if role, ok := s.authority(s.now, e.approver, c); ok {
		c.role, c.note = role, enteredLater(c, wanted)
		return
	}
	switch _, listed := c.listed(s.now); {
	case !listed:
		c.doubt(RuleNoRole, commit, phrase.Of("%s, who approved %s on %s, is not listed in people.yaml", c.person, what, on))
	case wanted.IsZero():
		c.doubt(RuleNoRole, commit, phrase.Of("%s approved %s on %s, but did not belong to the organization on that day", c.person, what, on))
	default:
		c.doubt(RuleNoRole, commit, phrase.Of("%s approved %s on %s, but did not have the %s on that day", c.person, what, on, authorityOf(wanted)))
	}
}

// authorityOf puts into words the authority that is needed: that of certain roles, or just authority.
func authorityOf(wanted phrase.Phrase) phrase.Phrase {
	if wanted.IsZero() {
		return phrase.Of("authority")
	}
	return phrase.Of("role %s", wanted)
}

// enteredLater words that the authority is known from later entries.
func enteredLater(c *candidate, wanted phrase.Phrase) phrase.Phrase {
	if wanted.IsZero() {
		return phrase.Of("%s had authority on %s according to a later entry in people.yaml", c.person, c.day)
	}
	return phrase.Of("%s held the role %s on %s according to a later entry in people.yaml", c.person, wanted, c.day)
}

// listed gives the id of the person whom a directory lists for the candidate.
func (c *candidate) listed(d *directory) (id string, ok bool) {
	p, _ := c.who(d)
	return p.ID, p.ID != ""
}

// authority tells whether a directory gives the candidate the authority to approve, and through which role. If no approver
// is configured, every listed person may approve; if nobody is listed, anybody may.
func (s *timeline) authority(d *directory, approver string, c *candidate) (role string, ok bool) {
	id, listed := c.listed(d)
	roles, person := s.approvers(d, approver)
	if len(roles) == 0 && person == "" && d.empty {
		return "", true
	}
	if !listed {
		return "", false
	}
	if !d.byID[id].Active(c.day) {
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

// approvers gives the roles of which the approver must hold one, or the one person who must approve. Neither means that no
// approver is configured.
func (s *timeline) approvers(d *directory, approver string) (roles []string, person string) {
	if approver == "" {
		return s.policy.Roles[s.doc.Type], ""
	}
	_, role := d.roles[approver]
	if d.byID[approver] != nil && !role {
		return nil, approver
	}
	return []string{approver}, ""
}

// wanted puts into words whose authority is needed; empty if none is.
func (s *timeline) wanted(d *directory, approver string) phrase.Phrase {
	roles, person := s.approvers(d, approver)
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
