package approval

import (
	"maps"
	"slices"
	"strings"

	"clausebook/internal/aside"
	"clausebook/internal/doc"
	"clausebook/internal/gerrit"
	"clausebook/internal/gittuf"
	"clausebook/internal/history"
	"clausebook/internal/keys"
	"clausebook/internal/ledger"
	"clausebook/internal/naming"
	"clausebook/internal/phrase"
	"clausebook/internal/reviews"
	"clausebook/internal/trust"
)

// attestation is one of gittuf, joined to the history. It lets the main line go from one commit to one state and speaks for the texts
// that this brought, as they are in the state. It does so once: the first commit of the main line that has the state is it.
type attestation struct {
	*aside.Attestation
	about  naming.Scope // of a tag: the documents that it names; nil for branches
	signed []*attestedSignature

	documents map[doc.ID]bool // for which it speaks
	faulty    bool            // and is told among the faults
}

// attestedSignature is a signature with the commit that brought it.
type attestedSignature struct {
	detached
	keyID string
	since history.LineCommit
	told  bool // that it does not count
}

// readAttestations reads the attestations and finds which documents those of tags name.
func (j *judge) readAttestations() []*attestation {
	var out []*attestation
	for _, read := range j.asides.reader.Attestations() {
		a := &attestation{Attestation: read, documents: map[doc.ID]bool{}}
		if tag, ok := strings.CutPrefix(a.Ref, "refs/tags/"); ok {
			a.about = naming.Scope{}
			a.about.Read(tag, j.docs)
		}
		out = append(out, a)
	}
	return out
}

// allows tells whether an attestation is about the text of an entry: the change that it allows brought it, and the state has it.
func (s *timeline) allows(a *attestation, e *entry) bool {
	if a.By == nil || e.landing == nil || e.landing == s.Next || e.landing.Place > a.By.Place ||
		a.Start != nil && e.landing.Place <= a.Start.Place || a.about != nil && !e.namedBy(a.about, s.doc.ID) {
		return false
	}
	state := a.By.Hash
	if a.Commit != "" {
		state = a.Commit
	}
	return slices.ContainsFunc(e.carriers, func(c carrier) bool {
		return c.text == e.content && s.blobIn(state, c.Path, c.landed.Path) == c.Blob
	})
}

// blobIn is blobAt for the states of attestations, of which many may be about one.
func (s *timeline) blobIn(state history.Hash, p, landed string) history.Hash {
	key := [3]string{string(state), p, landed}
	blob, known := s.asides.blobs[key]
	if !known {
		blob, _ = s.blobAt(state, p, landed)
		s.asides.blobs[key] = blob
	}
	return blob
}

// shows tells whether the state that an attestation is about has the text of an entry, under whatever claim.
func (s *timeline) shows(a *attestation, e *entry) bool {
	if a.By == nil {
		return false
	}
	blob := s.blobIn(a.By.Hash, s.doc.Path, s.path)
	return blob != "" && s.holds(blob, e)
}

// signatures gives those that can be checked, each with when it came, and reports the others.
func (j *judge) signatures(a *attestation) []*attestedSignature {
	if a.signed != nil {
		return a.signed
	}
	a.signed = []*attestedSignature{}
	for _, g := range a.Signatures {
		if !a.MayCheck() {
			j.faulty(a, aside.Fault(aside.ErrTooMany))
			break
		}
		if g.Sigstore {
			j.faulty(a, phrase.Of("it is signed as %s with Sigstore, which would take a root of trust from elsewhere and is not checked; "+
				"sign with a key of SSH or OpenPGP", gerrit.Clean(g.KeyID)))
			continue
		}
		line, _, _ := strings.Cut(string(g.Armored), "\n")
		kind := keys.ArmorKind([]byte(line))
		if kind != history.SSH && kind != history.OpenPGP {
			j.faulty(a, phrase.Of("the signature with key id %s is not of SSH or OpenPGP", gerrit.Clean(g.KeyID)))
			continue
		}
		since := a.Since(func(then gittuf.Attestation) bool {
			return slices.ContainsFunc(then.Signatures, func(x gittuf.Signature) bool { return string(x.Armored) == string(g.Armored) })
		})
		made := keys.Signed{Payload: a.Signed, Signature: g.Armored, Kind: kind, When: trust.SignedAt(since.Committer.When, a.Start)}
		a.signed = append(a.signed, &attestedSignature{detached{made, map[*keys.Ring]trust.Seal{}}, gerrit.Clean(g.KeyID), since, false})
	}
	return a.signed
}

