package days

import (
	"cmp"
	"fmt"
	"slices"

	"clausebook/internal/address"
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
	// Groups are the changes apart by what became of documents, each the latest first, as far as they stand on this part.
	Groups []ChangedGroup
	Pager  view.Pager
}

// ChangedGroup is what became of documents in one way.
type ChangedGroup struct {
	Anchor, Title string
	Count         string // of the whole list, over all of its parts
	Table         view.FactTable
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
			slices.SortStableFunc(changes, func(a, b inforce.Change) int { return cmp.Compare(a.What, b.What) })
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
	out.group(p, changes)
	return out
}

// group sets changes apart by what became of documents, and leads from the number of each group to where it begins.
func (out *sincePage) group(p view.Page, changes []inforce.Change) {
	for from := 0; from < len(changes); {
		what := changes[from].What
		to := from + 1
		for to < len(changes) && changes[to].What == what {
			to++
		}
		group := ChangedGroup{Anchor: fmt.Sprintf("what-%d", what), Title: p.Plain(what.Words()), Count: theme.Group(to - from)}
		begins := address.Numbered(out.Pager.Base, from/sinceRows) + "#" + group.Anchor
		out.Facts = append(out.Facts, view.FactRow{Label: group.Title, Values: []view.Link{sheet.NumberTo(p, to-from, begins)}})
		if shown := changes[max(from, out.Pager.From):max(from, out.Pager.From, min(to, out.Pager.To))]; len(shown) > 0 {
			group.Table = changedTable(p, group.Anchor, shown)
			out.Groups = append(out.Groups, group)
		}
		from = to
	}
}

// changedTable lists changes of one kind below the heading that names it: without a caption, and without the column that would say
// it again.
func changedTable(p view.Page, heading string, changes []inforce.Change) view.FactTable {
	t := sheet.ChangesTable(p, changes)
	t.ID, t.Caption = heading, ""
	const what = 3
	t.Header = slices.Delete(t.Header, what, what+1)
	for i, row := range t.Rows {
		t.Rows[i] = slices.Delete(row, what, what+1)
	}
	return t
}
