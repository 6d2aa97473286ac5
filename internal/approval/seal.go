package approval

import (
	"slices"

	"clausebook/internal/history"
	"clausebook/internal/phrase"
)

// seal is what the signature of a commit or tag shows.
type seal struct {
	checked
	made    signed // what was signed
	person  Person // whose key it is; zero if nobody's who is known
	granted bool   // the key counts only since the change itself
}

// checksKeys tells whether there can be keys to check the signatures of a change by.
func (j *judge) checksKeys(change *history.Commit) bool {
	if j.in.At == nil {
		return false
	}
	p := j.policyBefore(change)
	return p.keyFiles() || j.present.keyFiles() || len(j.now.byKey) > 0
}

// sealOf checks the signature of a commit by the keys and people from before the change by which it came in. Each
// commit is checked once, for however many documents.
func (j *judge) sealOf(a act) seal {
	if s, ok := j.seals[a.commit.Hash]; ok {
		return s
	}
	payload, signature, err := splitCommit(a.commit.Raw)
	made := signed{payload: payload, signature: signature, kind: a.commit.Signature,
		when: signedAt(a.commit.Committer.When, j.newestParent(a.commit))}
	s := seal{checked: checked{soundness: broken, reason: phrase.Of("the commit has two signatures")}}
	if err == nil {
		s = j.keysBefore(a.by).seal(made, j.before(a.by))
		if s.soundness == unknownKey || s.soundness == good && s.person.IsZero() {
			if later := j.keysAt(a.by.Hash).seal(made, j.after(a.by)); later.soundness == good && !later.person.IsZero() {
				s, s.granted = later, true
			}
		}
	}
	j.seals[a.commit.Hash] = s
	return s
}

// seal checks a signature and finds its person. A key in people.yaml need not be in a file of keys too.
func (k *keyring) seal(made signed, d *directory) seal {
	s := seal{checked: k.check(made), made: made}
	if s.soundness == unknownKey && d.byKey[s.key] != nil {
		s.soundness, s.reason = good, phrase.Phrase{}
	}
	s.person = d.signatory(s.checked)
	return s
}

// fromSignature gives the approver who signed a commit. Most signatures approve nothing: they count only if the commit
// says what it approves, and the signer is no author and has the authority that the document asks for, or is named as
// the approver.
func (s *timeline) fromSignature(e *entry, a act, authors []author) []candidate {
	if a.commit.Signature == history.Unsigned || !s.checksKeys(a.by) {
		return nil
	}
	found := s.sealOf(a)
	if found.soundness != good || found.person.IsZero() {
		return nil
	}
	c := candidate{who: listedAs(found.person), person: found.person, day: dayOf(a.commit), change: a.by, stamp: s.stampOf(a.commit)}
	c.evidence = Evidence{
		Grade:  Signed,
		Commit: a.commit.Hash,
		What:   phrase.Of("commit of %s signed by %s with key %s", c.day, found.person, found.key),
	}
	if s.barred(e, c, authors) || !s.names(a.commit, found.person, e) || !s.approves(e, &c, &a) {
		return nil
	}
	if found.granted {
		c.doubt(
			RuleSelfAuthorized,
			a.commit.Hash,
			phrase.Of(
				"commit %s is signed with key %s of %s, but the same change added that key to the trusted keys, so the signature does not count for %s",
				a.commit.Hash.Short(),
				found.key,
				found.person,
				e.claim.words(),
			),
		)
	}
	if !found.granted {
		s.settledKey(e, &c, found.made, found.key)
	}
	s.compromised(e, &c, found.key, a.commit)
	c.stale(e, a)
	return []candidate{c}
}

// listedAs gives a function that finds a person by id.
func listedAs(p Person) func(*directory) (Person, bool) {
	return func(d *directory) (Person, bool) {
		if known := d.byID[p.ID]; known != nil {
			return personOf(*known, p.Email), known.Bot
		}
		return Person{Name: p.Name, Email: p.Email}, false
	}
}

// approves tells whether a signer is one who may be meant to approve: somebody with the authority asked for, or whom
// the front matter or a trailer of the commit names.
func (s *timeline) approves(e *entry, c *candidate, in *act) bool {
	probe := *c
	if s.authorize(e, &probe); e.meeting.held() {
		return probe.sound()
	}
	s.minor(e, &probe)
	if !s.wanted(s.before(c.change), s.policyBefore(c.change), e.approver).IsZero() {
		return probe.sound() || probe.doubts[0].Rule == RuleSelfAuthorized
	}
	names := []string{e.facts.ApprovedBy}
	if in != nil {
		for _, t := range in.commit.Trailers {
			if s.policyBefore(in.by).reviews(t.Key) {
				names = append(names, t.Value)
			}
		}
	}
	return slices.ContainsFunc(names, func(name string) bool { return s.now.names(name, c.person.ID) })
}

// signatureDoubts gives what is wrong with the signatures of the commits that carry a version. A broken one voids the
// approval: something was tampered with. One that merely shows nothing leaves what else there is.
func (s *timeline) signatureDoubts(e *entry, authors []author) []Verdict {
	var out []Verdict
	s.eachAct(e, func(a act) {
		if a.commit.Signature == history.Unsigned || !s.checksKeys(a.by) {
			return
		}
		found := s.sealOf(a)
		if s.tells(found, e.least, authors) {
			out = append(out, Verdict{Rule: RuleBadSignature, Commit: a.commit.Hash, Voids: found.soundness == broken,
				Message: phrase.Of(
					"the signature of commit %s on %s does not show an approval of %s: %s",
					a.commit.Hash.Short(),
					dayOf(a.commit),
					e.claim.words(),
					found.reason,
				)})
		}
	})
	if e.landing == nil || !s.checksKeys(e.landing) {
		return out
	}
	return append(out, s.tagDoubts(e)...)
}

// tells tells whether a signature that is not good has to be spoken of. That authors sign by keys which nobody lists
// is nothing unless signatures are asked for.
func (s *timeline) tells(found seal, least Grade, authors []author) bool {
	switch found.soundness {
	case broken:
		return true
	case outdated:
		return !slices.ContainsFunc(authors, func(a author) bool { return same(a.person, found.person) })
	case unknownKey, unchecked:
		return least == Signed
	}
	return false
}