// faulty reports an attestation of which something shows nothing.
func (j *judge) faulty(a *attestation, why phrase.Phrase) {
	a.faulty = true
	j.unusable(a.row(), why)
}

// fromAttestations gives the approvers whom attestations about a text show.
func (s *timeline) fromAttestations(e *entry, authors []author) []candidate {
	var out []candidate
	for _, a := range s.asides.allowed {
		switch {
		case !s.allows(a, e):
		case a.App == "":
			out = append(out, s.fromAuthorization(e, a, authors)...)
		default:
			out = append(out, s.fromApp(e, a, authors)...)
		}
	}
	return slices.DeleteFunc(out, func(c candidate) bool { return s.ToCome(c.day) })
}

// fromAuthorization gives those who signed that a change may land.
func (s *timeline) fromAuthorization(e *entry, a *attestation, authors []author) []candidate {
	var out []candidate
	for _, g := range s.signatures(a) {
		found := s.sealOfDetached(&g.detached, e.landing)
		if found.Soundness != keys.Good || found.Person.IsZero() {
			s.unsealed(a, g, found)
			continue
		}
		c := s.attestedBy(e, a, g.since)
		c.who, c.person = trust.ListedAs(found.Person), found.Person
		c.evidence = ledger.Evidence{Grade: ledger.Signed, Commit: a.By.Hash,
			What: phrase.Of("authorization in gittuf to move %s to commit %s, signed by %s "+
				"with key %s; known since %s", a.Ref, a.By.Hash.Short(), found.Person, found.Key, c.day)}
		if s.barred(e, c, authors) || !s.approves(e, &c, nil) {
			continue
		}
		if found.Granted {
			c.doubt(ledger.RuleSelfAuthorized, e.commitOf(),
				phrase.Of("an authorization in gittuf is signed with key %s of %s, but commit %s itself "+
					"added that key to the trusted keys, so it does not count for %s", found.Key, found.Person, e.landing.Hash.Short(), e.claim.words()))
		} else {
			s.settledKey(e, &c, g.made, found.Key)
		}
		s.compromised(e, &c, found.Key, nil)
		a.documents[s.doc.ID] = true
		out = append(out, c)
	}
	return out
}

// attestedBy begins a candidate whose evidence came with a commit of the attestations' line. A time that is older than the
// commit from which the change goes out shows no day.
func (s *timeline) attestedBy(e *entry, a *attestation, since history.LineCommit) candidate {
	day := since.Committer.Day()
	c := candidate{day: day, change: e.landing, late: s.Later(day, e.landing), stamp: &stamp{made: day}}
	if a.Start != nil {
		c.stamp.after = a.Start.Committer.Day()
	}
	return c
}

// unsealed reports a signature by which nobody can be told.
func (s *timeline) unsealed(a *attestation, g *attestedSignature, found trust.Seal) {
	if g.told {
		return
	}
	g.told = true
	why := found.Reason
	if why.IsZero() {
		why = phrase.Of("key %s is not of a person in people.yaml", found.Key)
	}
	s.faulty(a, phrase.Of("the signature with key id %s of %s does not count: %s", g.keyID, g.since.Committer.Day(), why))
}

