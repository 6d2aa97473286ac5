package approval

import (
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/keys"
	"clausebook/internal/ledger"
	"clausebook/internal/naming"
	"clausebook/internal/phrase"
	"clausebook/internal/trust"
)

// tag is a signed tag, and which documents it speaks of.
type tag struct {
	history.Tag
	detached
	about naming.Scope          // the documents that it names; one that names none approves none
	blobs map[history.Hash]bool // of the files in its commit; nil until asked for
}

// detached is a signature that does not come with a commit of the main line.
type detached struct {
	made  keys.Signed
	seals map[*keys.Ring]trust.Seal
}

// signedTags gives the tags that bear a signature and had been made by the day that is judged. A ref under another name
// than that of the tag is reported, and its tag counts for nothing.
func (j *judge) signedTags(in Input) []*tag {
	var out []*tag
	for _, t := range in.Tags {
		payload, signature, kind := keys.SplitTag(t.Raw)
		if kind == history.Unsigned || !in.Clock.Came(t.Tagger.Day()) {
			continue
		}
		named, about := readTag(t, in.Docs)
		if named != t.Name {
			j.Report("", fmt.Sprintf("ref `refs/tags/%s` points to a signed tag with the name `%s`, so it approves nothing", t.Name, named))
			continue
		}
		made := keys.Signed{Payload: payload, Signature: signature, Kind: kind,
			When: trust.SignedAt(t.Tagger.When, j.Log.Commit(t.Commit))}
		out = append(out, &tag{Tag: t, detached: detached{made, map[*keys.Ring]trust.Seal{}}, about: about})
	}
	return out
}

// readTag takes a tag apart. What it names is what was signed: the name inside of the tag object and its text. The name of
// the ref that leads to it can be anything.
func readTag(t history.Tag, docs *doc.Set) (named string, about naming.Scope) {
	about = naming.Scope{}
	for line := range strings.Lines(string(t.Raw)) {
		if line == "\n" {
			break
		}
		if name, ok := strings.CutPrefix(line, "tag "); ok {
			named = strings.TrimSuffix(name, "\n")
		}
	}
	about.Read(named, docs)
	about.Read(t.Text, docs)
	return named, about
}

// sealOfDetached checks a signature by the keys from before the change that it approves, else by the present ones: a tag or an
// attestation may be made long after, with a key that did not exist then. A key that came in with the change itself never counts.
func (j *judge) sealOfDetached(t *detached, change *history.Commit) trust.Seal {
	s := t.seal(j.KeysBefore(change), j.Before(change))
	if s.Soundness == keys.Good && !s.Person.IsZero() || s.Soundness == keys.Broken {
		return s
	}
	if by := t.seal(j.KeysAt(change.Hash), j.After(change)); by.Soundness == keys.Good && !by.Person.IsZero() {
		by.Granted = true
		return by
	}
	if now := t.seal(j.KeysAt(j.Log.Head), j.Before(nil)); now.Soundness == keys.Good && !now.Person.IsZero() {
		return now
	}
	return s
}

// seal checks the signature by some keys, once. The people that go with a keyring hardly ever differ where it does not, and
// the person is looked up anew.
func (t *detached) seal(k *keys.Ring, d *trust.Directory) trust.Seal {
	s, ok := t.seals[k]
	if !ok {
		s = trust.Seal{Checked: k.Check(t.made)}
		t.seals[k] = s
	}
	if s.Soundness == keys.UnknownKey && d.ByKey[s.Key] != nil {
		s.Soundness, s.Reason = keys.Good, phrase.Phrase{}
	}
	s.Person = d.Signatory(s.Checked)
	return s
}

// fromTags gives the approvers who signed tags of commits that hold the approved text.
func (s *timeline) fromTags(e *entry, authors []author) []candidate {
	if e.landing == nil || !s.checksKeys(e.landing) {
		return nil
	}
	var out []candidate
	for _, t := range s.tags {
		if !e.namedBy(t.about, s.doc.ID) {
			continue
		}
		found := s.sealOfDetached(&t.detached, e.landing)
		if found.Soundness != keys.Good || found.Person.IsZero() || !s.covers(t, e) {
			continue
		}
		c := candidate{who: trust.ListedAs(found.Person), person: found.Person, day: dayOfTag(t), change: e.landing,
			late: s.Later(dayOfTag(t), e.landing), stamp: &stamp{made: dayOfTag(t), after: s.dayOfCommit(t.Commit)}}
		c.evidence = ledger.Evidence{
			Grade:  ledger.Signed,
			Commit: t.Commit,
			What:   phrase.Of("tag %s of %s signed by %s with key %s", t.Name, c.day, found.Person, found.Key),
		}
		if s.barred(e, c, authors) || !s.approves(e, &c, nil) {
			continue
		}
		if found.Granted {
			c.doubt(
				ledger.RuleSelfAuthorized,
				e.commitOf(),
				phrase.Of(
					"tag %s is signed with key %s of %s, but commit %s itself added that key to the trusted keys, so the tag does not count for %s",
					t.Name,
					found.Key,
					found.Person,
					e.landing.Hash.Short(),
					e.claim.words(),
				),
			)
		}
		if !found.Granted {
			s.settledKey(e, &c, t.made, found.Key)
		}
		s.compromised(e, &c, found.Key, nil)
		out = append(out, c)
	}
	return out
}

// covers tells whether the commit of a tag holds the version with the text that was approved.
func (s *timeline) covers(t *tag, e *entry) bool {
	if t.blobs == nil {
		blobs, err := s.blobsOf(t.Commit)
		if err != nil {
			s.Report(s.docs.Folder.Folder(), fmt.Sprintf("the files of tag %s cannot be listed: %v", t.Name, err))
		}
		t.blobs = blobs
	}
	return slices.ContainsFunc(e.carriers, func(r carrier) bool { return r.text == e.content && t.blobs[r.Blob] })
}

// tagDoubts gives what is wrong with the signatures of tags that name the document and hold the version.
func (s *timeline) tagDoubts(e *entry) []ledger.Verdict {
	var out []ledger.Verdict
	for _, t := range s.tags {
		if !e.namedBy(t.about, s.doc.ID) {
			continue
		}
		found := s.sealOfDetached(&t.detached, e.landing)
		if found.Soundness == keys.Good || !s.covers(t, e) {
			continue
		}
		out = append(out, ledger.Verdict{Rule: ledger.RuleBadSignature, Commit: t.Commit, Voids: found.Soundness == keys.Broken,
			Message: phrase.Of(
				"the signature of tag %s on %s does not show an approval of %s: %s",
				t.Name,
				dayOfTag(t),
				e.claim.words(),
				found.Reason,
			)})
	}
	return out
}

// blobsOf gives the names of all files that a commit has in the folder of documents.
func (j *judge) blobsOf(commit history.Hash) (map[history.Hash]bool, error) {
	tree, err := j.In.At(commit)
	if err != nil {
		return nil, err
	}
	return history.BlobsOf(tree, j.docs.Folder)
}

// dayOfTag gives the day on which a tag was made, in the zone of judgement.
func dayOfTag(t *tag) date.Date { return t.Tagger.Day() }

// dayOfCommit gives the day of a commit by its name; zero where it is not known.
func (j *judge) dayOfCommit(h history.Hash) date.Date {
	if c := j.Log.Commit(h); c != nil {
		return c.Committer.Day()
	}
	return date.Date{}
}
