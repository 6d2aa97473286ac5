package days

import (
	"cmp"
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/view"
)

// Pending is a document whose approval is awaited or does not count.
type Pending struct {
	Document *doc.Document
	Tag      view.Tag
	Why      phrase.Phrase
	Until    date.Date
}

// PendingApprovals lists the documents whose approval does not count, and then those whose approval is awaited, the one that has to be
// shown first before the others.
func PendingApprovals(s *view.View) []Pending {
	until := map[*doc.Document]date.Date{}
	for _, a := range s.Awaited {
		until[a.Document] = a.Until
	}
	var out []Pending
	for _, d := range s.Docs.Documents {
		if x, is := pendingOf(s, d, until[d]); is {
			out = append(out, x)
		}
	}
	rank := func(x Pending) int {
		switch {
		case x.Tag.Kind == "unapproved":
			return 0
		case !x.Until.IsZero():
			return 1
		}
		return 2
	}
	slices.SortStableFunc(out, func(a, b Pending) int {
		return cmp.Or(rank(a)-rank(b), a.Until.Compare(b.Until), view.CompareDocuments(a.Document, b.Document))
	})
	return out
}

// pendingOf tells how the approval of a document is pending.
func pendingOf(s *view.View, d *doc.Document, until date.Date) (Pending, bool) {
	v, known := s.Approvals.Current(d)
	standing, awaited := s.Standing(d), view.Tag{Kind: "soon", Text: s.T("Awaited")}
	switch {
	case standing == doc.Superseded || standing == doc.Withdrawn || standing == doc.Draft:
	case known && !v.Counts(s.Approvals.Least):
		out := Pending{Document: d, Tag: view.Tag{Kind: "unapproved", Text: s.T("Does not count")},
			Why: phrase.Text(s.Basis(v)), Until: until}
		if by := v.VoidedBy(); by != nil {
			out.Why = by.Message
		}
		return out, true
	case !until.IsZero():
		return Pending{d, awaited, d.Assent(phrase.Of("no evidence of an approval")), until}, true
	case standing == doc.InReview:
		return Pending{d, awaited, d.Assent(phrase.Of("no approval of this text yet")), until}, true
	case d.Status == doc.Approved && !known:
		return Pending{d, view.Tag{Kind: "unapproved", Text: s.T("Not evidenced")}, d.Assent(phrase.Of("no evidence of an approval")), until},
			true
	}
	return Pending{}, false
}

// By names who can approve it: the chair of minutes, the approver, or the owner where nobody is named.
func (x Pending) By() string {
	return cmp.Or(x.Document.Front.Get("chair").Text(), x.Document.Approver, x.Document.Owner)
}
