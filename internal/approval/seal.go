package approval

import (
	"slices"

	"clausebook/internal/history"
	"clausebook/internal/keys"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
	"clausebook/internal/trust"
)

// checksKeys tells whether there can be keys to check the signatures of a change by.
func (j *judge) checksKeys(change *history.Commit) bool {
	if j.In.At == nil {
		return false
	}
	p := j.PolicyBefore(change)
	return p.KeyFiles() || j.Present.KeyFiles() || len(j.Now.ByKey) > 0
}

// sealOf checks the signature of a commit by the keys and people from before the change by which it came in. Each
// commit is checked once, for however many documents.
func (j *judge) sealOf(a act) trust.Seal {
	if s, ok := j.seals[a.commit.Hash]; ok {
		return s
	}
	payload, signature, err := keys.SplitCommit(a.commit.Raw)
	made := keys.Signed{Payload: payload, Signature: signature, Kind: a.commit.Signature,
		When: trust.SignedAt(a.commit.Committer.When, j.NewestParent(a.commit))}
	s := trust.Seal{Checked: keys.Checked{Soundness: keys.Broken, Reason: phrase.Of("the commit has two signatures")}}
	if err == nil {
		s = j.Before(a.by).Seal(made, j.KeysBefore(a.by))
		if s.Soundness == keys.UnknownKey || s.Soundness == keys.Good && s.Person.IsZero() {
			if later := j.After(a.by).Seal(made, j.KeysAt(a.by.Hash)); later.Soundness == keys.Good && !later.Person.IsZero() {
				s, s.Granted = later, true
			}
		}
	}
	j.seals[a.commit.Hash] = s
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
	if found.Soundness != keys.Good || found.Person.IsZero() {
		return nil
	}
	c := candidate{who: trust.ListedAs(found.Person), person: found.Person, day: a.commit.Committer.Day(), change: a.by,
		stamp: s.stampOf(a.commit)}
	c.evidence = ledger.Evidence{
		Grade:  ledger.Signed,
		Commit: a.commit.Hash,
		What:   phrase.Of("commit of %s signed by %s with key %s", c.day, found.Person, found.Key),
	}
	if s.barred(e, c, authors) || !s.names(a.commit, found.Person, e) || !s.approves(e, &c, &a) {
		return nil
	}
	if found.Granted {
		c.doubt(
			ledger.RuleSelfAuthorized,
			a.commit.Hash,
			phrase.Of(
				"commit %s is signed with key %s of %s, but the same change added that key to the trusted keys, so the signature does not count for %s",
				a.commit.Hash.Short(),
				found.Key,
				found.Person,
				e.claim.words(),
			),
		)
	}
	if !found.Granted {
		s.settledKey(e, &c, found.Made, found.Key)
	}
	s.compromised(e, &c, found.Key, a.commit)
	c.stale(e, a)
	return []candidate{c}
}

// approves tells whether a signer is one who may be meant to approve: somebody with the authority asked for, or whom
// the front matter or a trailer of the commit names.
func (s *timeline) approves(e *entry, c *candidate, in *act) bool {
	probe := *c
	if s.authorize(e, &probe); e.meeting.Held() {
		return probe.sound()
	}
	s.minor(e, &probe)
	if !s.wanted(s.Before(c.change), s.PolicyBefore(c.change), e.approver).IsZero() {
		return probe.sound() || probe.doubts[0].Rule == ledger.RuleSelfAuthorized
	}
	names := []string{e.facts.ApprovedBy}
	if in != nil {
		for _, t := range in.commit.Trailers {
			if s.PolicyBefore(in.by).Reviews(t.Key) {
				names = append(names, t.Value)
			}
		}
	}
	return slices.ContainsFunc(names, func(name string) bool { return s.Now.Names(name, c.person.ID) })
}

// signatureDoubts gives what is wrong with the signatures of the commits that carry a version. A broken one voids the
// approval: something was tampered with. One that merely shows nothing leaves what else there is.
func (s *timeline) signatureDoubts(e *entry, authors []author) []ledger.Verdict {
	var out []ledger.Verdict
	s.eachAct(e, func(a act) {
		if a.commit.Signature == history.Unsigned || !s.checksKeys(a.by) {
			return
		}
		found := s.sealOf(a)
		if s.tells(found, e.least, authors) {
			out = append(out, ledger.Verdict{Rule: ledger.RuleBadSignature, Commit: a.commit.Hash, Voids: found.Soundness == keys.Broken,
				Message: phrase.Of(
					"the signature of commit %s on %s does not show an approval of %s: %s",
					a.commit.Hash.Short(),
					a.commit.Committer.Day(),
					e.claim.words(),
					found.Reason,
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
func (s *timeline) tells(found trust.Seal, least ledger.Grade, authors []author) bool {
	switch found.Soundness {
	case keys.Broken:
		return true
	case keys.Outdated:
		return !slices.ContainsFunc(authors, func(a author) bool { return trust.Same(a.person, found.Person) })
	case keys.UnknownKey, keys.Unchecked:
		return least == ledger.Signed
	}
	return false
}
