// Package naming reads which documents a text names, and which version or file of each: a signature or a trailer approves what it
// names, and no more.
package naming

import (
	"regexp"
	"strings"

	"clausebook/internal/doc"
)

// Scope says which documents a text of evidence names, and which version or file of each where it says so. A signature or a
// trailer approves what it names, and no more.
type Scope map[doc.ID][]mentioned

// mentioned is one mention of a document. What is empty is not said.
type mentioned struct {
	Version string
	Blob    string // the first digits of what git calls the file
}

// manifestLine is `ID VERSION [BLOB]`, as `clausebook approve --tag` writes it.
var manifestLine = regexp.MustCompile(`^\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s+v?([0-9]+(?:\.[0-9]+)+)(?:\s+([0-9a-f]{7,64}))?\s*$`)

// versionAfter finds a version right behind an id, as in "POL-CHG 1.1" or "pol-chg-v1.1".
var versionAfter = regexp.MustCompile(`^[-_/ ]*[vV]?([0-9]+(?:\.[0-9]+)+)`)

// add notes a mention.
func (s Scope) add(id doc.ID, n mentioned) { s[id] = append(s[id], n) }

// Read takes in a text: lines of a manifest as they say, and ids that stand anywhere else in it.
func (s Scope) Read(text string, docs *doc.Set) {
	for line := range strings.Lines(text) {
		if m := manifestLine.FindStringSubmatch(line); m != nil {
			if id, ok := known(m[1], docs); ok {
				s.add(id, mentioned{m[2], m[3]})
				continue
			}
		}
		s.mention(line, docs)
	}
}

// mention takes in the ids that a line gives, whatever their case: "pol-chg-1.1" gives POL-CHG at version 1.1.
func (s Scope) mention(line string, docs *doc.Set) {
	for at := 0; at < len(line); {
		end := at
		for end < len(line) && idByte(line[end]) {
			end++
		}
		word := line[at:end]
		for word != "" {
			if id, ok := known(word, docs); ok {
				n := mentioned{}
				if m := versionAfter.FindStringSubmatch(line[at+len(word):]); m != nil {
					n.Version = m[1]
				}
				s.add(id, n)
				break
			}
			word = word[:max(strings.LastIndexByte(word, '-'), 0)]
		}
		at = max(end, at+1)
	}
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

func idByte(c byte) bool {
	return c == '-' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

// Subject takes in the ids of a commit's subject. There only words count that are unmistakably ids: as written, and with
// a hyphen or a digit in them.
func (s Scope) Subject(text string, docs *doc.Set) {
	found := Scope{}
	found.mention(text, docs)
	for id, mentions := range found {
		if strings.ContainsAny(string(id), "-0123456789") && strings.Contains(text, string(id)) {
			s[id] = mentions
		}
	}
}
