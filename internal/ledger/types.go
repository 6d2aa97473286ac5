// Package ledger is what is known of the approvals of every document: versions with grades, evidence and doubts.
//
// It holds what package approval found; pages, rules and exports read it and judge nothing.
package ledger

import (
	"cmp"
	"slices"

	"clausebook/internal/aside"
	"clausebook/internal/config"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/phrase"
	"clausebook/internal/trust"
)

// Grade says what an approval rests on. Higher grades are harder to forge.
type Grade uint8

// The grades, in ascending order.
const (
	None       Grade = iota // nothing
	Declared                // approved_by and approved_on in the front matter, entered by somebody else
	PaperGrade              // the same, and a scan or minutes that the document names as its record
	OwnHand                 // the same, entered in a commit of the approver's own
	Trailer                 // Approved-by or Reviewed-by in the last paragraph of a commit
	Merge                   // a merge or squash of a pull request by someone other than the authors, with review trailers
	Forge                   // a committed review export that names reviewer, state and reviewed head
	Signed                  // a signed tag or commit by a key of a person who held the role that day
)

var gradeNames = append([]string{"none"}, config.Grades...)

// String gives the word for the grade.
func (g Grade) String() string { return gradeNames[g] }

// Shown says what an approval of the grade rests on, after "the approval is only".
func (g Grade) Shown() phrase.Phrase {
	switch g {
	case Declared:
		return phrase.Of("declared in the document")
	case PaperGrade:
		return phrase.Of("shown on paper")
	case OwnHand:
		return phrase.Of("shown by the approver’s own commit")
	case Trailer:
		return phrase.Of("shown by a commit trailer")
	case Merge:
		return phrase.Of("shown by a merge")
	case Forge:
		return phrase.Of("shown by a review on the forge")
	}
	return g.Words()
}

// Needed says what an approval of the grade needs, before "is required".
func (g Grade) Needed() phrase.Phrase {
	switch g {
	case Declared:
		return phrase.Of("a declaration in the document")
	case PaperGrade:
		return phrase.Of("a record on paper")
	case OwnHand:
		return phrase.Of("an own-hand commit")
	case Trailer:
		return phrase.Of("a commit trailer")
	case Merge:
		return phrase.Of("a merge by somebody else")
	case Forge:
		return phrase.Of("a review on the forge")
	case Signed:
		return phrase.Of("a signature")
	}
	return g.Words()
}

// Words gives the word for the grade within a sentence.
func (g Grade) Words() phrase.Phrase {
	switch g {
	case Declared:
		return phrase.Of("declared")
	case PaperGrade:
		return phrase.Of("paper")
	case OwnHand:
		return phrase.Of("own commit")
	case Trailer:
		return phrase.Of("trailer")
	case Merge:
		return phrase.Of("merge")
	case Forge:
		return phrase.Of("forge")
	case Signed:
		return phrase.Of("signed")
	}
	return phrase.Of("none")
}

// ParseGrade reads the word for a grade.
func ParseGrade(word string) (Grade, bool) {
	for i, n := range gradeNames {
		if n == word {
			return Grade(i), true
		}
	}
	return None, false
}

// Version is a version of a document that was said to be approved.
type Version struct {
	Document doc.ID
	Version  string            // as the front matter calls it
	Revision *history.Revision // the first revision that carries it as approved; nil where history is not known
	Content  string            // hash of the prose at that revision, hex
	Bound    string            // what its approval binds, as Binds gives it
	Authors  []trust.Person    // everyone who changed the substance since the last approved version
	Approver trust.Person      // zero if nobody is named
	As       trust.Person      // in whose place the approver acted, as a deputy; zero for nobody's
	Role     string            // the role that gave the approver authority on that day, empty if none did
	Given    []Given           // the approvals that count towards the quorum, each person once, by day
	Needed   int               // how many are needed
	Minor    bool              // the owner approved it, as a minor correction
	On       date.Date         // the day of the approval; where several are needed, the day on which they were all there
	Grade    Grade
	Asked    Grade // what was asked for when it landed; None where that is not known
	Adopted  bool  // it counts because the configuration adopts what landed by then
	Record   Paper // what shows it on paper; zero where nothing does
	Evidence []Evidence
	Verdicts []Verdict // doubts about this approval
	InReview bool      // the document says that it is in review; evidence from elsewhere shows the approval
	Until    date.Date // the last day before the approval was taken back; zero if it was not
}

