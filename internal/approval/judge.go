// Package approval judges which versions of a document were approved, by whom, when and on what evidence.
//
// The committer is never called the approver. Each approval has a grade that says what it rests on, and each doubt
// is a verdict that names its commit. People, roles and keys are read as of the commit before the change, so that a
// change cannot give itself authority.
package approval

import (
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/imported"
	"clausebook/internal/ledger"
	"clausebook/internal/memo"
	"clausebook/internal/naming"
	"clausebook/internal/trust"
)

// Input is what approvals are judged by. What needs a missing part of the source is not judged.
type Input struct {
	Docs    *doc.Set
	History *history.Log
	trust.Source
	// Line gives a reference beside the branches as it was on the day of judgement; nil where there is none.
	Line    func(ref string) (*history.Line, error)
	Main    []history.MainRef // the branches that the main line may be of
	Lowered bool              // findings on rules that were lowered are wanted; that takes a look at each commit of the main line

	// Memory is what was judged by the same input before, but for the texts of the documents: each has its judgement where it has not
	// changed. It may be nil.
	Memory *memo.Parts[*doc.Document, *Judgement]
}

// Judgement is what was judged of one document, by its own text and what all documents share.
type Judgement struct {
	versions []ledger.Version
	withdrew []diag.Finding
	asking   *ledger.Version
	retired  *ledger.Version
}

// Judge gives the approved versions of every document, each with its evidence and with what speaks against it. What
// needs history is said only where the history can be relied on.
func Judge(in Input) *ledger.Ledger {
	j := newJudge(in)
	versions := make(map[doc.ID][]ledger.Version, len(in.Docs.Documents))
	for _, d := range in.Docs.Documents {
		if in.Docs.ByID(d.ID) != d {
			continue // the id belongs to another document, and so does its ledger
		}
		if found := j.document(d, in.Memory); len(found) > 0 {
			versions[d.ID] = found
		}
	}
	if len(j.Reports) > 0 {
		in.Memory.Forget() // what was reported while some document was judged would not be the next time
	}
	l := ledger.NewLedger(leastGrade(j.Present), versions)
	l.Provable, l.Alone, l.Exports, l.Asking = j.Log.Reliable(), j.Alone(), j.told(), j.reviewed
	l.Aside, l.Retired = j.asides.told(j), j.retired
	l.Findings = append(j.findings(in.Lowered), ledger.Unmatched(l.Exports)...)
	if j.dirty {
		l.Next = j.Next
	}
	return l
}

// judge carries what is the same for all documents.
type judge struct {
	*trust.Book
	docs     *doc.Set
	seals    map[history.Hash]trust.Seal
	tags     []*tag
	exports  *exports
	asides   *asides
	scopes   map[history.Hash]naming.Scope
	naming   map[doc.ID][]*history.Commit // of the main line, by the documents that their `Document:` trailers name
	reviewed map[doc.ID]ledger.Version    // see Ledger.Asking
	retired  map[doc.ID]ledger.Version    // see Ledger.Retired
	claimed  map[string]string            // whom a line names, as claimants gives it; many documents and revisions have the same
	unsigned bool                         // an approval is judged by who wrote what is not committed
	dirty    bool                         // some document differs from what is committed
	withdrew []diag.Finding               // what is to be said of approvals that were taken back
}

// newJudge prepares what all documents share.
func newJudge(in Input) *judge {
	log := in.History
	if log == nil {
		log = &history.Log{State: history.NoRepository}
	}
	j := &judge{docs: in.Docs, seals: map[history.Hash]trust.Seal{}, scopes: map[history.Hash]naming.Scope{},
		naming:   map[doc.ID][]*history.Commit{},
		reviewed: map[doc.ID]ledger.Version{}, retired: map[doc.ID]ledger.Version{}, claimed: map[string]string{}}
	source := in.Source
	source.Folder = in.Docs.Folder.Folder()
	if source.Elsewhere == nil {
		source.Elsewhere = imported.Read(in.imports(log))
	}
	j.Book = trust.New(source, log)
	j.exports, j.asides = &exports{}, &asides{}
	if log.Reliable() {
		for _, c := range log.Mentioning("Document:") {
			for id := range j.scopeOf(c) {
				j.naming[id] = append(j.naming[id], c)
			}
		}
	}
	if log.Reliable() && in.At != nil {
		j.tags = j.signedTags(in)
		j.exports = j.readExports(in.Config.Approval.Exports)
		j.asides = j.readAsides(in)
	}
	return j
}

