package approval

import (
	"regexp"
	"strings"

	"clausebook/internal/trust"

	"clausebook/internal/doc"
	"clausebook/internal/history"
)

// scope says which documents a text of evidence names, and which version or file of each where it says so. A signature or a
// trailer approves what it names, and no more.
type scope map[doc.ID][]naming

// naming is one mention of a document. What is empty is not said.
type naming struct {
	version string
	blob    string // the first digits of what git calls the file
}

// manifestLine is `ID VERSION [BLOB]`, as `clausebook approve --tag` writes it.
var manifestLine = regexp.MustCompile(`^\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s+v?([0-9]+(?:\.[0-9]+)+)(?:\s+([0-9a-f]{7,64}))?\s*$`)

// versionAfter finds a version right behind an id, as in "POL-CHG 1.1" or "pol-chg-v1.1".
var versionAfter = regexp.MustCompile(`^[-_/ ]*[vV]?([0-9]+(?:\.[0-9]+)+)`)

// add notes a mention.
func (s scope) add(id doc.ID, n naming) { s[id] = append(s[id], n) }

// read takes in a text: lines of a manifest as they say, and ids that stand anywhere else in it.
func (s scope) read(text string, docs *doc.Set) {
	for line := range strings.Lines(text) {
		if m := manifestLine.FindStringSubmatch(line); m != nil {
			if id, ok := known(m[1], docs); ok {
				s.add(id, naming{m[2], m[3]})
				continue
			}
		}
		s.mention(line, docs)
	}
}

// mention takes in the ids that a line gives, whatever their case: "pol-chg-1.1" gives POL-CHG at version 1.1.
func (s scope) mention(line string, docs *doc.Set) {
	for at := 0; at < len(line); {
		end := at
		for end < len(line) && idByte(line[end]) {
			end++
		}
		word := line[at:end]
		for word != "" {
			if id, ok := known(word, docs); ok {
				n := naming{}
				if m := versionAfter.FindStringSubmatch(line[at+len(word):]); m != nil {
					n.version = m[1]
				}
				s.add(id, n)
				break
			}
			word = word[:max(strings.LastIndexByte(word, '-'), 0)]
		}
		at = max(end, at+1)
	}
}

func idByte(c byte) bool {
	return c == '-' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

// known gives the document that a word names, whatever its case.
func known(word string, docs *doc.Set) (doc.ID, bool) {
	for _, id := range [...]doc.ID{doc.ID(word), doc.ID(strings.ToUpper(word))} {
		if docs.ByID(id) != nil {
			return id, true
		}
	}
	return "", false
}

// fits tells whether the text names a document at the version of an entry, and as one of its files where it says which.
func (s scope) fits(id doc.ID, e *entry) bool {
	for _, n := range s[id] {
		if (n.version == "" || n.version == e.claim.version) && (n.blob == "" || e.carriedAs(n.blob)) {
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
func (j *judge) scopeOf(c *history.Commit) scope {
	if s, ok := j.scopes[c.Hash]; ok {
		return s
	}
	s := scope{}
	for _, t := range c.Trailers {
		if strings.EqualFold(t.Key, "Document") {
			for part := range strings.SplitSeq(t.Value, ",") {
				s.read(strings.TrimSpace(part), j.docs)
			}
		}
	}
	if len(s) == 0 {
		s.subject(c.Subject, j.docs)
	}
	j.scopes[c.Hash] = s
	return s
}

// subject takes in the ids of a commit's subject. There only words count that are unmistakably ids: as written, and with
// a hyphen or a digit in them.
func (s scope) subject(text string, docs *doc.Set) {
	found := scope{}
	found.mention(text, docs)
	for id, mentions := range found {
		if strings.ContainsAny(string(id), "-0123456789") && strings.Contains(text, string(id)) {
			s[id] = mentions
		}
	}
}

// speaksFor tells whether the trailers of a commit speak for an entry.
func (s *timeline) speaksFor(c *history.Commit, e *entry) bool {
	found := s.scopeOf(c)
	return len(found) == 0 || found.fits(s.doc.ID, e)
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
	found := scope{}
	found.read(c.Subject+"\n"+c.Body, s.docs)
	for _, t := range c.Trailers {
		if strings.EqualFold(t.Key, "Document") {
			found.read(t.Value, s.docs)
		}
	}
	for _, n := range found[s.doc.ID] {
		if n.version != "" && (scope{s.doc.ID: {n}}).fits(s.doc.ID, e) {
			return true
		}
	}
	return false
}
