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

// SinceKind has a page for each audit: what changed since. Audits of one kind that ended on the same day share it, as no change tells them
// apart.
var SinceKind = sheet.Kind{Name: "since", Empty: sincePage{}, Golden: "audits/aud-1-changes.html",
	Claim: func(s *view.View) {
		for _, span := range auditSpans(s) {
			at := s.Addr.Page("audits/", sheet.FileNameOf(s, span.of[0])+"-changes")
			for _, d := range span.of {
				s.Addr.Since[d] = at
			}
		}
	},
	Pages: func(s *view.View) []sheet.Sheet {
		var out []sheet.Sheet
		for _, span := range auditSpans(s) {
			changes := s.InForce.Changes(sheet.AuditDay(span.of[0]), span.until)
			slices.SortStableFunc(changes, func(a, b inforce.Change) int { return cmp.Compare(a.What, b.What) })
			give := func(p view.Page, part view.Pager) any { return sinceData(p, span, changes, part) }
			out = append(out, sheet.Parts(s.Addr.Since[span.of[0]], len(changes), sinceRows, give)...)
		}
		return out
	}}

// auditSpan is the time from audits of one kind that ended on the same day to the next ones of the kind, or to the day of judgement.
type auditSpan struct {
	of, next []*doc.Document
	until    date.Date
}

// auditSpans gives the time after each audit that was held, the latest first.
func auditSpans(s *view.View) []auditSpan {
	var out []auditSpan
	latest := map[string]int{} // place of the span of each kind that was met last, which is that after the one being made
	for _, d := range sheet.HeldAudits(s) {
		kind, day := auditKind(d), sheet.AuditDay(d)
		after, met := latest[kind]
		if met && sheet.AuditDay(out[after].of[0]) == day {
			out[after].of = append(out[after].of, d)
			continue
		}
		span := auditSpan{of: []*doc.Document{d}, until: s.AsOf.Day}
		if met {
			span.next, span.until = out[after].of, sheet.AuditDay(out[after].of[0])
		}
		latest[kind], out = len(out), append(out, span)
	}
	return out
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

func sinceData(p view.Page, span auditSpan, changes []inforce.Change, part view.Pager) any {
	first := span.of[0]
	title, crumbs := p.T("Changes since %s", first.ID), []view.Link{p.Section("audits.html"), p.Named(first)}
	if len(span.of) > 1 {
		title, crumbs = p.T("Changes since the audits of %s", sheet.AuditDay(first)), crumbs[:1]
	}
	out := sincePage{Shell: p.Shell(title, "audits.html", crumbs...), Pager: part}
	p.TypesNav(&out.Shell, "audits.html")
	out.About = p.T("What became of documents after the last day of the audit, up to %s.", span.until)
	if len(span.next) > 0 {
		out.About = p.T("What became of documents after the last day of the audit, up to the last day of the next audit of this kind, %s.",
			span.until)
	}
	out.Description = theme.Own(out.About)
	fact := func(label string, values ...view.Link) {
		out.Facts = append(out.Facts, view.FactRow{Label: p.T(label), Values: values})
	}
	if len(span.of) > 1 {
		fact("Audits", namedAudits(p, span.of)...)
	} else {
		fact("Audit", p.Named(first))
	}
	fact("Last day of the audit", view.Link{Text: sheet.AuditDay(first).String()})
	switch len(span.next) {
	case 0:
	case 1:
		fact("Next audit", p.Named(span.next[0]))
	default:
		fact("Next audits", namedAudits(p, span.next)...)
	}
	out.group(p, changes)
	return out
}

// namedAudits leads to audits; where they are many, to the first of them, and says how many there are beside.
func namedAudits(p view.Page, audits []*doc.Document) []view.Link {
	var out []view.Link
	for _, d := range audits[:min(len(audits), shownCases)] {
		out = append(out, p.Named(d))
	}
	if more := p.More(len(audits)-len(out), "audits.html"); more.Text != "" {
		out = append(out, more)
	}
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