// findings gives what was wrong with the files of keys and reviews, each once. Of the keys only the present ones can
// still be fixed.
func (j *judge) findings(lowered bool) []diag.Finding {
	out := slices.Concat(j.Reports, j.withdrew, j.anonymous())
	if j.Log.Reliable() && j.checksKeys(nil) {
		for _, f := range j.KeysAt(j.Log.Head).Problems {
			f.Rule = trust.RuleEvidence
			out = append(out, f)
		}
	}
	if lowered {
		out = append(append(out, j.Lowered()...), j.Vanished()...)
	}
	diag.Sort(out)
	return slices.CompactFunc(out, func(a, b diag.Finding) bool { return a.Pos == b.Pos && a.Message == b.Message })
}

// document gives the approved versions of one document, newest first.
func (j *judge) document(d *doc.Document, memory *memo.Parts[*doc.Document, *Judgement]) []ledger.Version {
	found, known := memory.Find(d)
	if !known {
		s := j.walk(d)
		s.present()
		found = &Judgement{}
		found.versions, _ = s.versions()
		found.withdrew, found.asking = s.withdrawals(), s.inReview
		found.retired = s.retirement(found.versions)
		if !s.elsewhere {
			memory.Keep(d, found)
		}
	}
	if found.asking != nil {
		j.reviewed[d.ID] = *found.asking
	}
	if found.retired != nil {
		j.retired[d.ID] = *found.retired
	}
	j.withdrew = append(j.withdrew, found.withdrew...)
	return found.versions
}

// walk reads what the history says of the approvals of one document.
func (j *judge) walk(d *doc.Document) *timeline {
	s := &timeline{judge: j, doc: d, known: map[claim]*entry{}, seen: map[history.Hash]history.Facts{},
		written: map[int64][]*history.Revision{}, inherited: d.InheritedFacts(), path: j.Log.StoodAt(d.Path)}
	if j.Log.Reliable() {
		s.landings = j.Log.Landings(s.path)
		s.remember()
		for _, l := range s.landings {
			s.land(l)
		}
	}
	return s
}

// versions judges what was found, newest first. unapproved are the changes of it that no approval covers yet.
func (s *timeline) versions() (out []ledger.Version, unapproved []*history.Revision) {
	texts := map[[2]string]*entry{} // by version and text, the last entry
	for _, e := range s.entries {
		if e.wrote = append(unapproved, e.wrote...); e.asked != nil {
			e.wrote = slices.Concat(e.asked.wrote, e.wrote)
		}
		if before := texts[[2]string{e.claim.version, e.content}]; before != nil && e.content != "" {
			e.shared, e.votes = slices.Concat(before.shared, before.wrote), before.votes
		}
		e.base = s.base
		found := s.turns(e)
		v := found[len(found)-1]
		texts[[2]string{e.claim.version, e.content}] = e
		unapproved = nil
		switch {
		case !v.Counts(leastGrade(s.judge.Present)):
			unapproved = slices.Clone(e.wrote)
		case !v.Minor:
			s.base = e
		}
		for _, f := range e.next {
			unapproved = append(unapproved, f.wrote...)
		}
		if e.claim.asks() && !found[0].Counted(leastGrade(s.judge.Present)) {
			continue // nobody says that it is approved
		}
		if e.claim.asks() && e == s.current {
			s.inReview = &v
		}
		out = append(out, found...)
	}
	slices.Reverse(out)
	return out, unapproved
}

// parseDay reads a day of the front matter; zero where there is none.
func parseDay(s string) date.Date {
	d, err := date.Parse(s)
	if err != nil {
		return date.Date{} // reported where the document is read
	}
	return d
}
