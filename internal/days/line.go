package days

import (
	"cmp"
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/inforce"
	"clausebook/internal/sheet"
	"clausebook/internal/theme"
	"clausebook/internal/timeline"
	"clausebook/internal/view"
)

const linePath = "timeline.html"

// linePage shows when the versions of every maintained document were in force, below the audit periods and the audits.
type linePage struct {
	view.Shell
	About string
	Line  sheet.Line
	// Audits are what the marks of their lane stand for, the latest first.
	Audits []view.Link
	Pager  view.Pager
}

const (
	linePerPage  = 40 // documents
	lineYears    = 6  // that the drawing goes back at most
	lineVersions = 12 // of a document, the newest
	lineAudits   = 24 // the latest
)

// LineKind has one page, in parts: the time line of the set.
var LineKind = sheet.Kind{Name: "timeline", Fixed: []string{linePath}, Menu: view.Menu{Under: "reviews.html", Local: "Time line"},
	Empty: linePage{}, Golden: linePath,
	Pages: func(s *view.View) []sheet.Sheet {
		all := tenured(s)
		return sheet.Parts(linePath, len(all), linePerPage, func(p view.Page, part view.Pager) any { return lineData(p, all, part) })
	}}

// tenured lists the maintained documents that had a version in force by the day of judgement, by type and id.
func tenured(s *view.View) []*doc.Document {
	var out []*doc.Document
	for _, kind := range s.Types() {
		of := slices.SortedFunc(slices.Values(s.Index.ByType()[kind]), view.CompareDocuments)
		for _, d := range of {
			if inforce.Maintained(d) && len(spansOf(s, d)) > 0 {
				out = append(out, d)
			}
		}
	}
	return out
}

// span is a version with days on which it was in force.
type span struct {
	version *inforce.Tenure
	doc.Span
}

// spansOf gives the days on which versions of a document were in force up to the day of judgement, the oldest first.
func spansOf(s *view.View, d *doc.Document) []span {
	var out []span
	for _, v := range s.InForce.Of(d).Versions {
		for _, x := range v.Spans {
			if !x.From.After(s.AsOf.Day) {
				out = append(out, span{v, x})
			}
		}
	}
	return out
}

func lineData(p view.Page, all []*doc.Document, part view.Pager) any {
	out := linePage{Shell: p.Shell(p.T("Time line"), "reviews.html", p.Section("reviews.html")), Pager: part,
		About: p.T("Each bar is a version on the days on which it was in force. What is in force on %s is green.", p.AsOf.Day)}
	out.Description = theme.Own(p.T("When the versions of every document were in force"))
	PeriodNav(p, &out.Shell)
	for _, d := range shownAudits(p.View) {
		link := p.Named(d)
		link.Text = p.T("%s on %s", link.Text, sheet.AuditDay(d))
		out.Audits = append(out.Audits, link)
	}
	shown := all[part.From:part.To]
	lanes := frameLanes(p)
	table := view.FactTable{ID: "line-days", Caption: p.T("The same as a table"),
		Header: []string{p.T("Document"), p.T("ID"), p.T("Versions in force")}}
	first := p.AsOf.Day
	for _, d := range shown {
		spans := spansOf(p.View, d)
		older := max(len(spans)-lineVersions, 0)
		spans = spans[older:]
		first = earlier(first, spans[0].From)
		lanes = append(lanes, documentLane(p, d, spans))
		table.Rows = append(table.Rows, []view.FactCell{sheet.Cell(p.Named(d).Untitled()), sheet.Ident(d.ID), spanCell(p, d, spans, older > 0)})
	}
	if floor := p.AsOf.Day.Add(date.Period{Years: -lineYears}); first.Before(floor) {
		first = floor
	}
	out.Line = sheet.Line{ID: "line", Title: p.T("Time line"), Desc: out.About, Table: table,
		Drawing: timeline.Draw(first.AddDays(-1), p.AsOf.Day, lanes)}
	return out
}

func earlier(a, b date.Date) date.Date {
	if b.Before(a) {
		return b
	}
	return a
}

// frameLanes are the audit periods and the days of audits, which stand above the documents.
func frameLanes(p view.Page) []timeline.Lane {
	periods := timeline.Lane{Name: p.T("Audit periods")}
	for _, x := range p.Site.Periods {
		if !x.From.IsZero() && !x.From.After(p.AsOf.Day) {
			periods.Spans = append(periods.Spans, timeline.Span{From: x.From, To: x.To, Text: cmp.Or(x.Name, x.ID), Kind: "period"})
		}
	}
	audits := timeline.Lane{Name: p.T("Audits")}
	for _, d := range shownAudits(p.View) {
		audits.Marks = append(audits.Marks, sheet.AuditDay(d))
	}
	return []timeline.Lane{periods, audits}
}

func shownAudits(s *view.View) []*doc.Document {
	held := sheet.HeldAudits(s)
	return held[:min(len(held), lineAudits)]
}

func documentLane(p view.Page, d *doc.Document, spans []span) timeline.Lane {
	lane := timeline.Lane{Name: string(d.ID)}
	for _, s := range spans {
		kind := "was"
		if s.Contains(p.AsOf.Day) {
			kind = "met"
		}
		lane.Spans = append(lane.Spans, timeline.Span{From: s.From, To: s.To, Text: view.PlainVersion(s.version.Number()), Kind: kind})
	}
	return lane
}

// spanCell names the versions with their days, the newest first, and leads to those before them where there are any.
func spanCell(p view.Page, d *doc.Document, spans []span, older bool) view.FactCell {
	var cell view.FactCell
	for _, s := range slices.Backward(spans) {
		link := p.Edition(s.version)
		link.ID = false
		if s.To.IsZero() {
			link.Text = p.T("%s since %s", link.Text, s.From)
		} else {
			link.Text = p.T("%s from %s to %s", link.Text, s.From, s.To)
		}
		cell.Values = append(cell.Values, link)
	}
	if older {
		cell.Values = append(cell.Values, p.Link(p.T("older versions"), p.Addr.Histories[d]))
	}
	return cell
}
