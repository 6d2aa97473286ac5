package approval

import (
	"strings"

	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/naming"
	"clausebook/internal/trust"
)

// namedBy tells whether the text of a scope names a document at the version of an entry, and as one of its files where it says which.
func (e *entry) namedBy(s naming.Scope, id doc.ID) bool {
	for _, n := range s[id] {
		if (n.Version == "" || n.Version == e.claim.version) && (n.Blob == "" || e.carriedAs(n.Blob)) {
			return true
		}
	}
	return false
}

// carriedAs tells whether a revision that makes the claim is the file whose name begins with some digits, and says what
// was approved.
func (e *entry) carriedAs(digits string) bool {
	for _, c := range e.carriers {
		if strings.HasPrefix(string(c.Blob), digits) && c.text == e.content {
			return true
		}
	}
	return false
}

// scopeOf tells of which documents the trailers of a commit speak: of those that `Document:` trailers name, else of those
// whose ids stand in its subject. An empty scope speaks for every text that the commit carries.
func (j *judge) scopeOf(c *history.Commit) naming.Scope {
	if s, ok := j.scopes[c.Hash]; ok {
		return s
	}
	s := naming.Scope{}
	for _, t := range c.Trailers {
		if strings.EqualFold(t.Key, "Document") {
			for part := range strings.SplitSeq(t.Value, ",") {
				s.Read(strings.TrimSpace(part), j.docs)
			}
		}
	}
	if len(s) == 0 {
		s.Subject(c.Subject, j.docs)
	}
	j.scopes[c.Hash] = s
	return s
}

// speaksFor tells whether the trailers of a commit speak for an entry.
func (s *timeline) speaksFor(c *history.Commit, e *entry) bool {
	found := s.scopeOf(c)
	return len(found) == 0 || e.namedBy(found, s.doc.ID)
}

// names tells whether a signed commit says what it approves: by a trailer that names its signer as approver, by the lines
// of the front matter that name the signer and that this commit writes, by a `Document:` trailer, or by words that name
// the document at this version.
func (s *timeline) names(c *history.Commit, signer trust.Person, e *entry) bool {
	if e.lines.find(func(said statement) bool {
		return said.wrote != nil && said.wrote.Commit == c && s.Now.Names(said.name, signer.ID)
	}) != nil {
		return true
	}
	for _, t := range c.Trailers {
		if s.PolicyBefore(s.Log.LandedBy(c)).Reviews(t.Key) && s.Now.Names(t.Value, signer.ID) {
			return s.speaksFor(c, e)
		}
	}
	found := naming.Scope{}
	found.Read(c.Subject+"\n"+c.Body, s.docs)
	for _, t := range c.Trailers {
		if strings.EqualFold(t.Key, "Document") {
			found.Read(t.Value, s.docs)
		}
	}
	for _, n := range found[s.doc.ID] {
		if n.Version != "" && e.namedBy(naming.Scope{s.doc.ID: {n}}, s.doc.ID) {
			return true
		}
	}
	return false
}
