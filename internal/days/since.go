package days

import (
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
		for _, d := range sheet.HeldAudits(s) {
			s.Addr.Since[d] = s.Addr.Page("audits/", sheet.FileNameOf(s, d)+"-changes")
		}
	},
	Pages: func(s *view.View) []sheet.Sheet {
		var out []sheet.Sheet
		held := sheet.HeldAudits(s)
		for _, d := range held {
			until, next := untilNext(s, held, d)
			changes := s.InForce.Changes(sheet.AuditDay(d), until)
			give := func(p view.Page, part view.Pager) any { return sinceData(p, d, next, until, changes, part) }
			out = append(out, sheet.Parts(s.Addr.Since[d], len(changes), sinceRows, give)...)
		}
		return out
	}}

// untilNext gives the next audit of the same kind and its last day; the day of judgement where there was none since.
func untilNext(s *view.View, held []*doc.Document, d *doc.Document) (date.Date, *doc.Document) {
	until, next := s.AsOf.Day, (*doc.Document)(nil)
	for _, other := range held {
		if auditKind(other) == auditKind(d) && sheet.AuditDay(other).After(sheet.AuditDay(d)) {
			until, next = sheet.AuditDay(other), other
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
	fact("Last day of the audit", view.Link{Text: sheet.AuditDay(d).String()})
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
	out.Table = sheet.ChangesTable(p, changes[part.From:part.To])
	return out
}