// Given is the approval of one person.
type Given struct {
	trust.Person
	As    trust.Person // in whose place, of a deputy; zero for nobody's
	Role  string       // that gave the authority; empty if none was asked for
	Party string       // for which it was given; empty for ours
	On    date.Date
	Grade Grade
}

// Counts tells whether the approval reaches the grade asked for and nothing speaks against it. That is the grade asked for
// when it landed, where it is known, and else the one given: a bar that is raised asks of the next approval.
func (v Version) Counts(least Grade) bool {
	return v.Grade >= cmp.Or(v.Asked, least) && v.Grade != None && v.VoidedBy() == nil
}

// Counted tells whether the approval counts, or did until it was taken back.
func (v Version) Counted(least Grade) bool {
	if v.Until.IsZero() {
		return v.Counts(least)
	}
	return v.Grade >= cmp.Or(v.Asked, least) && v.Grade != None &&
		!slices.ContainsFunc(v.Verdicts, func(d Verdict) bool { return d.Voids && d.Rule != RuleWithdrawn })
}

// Unsigned tells whether the approval rests on an export that anybody could have written.
func (v Version) Unsigned() bool {
	return v.Grade == Trailer && len(v.Evidence) > 0 && v.Evidence[0].Export
}

// Shown says what the approval rests on, after "the approval is only".
func (v Version) Shown() phrase.Phrase {
	if v.Unsigned() {
		return phrase.Of("shown by an export without a signature that counts")
	}
	return v.Grade.Shown()
}

// VoidedBy gives the first doubt for which the approval does not count; nil if there is none.
func (v Version) VoidedBy() *Verdict {
	for i := range v.Verdicts {
		if v.Verdicts[i].Voids {
			return &v.Verdicts[i]
		}
	}
	return nil
}

// Evidence is one thing that an approval rests on.
type Evidence struct {
	Grade  Grade
	What   phrase.Phrase // "front matter names Ada Lind on 2026-03-01"
	Commit history.Hash
	Pos    diag.Pos
	Export bool // an export of a forge shows it
}

// Verdict is a doubt about an approval. Voids tells that the approval does not count because of it.
type Verdict struct {
	Rule    diag.RuleID
	Message phrase.Phrase
	Commit  history.Hash
	Voids   bool
}

// The rules whose findings verdicts become.
const (
	RuleSelfApproval   diag.RuleID = "AP001" // the approver is the author
	RuleNoRole         diag.RuleID = "AP002" // the approver did not hold the role on that day
	RuleChangedAfter   diag.RuleID = "AP003" // changed in substance after the approval
	RuleAmongAuthors   diag.RuleID = "AP004" // the approver is among several authors
	RuleSelfAuthorized diag.RuleID = "AP005" // the key or role was granted in the same change
	RuleBelowGrade     diag.RuleID = "AP006" // the approval rests on less than the configuration asks for
	RuleUnapproved     diag.RuleID = "AP007" // status approved without any sign of an approval
	RuleStaleHead      diag.RuleID = "AP008" // the review saw another head than the one that was merged
	RuleBadSignature   diag.RuleID = "AP009" // a signature is bad, expired or by an unknown key
	RuleUntimed        diag.RuleID = "AP011" // the evidence bears a time that cannot be right
	RuleQuorum         diag.RuleID = "AP015" // fewer approved than have to
	RuleCompromised    diag.RuleID = "AP016" // a signature by a key that somebody else may have used
	RuleMinor          diag.RuleID = "AP017" // more than a minor correction, which an owner may not approve
	RuleAnonymous      diag.RuleID = "HI008" // nobody knows who wrote the text that is not committed
	RuleInReview       diag.RuleID = "AP019" // approved while the document says that it is in review
	RuleWithdrawn      diag.RuleID = "AP020" // the approval was taken back
	RuleAbsent         diag.RuleID = "AP018" // minutes were confirmed by somebody who was not there
	RuleReview         diag.RuleID = "AP022" // a review on the forge speaks against what is claimed
	RuleUnmatched      diag.RuleID = "AP023" // a review export matches no commit
	RuleAside          diag.RuleID = "AP027" // a review that is kept in git beside the branches cannot be used
	RuleVote           diag.RuleID = "AP028" // somebody else voted against an approved text
	RuleBeside         diag.RuleID = "AP029" // somebody without authority is named beside an approval that counts
	RuleLate           diag.RuleID = "AP024" // the evidence is of a later day than the document says
	RuleRecord         diag.RuleID = "AP025" // what is said to show an approval on paper does not
)

