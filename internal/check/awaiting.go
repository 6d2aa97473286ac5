package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
)

// patience says how a missing approval is to be taken.
type patience uint8

// A missing approval may still come, or not.
const (
	exhausted patience = iota // nobody waits any more: it is an error
	inChange                  // the change that is checked brings the text: it is what the request is there for
	settling                  // the text landed a few days ago, or has not landed yet
	before                    // the text landed before there was a configuration, or is adopted
)

// lacking gives what an approved document lacks: that it has no approval, or one below the grade asked for. A document that
// claims what the evidence contradicts lacks nothing; its claim is false, which is an error anywhere.
func lacking(v ledger.Version) (ledger.Verdict, bool) {
	var out ledger.Verdict
	found := false
	for _, doubt := range v.Verdicts {
		switch {
		case !doubt.Voids:
		case doubt.Rule != ledger.RuleUnapproved && doubt.Rule != ledger.RuleBelowGrade && doubt.Rule != ledger.RuleQuorum:
			return ledger.Verdict{}, false
		case !found:
			out, found = doubt, true
		}
	}
	return out, found
}

// awaitedApproval is an approval that a document in force lacks, and how that is to be taken.
type awaitedApproval struct {
	version ledger.Version
	doubt   ledger.Verdict
	how     patience
}

// findAwaited gives what documents lack, once for all rules that ask: a look into an old commit may be needed for each.
func findAwaited(in *Input) map[*doc.Document]awaitedApproval {
	out := map[*doc.Document]awaitedApproval{}
	for _, d := range in.Docs.Documents {
		v, claimed := in.Approvals.Current(d)
		if doubt, lacks := lacking(v); claimed && lacks {
			out[d] = awaitedApproval{v, doubt, in.patienceFor(d, v)}
		}
	}
	return out
}

// patienceFor tells whether the approval that a document lacks may still come.
func (in *Input) patienceFor(d *doc.Document, v ledger.Version) patience {
	if in.Touched[d.ID] {
		return inChange
	}
	if in.History == nil || !in.History.Reliable() || in.AsOf.IsZero() {
		return exhausted // nobody can tell when the text landed
	}
	landed, by := in.landed(v)
	switch {
	case in.Elsewhere.Spares(by):
		return before
	case !in.AsOf.After(landed.Add(in.Settle)):
		return settling
	}
	return exhausted
}

// landed gives the day on which a version of a document landed, and by which commit; the day of judgement and nil where it is
// not committed.
func (in *Input) landed(v ledger.Version) (date.Date, *history.Commit) {
	if v.Revision == nil {
		return in.AsOf, nil
	}
	by := in.History.LandedBy(v.Revision.Commit)
	day, _ := in.Acts.Clock().Landed(by.Committer.Day())
	return day, by
}

// awaited gives a finding for each document whose missing approval is to be taken in some way, in the order of the set.
func awaited(in *Input, how patience, finding func(*doc.Document, awaitedApproval) diag.Finding) []diag.Finding {
	var out []diag.Finding
	for _, d := range in.Docs.Documents {
		if a, lacks := in.awaited[d]; lacks && a.how == how {
			f := finding(d, a)
			f.Message, f.Hint = d.AssentWords(f.Message), d.AssentWords(f.Hint)
			f.Pos, f.Document, f.Commit = d.Pos("status"), string(d.ID), string(a.doubt.Commit)
			out = append(out, f)
		}
	}
	return out
}

// waits tells whether a missing approval of a document may still come, so that its absence is no error.
func (in *Input) waits(id doc.ID) bool {
	a, lacks := in.awaited[in.Docs.ByID(id)]
	return lacks && a.how != exhausted
}

// whoMayApprove names who may give the approval of a document, as far as the document says so.
func (in *Input) whoMayApprove(d *doc.Document) string {
	if chair := d.Front.Get("chair").Text(); chair != "" {
		p, _ := in.People.Person(chair)
		return cmp.Or(p.Name, chair) + ", who chaired the meeting, or a majority of those who attended"
	}
	if p, ok := in.People.Person(d.Approver); ok {
		return p.Name
	}
	r, ok := in.People.Role(d.Approver)
	if !ok {
		return "somebody who did not write it"
	}
	var names []string
	for _, id := range in.People.Holders(r.ID, in.AsOf) {
		p, _ := in.People.Person(id)
		names = append(names, cmp.Or(p.Name, id))
	}
	if len(names) == 0 {
		return "whoever holds the role " + r.Title + ", which nobody holds now"
	}
	slices.Sort(names)
	return strings.Join(names, " or ") + " (" + r.Title + ")"
}

// howToApprove says what counts here as an approval, by the grade that the configuration asks for.
func howToApprove(least ledger.Grade, d *doc.Document) string {
	switch least {
	case ledger.PaperGrade:
		return fmt.Sprintf("the document names the scan or the minutes that show it as `%s:`, or the approver runs `clausebook approve %s`",
			doc.RecordKey, d.ID)
	case ledger.None, ledger.Declared, ledger.OwnHand:
		return fmt.Sprintf("the approver runs `clausebook approve %s` and commits the result", d.ID)
	case ledger.Trailer:
		return "add `Approved-by: Name <address>` of the approver in the last paragraph of the message of the commit or merge"
	case ledger.Merge:
		return "the request is merged on the forge by somebody who did not write it, with the review in a trailer `Reviewed-by:` and the " +
			"forge’s signature"
	case ledger.Forge:
		return "the review on the forge is exported and committed, signed by somebody who did not write the text"
	}
	return fmt.Sprintf("the approver signs a tag or commit that names `%s %s`", d.ID, d.Version)
}

// howToAgree says how somebody who may approve a document agrees to a change of it that they did not commit.
func howToAgree(least ledger.Grade, d *doc.Document) string {
	if least <= ledger.OwnHand {
		return fmt.Sprintf("add `Approved-by: Name <address>` of one in the message of the commit or merge, or in a later one beside "+
			"`Document: %s %s`", d.ID, d.Version)
	}
	return howToApprove(least, d)
}

// Awaited is a document that says it is approved and of which no approval is known that counts. It has to be shown by a day.
type Awaited struct {
	Document *doc.Document
	Until    date.Date
}

// AwaitedApprovals gives the documents whose approval has still to be shown, and by when, in the order of the set. Nobody
// can tell a day for what landed before there was a configuration, or without a history.
func AwaitedApprovals(in *Input) []Awaited {
	var out []Awaited
	awaited := findAwaited(in)
	for _, d := range in.Docs.Documents {
		a, lacks := awaited[d]
		if !lacks || a.how == before || in.History == nil || !in.History.Reliable() || in.AsOf.IsZero() {
			continue
		}
		landed, _ := in.landed(a.version)
		out = append(out, Awaited{d, landed.Add(in.Settle)})
	}
	return out
}
