package approval

import (
	"clausebook/internal/date"
	"clausebook/internal/history"
	"clausebook/internal/keys"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
)

// compromised doubts a signature by a key that somebody else may have used: one of a day from which the key is said to be
// compromised, and one of an earlier day that the key alone claims. That it was is known from the tree that is judged, and
// speaks of the day that it names, however long before: whoever has the key can sign with any date. signed is the commit that bears
// the signature; nil for a tag, whose day nothing else shows.
func (s *timeline) compromised(e *entry, c *candidate, key string, signed *history.Commit) {
	since := s.Now.Compromised[key]
	switch {
	case !s.stolen(key, c.day, signed):
		return
	case c.day.Before(since):
		c.doubt(ledger.RuleCompromised, c.evidence.Commit, phrase.Of("%s is signed as of %s with key %s of %s, which is compromised from %s on, "+
			"and nothing but the key shows that it was signed before", e.claim.words(), c.day, key, c.person, since))
	default:
		c.doubt(ledger.RuleCompromised, c.evidence.Commit, phrase.Of("%s was signed on %s with key %s of %s, which is compromised from %s on",
			e.claim.words(), c.day, key, c.person, since))
	}
}

// stolen tells whether somebody else may have made a signature of a day.
func (s *timeline) stolen(key string, on date.Date, signed *history.Commit) bool {
	since, known := s.Now.Compromised[key]
	return known && (signed == nil || !on.Before(since) || !s.showedBefore(signed, key, since))
}

// showedBefore tells whether the main line held a commit before a day, as a commit shows that was not signed with the same key.
func (s *timeline) showedBefore(signed *history.Commit, key string, before date.Date) bool {
	from := s.Log.LandedBy(signed)
	for c := range s.Log.MainLine() {
		switch {
		case c.Place < from.Place:
		case !s.LatestAt(c.Place).Before(before):
			return false
		case c.Hash != signed.Hash && s.keyOf(c) != key:
			return true
		}
	}
	return false
}

// keyOf gives the fingerprint of the key that signed a commit; nothing where it bears no signature, or one that cannot be read.
func (s *timeline) keyOf(c *history.Commit) string {
	if c.Signature == history.Unsigned {
		return ""
	}
	payload, signature, err := keys.SplitCommit(c.Raw)
	if err != nil {
		return ""
	}
	return s.KeysAt(s.Log.Head).Check(keys.Signed{Payload: payload, Signature: signature, Kind: c.Signature, When: c.Committer.When}).Key
}
