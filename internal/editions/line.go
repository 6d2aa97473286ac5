package editions

import (
	"cmp"
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/inforce"
	"clausebook/internal/sheet"
	"clausebook/internal/timeline"
	"clausebook/internal/view"
	"clausebook/internal/witness"
)

const (
	lineVersions = 16 // the newest ones
	lineDays     = 60 // of reviews and of audits, the latest
)

// event is one thing that a time line shows: on a day, or from it to another.
type event struct {
	lane      int
	on, until date.Date
	open      bool // it holds still
	kind      string
	what      string
	of, by    []view.Link
}

// The lanes of the time line of a document, from the top.
const (
	inForceLane = iota
	approvedLane
	reviewedLane
	auditLane
)

// documentLine shows when versions of a document were in force, approved and reviewed, and the audits that looked at it; nil where there
// are not two days to show.
func documentLine(p view.Page, d *doc.Document) *sheet.Line {
	names := []string{p.T("In force"), p.T("Approved"), p.T("Reviewed"), p.T("Audit")}
	if d.IsRecord() {
		names[approvedLane] = p.T("Confirmed")
	}
	reviews := reviewEvents(p, d, names)
	events := slices.Concat(versionEvents(p, d, names), latest(reviews), auditEvents(p, d, names))
	slices.SortStableFunc(events, func(a, b event) int { return cmp.Or(b.on.Compare(a.on), cmp.Compare(a.lane, b.lane)) })
	if len(events) == 0 || events[0].on == events[len(events)-1].on && events[0].on == p.AsOf.Day {
		return nil
	}
	out := &sheet.Line{ID: "line", Title: p.T("Time line"),
		Desc: p.T("Days on which versions were in force, and days of approvals, reviews and audits.")}
	out.Drawing = timeline.Draw(earliest(events).AddDays(-1), p.AsOf.Day, lanes(events, names))
	out.Table = view.FactTable{ID: "line-days", Caption: p.T("The same as a table"),
		Header: []string{p.T("Day"), p.T("Until"), p.T("What"), p.T("Version or report"), p.T("By")}}
	for _, e := range events {
		out.Table.Rows = append(out.Table.Rows, []view.FactCell{sheet.Text(e.on), untilCell(p, e), sheet.Text(e.what), sheet.Cell(e.of...),
			sheet.Cell(e.by...)})
	}
	if n := len(reviews); n > lineDays {
		out.Earlier = p.Link(p.T("The latest %d of %d reviews are shown: all of them", lineDays, n), p.Addr.Documents[d]+"#acts")
	}
	if len(p.InForce.Of(d).Versions) > lineVersions {
		out.Table.Rest = p.Link(p.T("older versions"), cmp.Or(p.Addr.Versions[d], p.Addr.Histories[d]+"#versions"))
	}
	return out
}

func untilCell(p view.Page, e event) view.FactCell {
	switch {
	case e.open:
		return sheet.Text(p.T("still in force"))
	case e.until.IsZero():
		return view.FactCell{}
	}
	return sheet.Text(e.until)
}

func earliest(events []event) date.Date {
	first := events[0].on
	for _, e := range events {
		if e.on.Before(first) {
			first = e.on
		}
	}
	return first
}

// lanes gives the lanes with what happened on each.
func lanes(events []event, names []string) []timeline.Lane {
	all := make([]timeline.Lane, len(names))
	for i, name := range names {
		all[i].Name = name
	}
	for _, e := range events {
		at := &all[e.lane]
		if e.lane == inForceLane {
			at.Spans = append(at.Spans, timeline.Span{From: e.on, To: e.until, Text: e.of[0].Text, Kind: e.kind})
		} else {
			at.Marks = append(at.Marks, e.on)
		}
	}
	return all
}

func versionEvents(p view.Page, d *doc.Document, names []string) []event {
	all := p.InForce.Of(d).Versions
	var out []event
	for _, v := range all[max(len(all)-lineVersions, 0):] {
		out = append(out, forceEvents(p, v, names)...)
		if !v.On.IsZero() && !v.On.After(p.AsOf.Day) && v.Counts(p.Approvals.Least) {
			out = append(out, event{lane: approvedLane, on: v.On, what: names[approvedLane], of: []view.Link{p.Edition(v)},
				by: p.Approvers(v.Version)})
		}
	}
	return out
}

// forceEvents gives the days on which a version was in force by the day of judgement.
func forceEvents(p view.Page, v *inforce.Tenure, names []string) []event {
	var out []event
	for _, span := range v.Spans {
		if span.From.After(p.AsOf.Day) {
			continue
		}
		e := event{lane: inForceLane, on: span.From, until: span.To, open: span.Contains(p.AsOf.Day), kind: "was", what: names[inForceLane],
			of: []view.Link{p.Edition(v)}}
		if e.open {
			e.kind = "met"
		}
		out = append(out, e)
	}
	return out
}

func reviewEvents(p view.Page, d *doc.Document, names []string) []event {
	var out []event
	for _, w := range p.Acts.Acts(d) {
		if w.Kind != doc.ReviewAct || w.State != witness.Held || w.Day.After(p.AsOf.Day) {
			continue
		}
		e := event{lane: reviewedLane, on: w.Day, what: names[reviewedLane]}
		if w.Act.By != "" {
			e.by = []view.Link{p.Person(w.Act.By)}
		}
		out = append(out, e)
	}
	return out
}

// auditEvents gives the audits whose reports name the document.
func auditEvents(p view.Page, d *doc.Document, names []string) []event {
	var out []event
	seen := map[*doc.Document]bool{d: true}
	for _, b := range p.Index.Backlinks()[d.ID] {
		day := sheet.AuditDay(b.From)
		if b.From.Type == "audit-report" && !seen[b.From] && !day.IsZero() && !day.After(p.AsOf.Day) {
			seen[b.From] = true
			out = append(out, event{lane: auditLane, on: day, what: names[auditLane], of: []view.Link{p.Named(b.From)}})
		}
	}
	return latest(out)
}

// latest gives the latest of the events of a lane, as many as are shown.
func latest(events []event) []event {
	slices.SortStableFunc(events, func(a, b event) int { return b.on.Compare(a.on) })
	return events[:min(len(events), lineDays)]
}
