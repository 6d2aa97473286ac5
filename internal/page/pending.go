package page

import (
	"cmp"
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/sheet"
	"clausebook/internal/theme"
	"clausebook/internal/view"
)

// PendingRow is a document whose approval is awaited or does not count.
type PendingRow struct {
	Document view.Link
	Version  string
	Tag      view.Tag
	Why      theme.Text
	By       view.Link // who can approve it
	Until    string    // when the approval has to be shown
}

// pending is such a document.
type pending struct {
	document *doc.Document
	tag      view.Tag
	why      phrase.Phrase
	until    date.Date
}

const (
	pendingPath  = "standing/approvals.html"
	shownPending = 3 // on the home page
)

// pendingApprovals lists the documents whose approval does not count, and then those whose approval is awaited, the one that has to be
// shown first before the others.
func pendingApprovals(s *view.View) []pending {
	until := map[*doc.Document]date.Date{}
	for _, a := range s.Awaited {
		until[a.Document] = a.Until
	}
	var out []pending
	for _, d := range s.Docs.Documents {
		if x, is := pendingOf(s, d, until[d]); is {
			out = append(out, x)
		}
	}
	rank := func(x pending) int {
		switch {
		case x.tag.Kind == "unapproved":
			return 0
		case !x.until.IsZero():
			return 1
		}
		return 2
	}
	slices.SortStableFunc(out, func(a, b pending) int {
		return cmp.Or(rank(a)-rank(b), a.until.Compare(b.until), view.CompareDocuments(a.document, b.document))
	})
	return out
}

// pendingOf tells how the approval of a document is pending.
func pendingOf(s *view.View, d *doc.Document, until date.Date) (pending, bool) {
	v, known := s.Approvals.Current(d)
	standing, awaited := s.Standing(d), view.Tag{Kind: "soon", Text: s.T("Awaited")}
	switch {
	case standing == doc.Superseded || standing == doc.Withdrawn || standing == doc.Draft:
	case known && !v.Counts(s.Approvals.Least):
		out := pending{document: d, tag: view.Tag{Kind: "unapproved", Text: s.T("Does not count")},
			why: phrase.Text(s.Basis(v)), until: until}
		if by := v.VoidedBy(); by != nil {
			out.why = by.Message
		}
		return out, true
	case !until.IsZero():
		return pending{d, awaited, d.Assent(phrase.Of("no evidence of an approval")), until}, true
	case standing == doc.InReview:
		return pending{d, awaited, d.Assent(phrase.Of("no approval of this text yet")), until}, true
	case d.Status == doc.Approved && !known:
		return pending{d, view.Tag{Kind: "unapproved", Text: s.T("Not evidenced")}, d.Assent(phrase.Of("no evidence of an approval")), until},
			true
	}
	return pending{}, false
}

func pendingRow(p view.Page, x pending) PendingRow {
	d := x.document
	return PendingRow{Document: p.Named(d), Version: d.Version, Tag: x.tag, Why: p.Say(x.why),
		By: p.Whoever(cmp.Or(d.Front.Get("chair").Text(), d.Approver, d.Owner)), Until: x.until.String()}
}

// pendingSheets is the list of all of them, to which their number leads.
func pendingSheets(s *view.View) []sheet.Sheet {
	all := pendingApprovals(s)
	if len(all) == 0 {
		return nil
	}
	return sheet.Parts(pendingPath, len(all), rowsPerPage, func(p view.Page, at view.Pager) any {
		title := p.T("Approvals awaited or not counting")
		out := standingPage{Shell: p.Shell(title, "documents.html", p.Link(p.T("Documents"), "documents.html")), Pager: at}
		p.TypesNav(&out.Shell, "documents.html")
		out.Table = view.FactTable{ID: "documents", Caption: title, Header: []string{p.T("Document"), p.T("Version"), p.T("Approval"),
			p.T("Why"), p.T("To be approved by"), p.T("To be shown by")}}
		for _, x := range all[at.From:at.To] {
			row := pendingRow(p, x)
			out.Table.Rows = append(out.Table.Rows, []view.FactCell{sheet.Cell(row.Document), sheet.Ident(view.PlainVersion(row.Version)),
				{Tag: row.Tag}, sheet.Text(row.Why), sheet.Cell(row.By), sheet.Text(row.Until)})
		}
		return out
	})
}
