package approval

import (
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
	"clausebook/internal/plain"
)

// copied adds a doubt if what the trailers say was said of another text, of the commit from which they were copied with its message.
func (c *candidate) copied(e *entry, a act, from history.Hash) {
	if from != "" {
		c.doubt(ledger.RuleStaleHead, a.commit.Hash, phrase.Of(
			"%s approved the text of commit %s, whose message was copied onto a different text, %s", c.person, from.Short(), e.claim.words()))
	}
}

// copiedFrom gives the commit whose message another repeats over a different text of the document; nothing where there is none. Git names
// it in the message (cherry-pick -x); else it is one that landed no later, by the same author at the same time with the same words.
func (s *timeline) copiedFrom(a act) history.Hash {
	for _, from := range a.commit.CopiedFrom() {
		if s.differs(a, from) {
			return from
		}
	}
	for _, r := range s.written[a.commit.Author.When.Unix()] {
		if c := r.Commit; c != a.commit && c.Place <= a.by.Place && c.SameWords(a.commit) && s.binds(r.Facts) != a.text {
			return c.Hash
		}
	}
	return ""
}

// differs tells whether a commit has the document with another text than an act left of it. Where it cannot be read, or has no such
// document, nothing is known and nothing said.
func (s *timeline) differs(a act, from history.Hash) bool {
	then, ok := s.textAt(from, a.seen.Path)
	now, known := s.textAt(a.commit.Hash, a.seen.Path)
	return ok && known && then != now
}

// textAt gives what an approval binds of a file in a commit, as far as that can be told from the file alone.
func (s *timeline) textAt(at history.Hash, name string) (text string, ok bool) {
	if s.In.At == nil {
		return "", false
	}
	tree, err := s.In.At(at)
	if err != nil {
		return "", false
	}
	raw, err := plain.Read(tree, name, doc.MaxFile)
	if err != nil {
		return "", false
	}
	return s.binds((&doc.Reader{}).Facts(raw)), true
}
