package trace

import (
	"cmp"
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
	"clausebook/internal/phrase"
)

// judged is a document with what can be said of it alone, whatever it serves: draft, overdue for review, unapproved,
// or met.
type judged struct {
	*doc.Document
	state   State
	reason  phrase.Phrase
	fix     Fix
	since   date.Date     // the day of the cause of a state that is not met; zero where nothing tells
	by      phrase.Phrase // what shows that
	due     date.Date     // of its next review; zero where it has none
	from    date.Date     // the first day that it is evidence of; zero where it speaks of no period
	until   date.Date     // the last one; zero unless it is a record
	commit  history.Hash
	revised date.Date
	words   map[string]bool // see names
}

func (j *joiner) judge(d *doc.Document) *judged {
	out := &judged{Document: d, state: Met, due: j.Acts.ReviewDue(d)}
	if span, ok := j.Acts.Evidence(d); ok && d.ReviewEvery.IsZero() {
		out.from, out.until = span.From, span.To
	}
	if j.History != nil {
		if r := j.History.Revisions(d.Path); len(r) > 0 && r[0].Commit != nil {
			out.commit, out.revised = r[0].Commit.Hash, r[0].Commit.Committer.Day()
		}
	}
	status := Status(d, j.Approvals, j.Acts)
	switch {
	case status != doc.Approved && status != doc.InUse && status != doc.Unapproved && status != doc.Withdrawn:
		out.state, out.reason, out.fix = Draft, statusOf(d), finish(d)
		if status != d.Status {
			out.reason = ahead(d)
		}
		out.since, out.by = j.inState(d)
	case out.due.Before(j.AsOf) && !out.due.IsZero():
		out.state, out.reason, out.fix = Overdue, phrase.Of("the review of %s was due on %s", d.ID, out.due), run("review", d.ID)
		out.since, out.by = out.due, phrase.Of("due")
	case status != doc.Approved:
		out.state = Unapproved
		out.reason, out.fix = j.doubt(d)
		out.since, out.by = j.doubtedSince(d)
	default:
		out.reason = j.standing(d)
	}
	out.reason, out.fix.Do = d.Assent(out.reason), d.Assent(out.fix.Do)
	return out
}

// ahead says that a record is written ahead of its day.
func ahead(d *doc.Document) phrase.Phrase {
	if d.Date.IsZero() {
		return phrase.Of("%s is about a period that begins on %s, so it is not a record yet", d.ID, d.Period.From)
	}
	return phrase.Of("%s is dated %s but was written before that day, so it is not a record yet", d.ID, d.Date)
}

// statusOf says which status a document has that is not approved.
func statusOf(d *doc.Document) phrase.Phrase {
	switch d.Status {
	case "":
		return phrase.Of("%s has no status, so it counts as a draft", d.ID)
	case doc.Draft:
		return phrase.Of("%s has the status %s", d.ID, phrase.Of("draft"))
	case doc.InReview:
		return phrase.Of("%s has the status %s", d.ID, phrase.Of("in-review"))
	}
	return phrase.Of("%s has the status %s", d.ID, string(d.Status))
}

// doubt says why the approval of a document does not count and how it comes to.
func (j *joiner) doubt(d *doc.Document) (phrase.Phrase, Fix) {
	least, version := ledger.Declared, ledger.Version{}
	if j.Approvals != nil {
		least = max(least, j.Approvals.Least)
		version, _ = j.Approvals.Current(d)
	}
	if v := version.VoidedBy(); v != nil {
		return phrase.Of("the approval of %s does not count: %s", d.ID, v.Message), reapprove(d, *v, least)
	}
	if d.Status == doc.InUse && version.Grade == ledger.None {
		return phrase.Of("%s is in use, but nothing shows that it was approved", d.ID), approve(d, least)
	}
	if version.Grade > ledger.None {
		return phrase.Of("the approval of %s is only %s; at least %s is required", d.ID, version.Shown(), least.Needed()), approve(d, least)
	}
	return phrase.Of("no approval of %s is known", named(d)), approve(d, least)
}

// named gives the id of a document with its version.
func named(d *doc.Document) phrase.Phrase {
	if d.Version == "" {
		return phrase.Text(string(d.ID))
	}
	return phrase.Of("%s version %s", d.ID, d.Version)
}

// standing words a document that is as it should be.
func (j *joiner) standing(d *doc.Document) phrase.Phrase {
	s := phrase.Of("%s is approved", named(d))
	if due := j.Acts.ReviewDue(d); !due.IsZero() {
		s = phrase.Of("%s, next review by %s", s, due)
	}
	if seen := j.Acts.Held(d, doc.SightingAct); d.Location != "" && !seen.IsZero() {
		s = phrase.Of("%s, kept in another system and seen there on %s", s, seen)
	}
	return s
}

// record tells whether the document is evidence of something done, rather than maintained: it has a day and no
// review of its own.
func (d *judged) record() bool { return !d.until.IsZero() }

// evidence gives the claim as evidence.
func (c claim) evidence() Evidence {
	e := Evidence{
		Document: c.ID,
		Path:     c.Path,
		Line:     c.line,
		How:      c.how,
		State:    c.state,
		Reason:   c.reason,
		Commit:   c.commit,
		Revised:  c.revised,
	}
	if h := c.Section(c.section); h != nil {
		e.Section, e.Heading = h.ID, h.Text
	}
	return e
}

// sortByWorth puts the best evidence first: by state, then the newest record, then by path and section; where a
// section covers a requirement and its clause, the requirement.
func sortByWorth(claims []claim) {
	slices.SortFunc(claims, func(a, b claim) int {
		return cmp.Or(cmp.Compare(b.state.Rank(), a.state.Rank()), b.until.Compare(a.until),
			cmp.Compare(a.Path, b.Path), cmp.Compare(a.section, b.section), cmp.Compare(b.ref.Item, a.ref.Item))
	})
}

func evidenceOf(claims []claim) []Evidence {
	out := make([]Evidence, len(claims))
	for i, c := range claims {
		out[i] = c.evidence()
	}
	return out
}

// ownerOf gives the owner of the best evidence that names one.
func ownerOf(claims []claim) string {
	for _, c := range claims {
		if c.Owner != "" {
			return c.Owner
		}
	}
	return ""
}
