package approval

import (
	"fmt"
	"strings"
)

// authorize finds the role that gave an approver the authority on the day of the act, or the doubt that none did.
// The people and the document's own approver are taken from before the change. What only the change itself gave does
// not count; what was entered later does, for that is how mistakes in people.yaml are mended, and it is said.
func (s *story) authorize(e *entry, c *candidate) {
	before, after := s.before(c.change), s.after(c.change)
	role, ok := s.authority(before, e.approver, c)
	if ok {
		c.role = role
		return
	}
	wanted := s.wanted(before, e.approver)
	if _, ok := s.authority(after, e.facts.Approver, c); ok {
		c.doubt(RuleSelfAuthorized, c.evidence.Commit, "%s approved %s on %s and was given the authority%s only in the same change (commit %s)",
			c.person, e.claim, c.day, wanted, c.evidence.Commit.Short())
		return
	}
	if role, ok := s.authority(s.now, e.approver, c); ok {
		c.role, c.note = role, fmt.Sprintf("authority of %s%s on %s was entered into people.yaml later", c.person, wanted, c.day)
		return
	}
	switch _, listed := c.listed(s.now); {
	case !listed:
		c.doubt(RuleNoRole, c.evidence.Commit, "%s, who approved %s on %s%s, is not listed in people.yaml", c.person, e.claim, c.day, inCommit(c.evidence.Commit))
	case wanted == "":
		c.doubt(RuleNoRole, c.evidence.Commit, "%s approved %s on %s%s and did not belong to the organization on that day", c.person, e.claim, c.day, inCommit(c.evidence.Commit))
	default:
		c.doubt(RuleNoRole, c.evidence.Commit, "%s approved %s on %s%s without authority%s on that day", c.person, e.claim, c.day, inCommit(c.evidence.Commit), wanted)
	}
}

// listed gives the id of the person whom a directory lists for the candidate.
func (c *candidate) listed(d *directory) (id string, ok bool) {
	p, _ := c.who(d)
	return p.ID, p.ID != ""
}

// authority tells whether a directory gives the candidate the authority to approve, and through which role. Where
// nobody has said who may approve, anybody may who is listed; where nobody is listed, anybody.
func (s *story) authority(d *directory, approver string, c *candidate) (role string, ok bool) {
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

// approvers gives the roles of which one must approve the document, or the one person who must. None of both means
// that nobody has said who may.
func (s *story) approvers(d *directory, approver string) (roles []string, person string) {
	if approver == "" {
		return s.policy.Roles[s.doc.Type], ""
	}
	_, role := d.roles[approver]
	if d.byID[approver] != nil && !role {
		return nil, approver
	}
	return []string{approver}, ""
}

// wanted says which authority is asked for; nothing where none is.
func (s *story) wanted(d *directory, approver string) string {
	roles, person := s.approvers(d, approver)
	switch {
	case person != "":
		return " of `" + person + "`"
	case len(roles) > 0:
		return " of `" + strings.Join(roles, "` or `") + "`"
	}
	return ""
}
