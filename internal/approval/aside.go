package approval

import (
	"fmt"
	"slices"

	"clausebook/internal/aside"
	"clausebook/internal/diag"
	"clausebook/internal/gerrit"
	"clausebook/internal/gittuf"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
	"clausebook/internal/trust"
)

// Reviews may be kept in git itself, beside the branches: as notes of Gerrit (note.go) or attestations of gittuf (attestation.go).
// They are evidence and no rules. They speak for the day that they state, and are known since the commit of their own line that
// brought them. Who is who, and whose key counts, the files of people and keys of before a change decide; what these lines
// say of people, keys and apps can take trust away and gives none.

// asides is what was read of that.
type asides struct {
	reader  *aside.Reader
	notes   *aside.Notes
	noted   map[history.Hash]*note // by the commit that they are about; nil for one that has none
	spoke   []*note                // in the order in which they were asked for
	allowed []*attestation
	faults  []aside.Kept
	blobs   map[[3]string]history.Hash // of documents in the states of attestations
	named   map[string]bool            // what was reported
}

// readAsides opens the lines that tools keep.
func (j *judge) readAsides(in Input) *asides {
	x := &asides{noted: map[history.Hash]*note{}, named: map[string]bool{}, blobs: map[[3]string]history.Hash{}}
	if in.Line == nil {
		return x
	}
	j.asides = x
	x.reader = &aside.Reader{Log: j.Log, Main: in.Main, Open: in.Line, Report: func(what phrase.Phrase, ref string, why phrase.Phrase) {
		j.unusable(aside.Kept{What: what, Ref: ref}, why)
	}}
	x.notes = x.reader.Notes()
	x.allowed = j.readAttestations()
	return x
}

// unusable reports a review that shows nothing, once.
func (j *judge) unusable(x aside.Kept, why phrase.Phrase) {
	x.Problem = why
	message := fmt.Sprintf("%s is not used: %s", x.What, why)
	if j.asides.named[message] {
		return
	}
	j.asides.named[message] = true
	j.asides.faults = append(j.asides.faults, x)
	if n := len(j.asides.faults); n <= aside.Most {
		j.Reports = append(j.Reports, diag.Finding{Rule: ledger.RuleAside, Commit: string(x.Landed), Message: message})
	}
}

// told gives what became of the reviews, by what they are.
func (x *asides) told(j *judge) aside.Summary {
	var reviews, others []aside.Kept
	for _, n := range x.spoke {
		if row := n.row(); len(row.Documents) > 0 {
			reviews = append(reviews, row)
		}
	}
	for _, a := range x.allowed {
		switch row := a.row(); {
		case len(row.Documents) > 0:
			reviews = append(reviews, row)
		case !a.faulty:
			others = append(others, row)
		}
	}
	if n := len(x.faults) - aside.Most; n > 0 {
		j.Reports = append(j.Reports, diag.Finding{Rule: ledger.RuleAside,
			Message: fmt.Sprintf("%d more reviews that are kept in git are not used", n)})
	}
	return aside.Bounded(append(reviews, x.faults...), others)
}

// contradictedAside doubts an approval if the same person's review in git, given on that day or later, says otherwise.
func (s *timeline) contradictedAside(e *entry, c *candidate) {
	if e.landing == nil || c.person.IsZero() {
		return
	}
	s.eachObjection(e, func(o objection) {
		if trust.Same(o.by, c.person) && !o.day.Before(c.day) {
			c.doubt(ledger.RuleReview, o.commit, phrase.Of("%s is said to have approved %s on %s, but voted %s on commit %s",
				c.person, e.claim.words(), c.day, o.vote, o.commit.Short()))
		}
	})
	for _, a := range s.asides.allowed {
		if a.App == "" || len(a.Dismissed) == 0 || !s.shows(a, e) {
			continue
		}
		for _, r := range a.Dismissed {
			by, _ := a.reviewer(r)(s.Now)
			day := a.Since(func(x gittuf.Attestation) bool { return slices.ContainsFunc(x.Dismissed, r.Same) }).Committer.Day()
			if trust.Same(by, c.person) && !day.Before(c.day) && s.attested(a, e) {
				c.doubt(ledger.RuleReview, a.By.Hash, phrase.Of("%s is said to have approved %s on %s, but the app %s attests that the review "+
					"was dismissed by %s", c.person, e.claim.words(), c.day, gerrit.Clean(a.App), day))
			}
		}
	}
}

// votesAgainst tells which listed people other than the approver voted against a text. It is not for this program to say who is right.
func (s *timeline) votesAgainst(e *entry, v ledger.Version) []ledger.Verdict {
	var out []ledger.Verdict
	if e.landing == nil {
		return nil
	}
	s.eachObjection(e, func(o objection) {
		if o.by.ID == "" || trust.Same(o.by, v.Approver) {
			return
		}
		out = append(out, ledger.Verdict{Rule: ledger.RuleVote, Commit: o.commit,
			Message: phrase.Of("%s voted %s on commit %s, which brought %s", o.by, o.vote, o.commit.Short(), e.claim.words())})
	})
	return out
}
