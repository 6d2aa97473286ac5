package days

import (
	"cmp"
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/inforce"
	"clausebook/internal/sheet"
	"clausebook/internal/theme"
	"clausebook/internal/view"
)

// sincePage lists what has become of documents since an audit: up to the next one of its kind, or to the day of judgement.
type sincePage struct {
	view.Shell
	About string
	Facts []view.FactRow
	Table view.FactTable
	Pager view.Pager
}

const sinceRows = 150

// SinceKind has a page for each audit: what changed since.
var SinceKind = sheet.Kind{Name: "since", Empty: sincePage{}, Golden: "audits/aud-1-changes.html",
	Claim: func(s *view.View) {
		for _, d := range HeldAudits(s) {
			s.Addr.Since[d] = s.Addr.Page("audits/", sheet.FileNameOf(s, d)+"-changes")
		}
	},
	Pages: func(s *view.View) []sheet.Sheet {
		var out []sheet.Sheet
		held := HeldAudits(s)
		for _, d := range held {
			until, next := untilNext(s, held, d)
			changes := s.InForce.Changes(AuditDay(d), until)
			give := func(p view.Page, part view.Pager) any { return sinceData(p, d, next, until, changes, part) }
			out = append(out, sheet.Parts(s.Addr.Since[d], len(changes), sinceRows, give)...)
		}
		return out
	}}

// HeldAudits gives the reports of audits held by the day of judgement, the latest first.
func HeldAudits(s *view.View) []*doc.Document {
	out := slices.Clone(s.Index.ByType()["audit-report"])
	out = slices.DeleteFunc(out, func(d *doc.Document) bool { return AuditDay(d).IsZero() || AuditDay(d).After(s.AsOf.Day) })
	slices.SortStableFunc(out, func(a, b *doc.Document) int {
		return cmp.Or(AuditDay(b).Compare(AuditDay(a)), view.CompareDocuments(a, b))
	})
	return out
}

// AuditDay is the last day of an audit: what changes later, it cannot have seen.
func AuditDay(d *doc.Document) date.Date { return cmp.Or(d.Period.To, d.Date) }

// untilNext gives the next audit of the same kind and its last day; the day of judgement where there was none since.
func untilNext(s *view.View, held []*doc.Document, d *doc.Document) (date.Date, *doc.Document) {
	until, next := s.AsOf.Day, (*doc.Document)(nil)
	for _, other := range held {
		if auditKind(other) == auditKind(d) && AuditDay(other).After(AuditDay(d)) {
			until, next = AuditDay(other), other
		}
	}
	return until, next
}

// auditKind says whether an audit was internal or external; nothing where the report does not say.
func auditKind(d *doc.Document) string { return d.Front.Get("kind").Text() }

// auditKindWords names the kind of an audit.
func auditKindWords(p view.Page, d *doc.Document) string {
	switch auditKind(d) {
	case "internal":
		return p.T("internal")
	case "external":
		return p.T("external")
	}
	return ""
}

func sinceData(p view.Page, d, next *doc.Document, until date.Date, changes []inforce.Change, part view.Pager) any {
	out := sincePage{Shell: p.Shell(p.T("Changes since %s", d.ID), "audits.html", p.Section("audits.html"), p.Named(d)), Pager: part}
	p.TypesNav(&out.Shell, "audits.html")
	out.About = p.T("What became of documents after the last day of the audit, up to %s.", until)
	if next != nil {
		out.About = p.T("What became of documents after the last day of the audit, up to the last day of the next audit of this kind, %s.", until)
	}
	out.Description = theme.Own(out.About)
	fact := func(label string, values ...view.Link) {
		out.Facts = append(out.Facts, view.FactRow{Label: p.T(label), Values: values})
	}
	fact("Audit", p.Named(d))
	fact("Last day of the audit", view.Link{Text: AuditDay(d).String()})
	if next != nil {
		fact("Next audit", p.Named(next))
	}
	count := map[inforce.What]int{}
	for _, c := range changes {
		count[c.What]++
	}
	for what := inforce.Added; what <= inforce.Removed; what++ {
		if count[what] > 0 {
			out.Facts = append(out.Facts, view.FactRow{Label: p.Plain(what.Words()), Values: []view.Link{{Text: theme.Group(count[what])}}})
		}
	}
	out.Table = sinceTable(p, changes[part.From:part.To])
	return out
}

func sinceTable(p view.Page, changes []inforce.Change) view.FactTable {
	t := view.FactTable{ID: "changes", Caption: p.T("Changes"), Header: []string{p.T("Day"), p.T("Document"), p.T("ID"), p.T("What changed"),
		p.T("Version"), p.T("Approved by"), p.T("Commit")}}
	for _, c := range changes {
		row := []view.FactCell{sheet.Text(c.On), {}, sheet.Ident(c.ID()), sheet.Text(p.Plain(c.What.Words())), {}, {}, {}}
		if c.Document != nil {
			row[1] = sheet.Cell(p.Named(c.Document).Untitled())
		} else {
			row[1], row[4] = sheet.Text(c.Gone.Title), sheet.Ident(view.PlainVersion(c.Gone.Version))
		}
		if c.Version != nil {
			row[4] = sinceVersion(p, c)
			row[5] = sheet.Cell(p.Approver(c.Version.Version))
		}
		if c.Commit != nil {
			row[6] = sheet.Cell(p.Commit(string(c.Commit.Hash)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// sinceVersion leads to the version of a change, to the one before it, and to what differs.
func sinceVersion(p view.Page, c inforce.Change) view.FactCell {
	out := sheet.Cell(p.Edition(c.Version))
	if c.Before != nil {
		before := p.Edition(c.Before)
		before.Text, before.ID = p.T("before: %s", before.Text), false
		out.Values = append(out.Values, before)
	}
	if step, ok := p.RedlineTo(c.Document, c.Version.Version); ok && c.What == inforce.Replaced {
		out.Values = append(out.Values, p.Link(p.T("redline"), step.At))
	}
	return out
}