// Ledger holds the approved versions of every document.
type Ledger struct {
	Least    Grade                // the grade that the configuration asks for now
	Provable bool                 // the history can prove and disprove what documents declare
	Alone    phrase.Phrase        // that duties are not separated, or cannot be; nothing where they are
	Findings []diag.Finding       // files of keys and reviews that cannot be read or used, as RuleEvidence
	Exports  []Export             // what became of the requests that exports of forges describe
	Aside    aside.Summary        // what tools keep of reviews in git beside the branches
	Next     *history.Commit      // the commit to come, where the work tree holds a text that is not committed; else nil
	versions map[doc.ID][]Version // newest first
	Asking   map[doc.ID]Version   // of documents that say they are in review, the version that their text is
	Retired  map[doc.ID]Version   // of documents that were taken out of use and whose approvers have not agreed, the version that was
}

// NewLedger makes a ledger. Versions of a document stand newest first.
func NewLedger(least Grade, versions map[doc.ID][]Version) *Ledger {
	return &Ledger{Least: least, versions: versions}
}

// Documents counts the documents that have approved versions.
func (l *Ledger) Documents() int { return len(l.versions) }

// Versions gives all approved versions of a document, newest first.
func (l *Ledger) Versions(id doc.ID) []Version { return l.versions[id] }

// Day gives the day of the approval of what the document claims now, if it counts; else zero.
func (l *Ledger) Day(d *doc.Document) date.Date {
	if v, ok := l.Current(d); ok && v.Counts(l.Least) {
		return v.On
	}
	return date.Date{}
}

// Current gives the approved version that the document claims now.
func (l *Ledger) Current(d *doc.Document) (Version, bool) {
	if d.Status.Asks() {
		v, ok := l.Asking[d.ID]
		return v, ok
	}
	if d.Status != doc.Approved {
		return Version{}, false
	}
	for _, v := range l.versions[d.ID] {
		if v.Version == d.Version {
			return v, true
		}
	}
	return Version{}, false
}

// Status gives the state of a document as it is judged: what it says of itself, unless evidence from elsewhere approved its text
// meanwhile, or the approval was taken back. The methods of a nil ledger know nothing of either.
func (l *Ledger) Status(d *doc.Document) doc.Status {
	if l == nil {
		return d.Status
	}
	v, ok := l.Current(d)
	switch {
	case ok && v.VoidedBy() != nil && v.VoidedBy().Rule == RuleWithdrawn:
		return doc.Withdrawn
	case ok && v.InReview:
		return doc.Approved
	}
	return d.Status
}

// Export is what became of a request that an export describes.
type Export struct {
	Files     []string
	Form      string         // as a forge's documentation calls it
	Request   string         // "#12 of github.com/org/sms"
	Landed    history.Hash   // the commit of the main line that it landed as; empty if it matches none
	Commits   []history.Hash // all that it landed as, that one first, where its branch was rebased
	Documents []doc.ID       // whose approved versions it speaks for
	Brought   phrase.Phrase  // by whom, and whether with a signature that counts
	Problem   phrase.Phrase  // why it shows nothing; empty if it does
}

// This file judges approvals on paper: `approval_record` names a scan or minutes. Nobody can tell from it who signed, so that it makes
// no more of a declaration than something that can be looked at. What it was when it was named first is kept by history: where it
// is another one now, or gone, what rests on it does not count.

// Paper is what shows an approval on paper.
type Paper struct {
	doc.ApprovalRecord
	Path   string       // of the file, or of the document
	Blob   history.Hash // what git calls it
	SHA256 string       // hex; empty where it cannot be read
	Commit history.Hash // of the main line, that brought it; empty for the work tree
}

// Together tells whether two approvals are one voice.
func (g Given) Together(other Given) bool {
	for _, a := range []trust.Person{g.Person, g.As} {
		for _, b := range []trust.Person{other.Person, other.As} {
			if !a.IsZero() && !b.IsZero() && trust.Same(a, b) {
				return true
			}
		}
	}
	return false
}