// fromApp gives those whose reviews an app attests. It is as good as an export of a forge that somebody brought with a signature, and
// shows nothing if the app's key is nobody's who is trusted.
func (s *timeline) fromApp(e *entry, a *attestation, authors []author) []candidate {
	by := s.appOf(e, a, authors)
	if by.IsZero() {
		return nil
	}
	var out []candidate
	for _, r := range a.Approvers {
		if slices.ContainsFunc(a.Dismissed, r.Same) {
			s.faulty(a, phrase.Of("it says of %s both that the review approves and that it was dismissed", gerrit.Clean(r.String())))
			continue
		}
		c := s.attestedBy(e, a, a.Since(func(then gittuf.Attestation) bool { return slices.ContainsFunc(then.Approvers, r.Same) }))
		c.who = a.reviewer(r)
		c.person, _ = c.who(s.Now)
		c.evidence = ledger.Evidence{Grade: ledger.Forge, Commit: a.By.Hash,
			What: phrase.Of("review by %s (%s) of what commit %s brought to %s, attested by %s "+
				"in gittuf; known since %s", c.person, gerrit.Clean(r.String()), a.By.Hash.Short(), a.Ref, by, c.day)}
		a.documents[s.doc.ID] = true
		out = append(out, c)
	}
	return out
}

// attested tells whether somebody who is trusted signed what an app attests.
func (s *timeline) attested(a *attestation, e *entry) bool { return !s.appOf(e, a, e.authors).IsZero() }

// appOf names who attests: a listed bot or the forge, or a listed person who is no author of the text, by a key that counts. Nothing if
// no signature is by one of these, which is reported.
func (s *timeline) appOf(e *entry, a *attestation, authors []author) phrase.Phrase {
	for _, g := range s.signatures(a) {
		found := s.sealOfDetached(&g.detached, e.landing)
		day := g.since.Committer.Day()
		name, bot := s.Before(e.landing).Machine(found.Checked)
		if name == "" && !found.Granted {
			name, bot = s.Now.Machine(found.Checked)
		}
		switch {
		case found.Soundness != keys.Good:
		case found.Granted:
			found.Reason = phrase.Of("commit %s itself added key %s to the trusted keys", e.landing.Hash.Short(), found.Key)
		case s.stolen(found.Key, day, nil):
			found.Reason = phrase.Of("key %s is compromised", found.Key)
		case bot:
			return phrase.Of("the app %s with key %s", name, found.Key)
		case found.Person.ID == "":
		case s.isAuthor(candidate{who: trust.ListedAs(found.Person), person: found.Person, change: e.landing}, authors):
			found.Reason = phrase.Of("%s wrote the text", found.Person)
		default:
			return phrase.Of("%s with key %s", found.Person, found.Key)
		}
		s.unsealed(a, g, found)
	}
	return phrase.Phrase{}
}

// reviewer gives a function that finds the person behind a user whom an app names.
func (a *attestation) reviewer(r gittuf.Reviewer) func(*trust.Directory) (trust.Person, bool) {
	if r.Login != "" {
		return inAccount(reviews.Account{Host: a.Host, ID: r.ID, Login: r.Login})
	}
	return func(d *trust.Directory) (trust.Person, bool) {
		if r.Email != "" {
			return d.Join(history.Identity{Name: gerrit.Clean(r.Email), Email: r.Email})
		}
		if known := d.ByKey[r.Key]; known != nil {
			return trust.PersonOf(*known, ""), known.Bot
		}
		return trust.Person{Name: gerrit.Clean(r.Key)}, false
	}
}

// row gives what is told of the attestation.
func (a *attestation) row() aside.Kept {
	out := a.Row(slices.Sorted(maps.Keys(a.documents)))
	commit, _ := a.Line.At(a.State)
	if len(a.signed) > 0 {
		commit = a.signed[0].since
	}
	out.Brought = phrase.Of("commit %s of %s", commit.Hash.Short(), commit.Committer.Day())
	return out
}
