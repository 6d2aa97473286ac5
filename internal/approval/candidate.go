package approval

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/history"
)

// candidate is somebody who may have approved a version, and what shows it.
type candidate struct {
	evidence Evidence
	person   Person
	day      date.Date // of the act
	role     string    // that gave the authority on that day, empty if none did
	author   bool
	doubts   []Verdict // that speak against this evidence, not against the version
}

// sound tells whether nothing speaks against the evidence but, perhaps, that its approver is an author.
func (c candidate) sound() bool {
	return !slices.ContainsFunc(c.doubts, func(v Verdict) bool { return v.Voids })
}

// candidates gives everybody who may have approved a version, the best first: sound evidence by somebody else, then
// sound evidence by an author, then the rest; among equals the higher grade, then the earlier.
func (s *story) candidates(e *entry, authors []Person) []candidate {
	var out []candidate
	if c, ok := s.declared(e); ok {
		out = append(out, c)
	}
	out = append(out, s.fromTrailers(e, authors)...)
	for i := range out {
		out[i].author = slices.ContainsFunc(authors, func(a Person) bool { return same(a, out[i].person) })
		s.authorize(e, &out[i])
	}
	slices.SortStableFunc(out, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(b.evidence.Grade, a.evidence.Grade), a.day.Compare(b.day))
	})
	return out
}

// rank orders candidates before their grade does.
func (c candidate) rank() int {
	switch {
	case c.sound() && !c.author:
		return 0
	case c.sound():
		return 1
	case !c.author:
		return 2
	}
	return 3
}

// declared gives the approver whom the front matter names. It needs both a name and a day.
func (s *story) declared(e *entry) (candidate, bool) {
	day := parseDay(e.facts.ApprovedOn)
	if e.facts.ApprovedBy == "" || day.IsZero() {
		return candidate{}, false
	}
	who, bot := s.now.named(e.facts.ApprovedBy)
	if bot {
		return candidate{}, false
	}
	c := candidate{person: who, day: day}
	c.evidence = Evidence{Grade: Declared, What: fmt.Sprintf("front matter names %s on %s", who, day), Pos: s.place(e)}
	if e.revision != nil {
		c.evidence.Commit = e.revision.Commit.Hash
	}
	return c, true
}

// place gives where the front matter names the approver: exactly for the present text, as a file for an older one.
func (s *story) place(e *entry) diag.Pos {
	if e.claim == (claim{s.doc.Version, s.doc.ApprovedOn.String()}) {
		return s.doc.Pos("approved_by")
	}
	if e.revision != nil {
		return diag.Pos{File: e.revision.Path}
	}
	return diag.Pos{File: s.doc.Path}
}

// fromTrailers gives the approvers whom commit messages name: the messages of the commits that carry the version,
// and those of the merges that landed them.
func (s *story) fromTrailers(e *entry, authors []Person) []candidate {
	var out []candidate
	read := map[history.Hash]bool{}
	for _, r := range e.carriers {
		by := s.landedBy(r.Commit)
		for _, saw := range []struct {
			commit *history.Commit
			prose  string
		}{{r.Commit, r.Facts.Prose}, {by, r.landed}} {
			if !read[saw.commit.Hash] {
				read[saw.commit.Hash] = true
				out = append(out, s.trailersOf(e, saw.commit, saw.prose, authors)...)
			}
		}
	}
	return out
}

// trailersOf gives the approvers whom one commit names. prose is what the commit, and so who approved it, saw.
func (s *story) trailersOf(e *entry, c *history.Commit, prose string, authors []Person) []candidate {
	var out []candidate
	grade, how := Trailer, "commit"
	for _, t := range c.Trailers {
		if !slices.ContainsFunc(s.trailers, func(key string) bool { return strings.EqualFold(key, t.Key) }) {
			continue
		}
		who, bot := s.now.named(t.Value)
		if bot || who.IsZero() {
			continue
		}
		if grade == Trailer {
			grade, how = s.requestGrade(c, authors)
		}
		found := candidate{person: who, day: dayOf(c), evidence: Evidence{Grade: grade, Commit: c.Hash,
			What: fmt.Sprintf("trailer %s of %s in %s of %s", t.Key, who, how, dayOf(c))}}
		if prose != e.content {
			found.doubt(RuleStaleHead, c.Hash, fmt.Sprintf("%s approved the text of commit %s, which is not the text that landed as %s", who, c.Hash.Short(), e.claim))
		}
		out = append(out, found)
	}
	return out
}

// requestGrade tells what the trailers of a commit are worth. Those of a merge or squash of a pull request are worth
// more than a trailer if somebody other than the authors is shown to have brought it in. Who a merge is by stands in
// its author; a squash has the author of the change there, so only its committer can show it.
func (s *story) requestGrade(c *history.Commit, authors []Person) (Grade, string) {
	switch {
	case c.Request == "" || !c.Mainline:
		return Trailer, "commit"
	case c.Merge() && s.isOther(c.Author.Identity, authors):
		return Merge, "merge " + c.Request
	case c.Merge():
		return Trailer, "merge " + c.Request
	case s.isOther(c.Committer.Identity, authors):
		return Merge, "squash " + c.Request
	}
	return Trailer, "squash " + c.Request
}

// isOther tells whether an identity is shown to be a person other than the authors. Somebody who is not listed could
// be anybody, unless nobody is.
func (s *story) isOther(who history.Identity, authors []Person) bool {
	p, bot := s.now.join(who)
	if bot || isForge(who) || p.ID == "" && !s.now.empty() {
		return false
	}
	return !slices.ContainsFunc(authors, func(a Person) bool { return same(a, p) })
}

// doubt adds something that speaks against the evidence.
func (c *candidate) doubt(rule diag.RuleID, commit history.Hash, message string) {
	c.doubts = append(c.doubts, Verdict{Rule: rule, Message: message, Commit: commit, Voids: true})
}

// authorize finds the role that gave the approver the authority on the day of the act, or the doubt that none did.
func (s *story) authorize(e *entry, c *candidate) {
	roles, person := s.authorities()
	if len(roles) == 0 && person == "" {
		return
	}
	if listed, ok := s.now.Person(c.person.ID); ok && listed.Active(c.day) {
		if person != "" && person == c.person.ID {
			return
		}
		for _, role := range roles {
			if slices.Contains(s.now.Holders(role, c.day), c.person.ID) {
				c.role = role
				return
			}
		}
	}
	c.doubt(RuleNoRole, c.evidence.Commit, fmt.Sprintf("%s approved %s on %s without being %s on that day", c.person, e.claim, c.day, authorityWords(roles, person)))
}

// authorities gives the roles of which one must approve the document, or the one person who must. None of both means
// that nobody has said who may.
func (s *story) authorities() (roles []string, person string) {
	switch name := s.doc.Approver; {
	case name == "":
		return s.policy.Roles[s.doc.Type], ""
	case isPerson(s.now, name):
		return nil, name
	default:
		return []string{name}, ""
	}
}

// isPerson tells whether a name is a person's id and no role's.
func isPerson(d *directory, name string) bool {
	_, role := d.Role(name)
	_, person := d.Person(name)
	return person && !role
}

// authorityWords names who may approve.
func authorityWords(roles []string, person string) string {
	if person != "" {
		return "`" + person + "`"
	}
	return "`" + strings.Join(roles, "` or `") + "`"
}
