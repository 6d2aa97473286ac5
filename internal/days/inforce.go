package days

import (
	"slices"
	"strings"

	"clausebook/internal/address"
	"clausebook/internal/date"
	"clausebook/internal/inforce"
	"clausebook/internal/sheet"
	"clausebook/internal/theme"
	"clausebook/internal/view"
)

const forcePath = "in-force.html"

// forcePage lists the days for which the site says what was in force.
type forcePage struct {
	view.Shell
	About   string
	Table   view.FactTable
	Command string
}

// forceDayPage lists what was in force on a day, and what was there and was not.
type forceDayPage struct {
	view.Shell
	About               string
	Facts               []view.FactRow
	InForce, Rest, Gone view.FactTable
	Pager               view.Pager
	Command             string
}

const (
	forceMonths  = 12  // ends of months that are listed at least, as many as the trend has
	forceMost    = 36  // and at most, for a period that began earlier
	forceRows    = 200 // documents on one page
	forceCommand = "clausebook in-force --on "
)

// ForceKind has one page: the days of which it is listed what was in force.
var ForceKind = sheet.Kind{Name: "in-force", Fixed: []string{forcePath}, Menu: view.Menu{Under: "reviews.html", Local: "In force"},
	Pages: sheet.Fixed(forcePath, forceData), Empty: forcePage{}, Golden: forcePath,
	Claim: func(s *view.View) {
		for _, at := range forceDays(s) {
			at.At = s.Addr.Page("in-force/", at.On.String())
			at.Day = s.InForce.Day(at.On)
			s.Addr.Days = append(s.Addr.Days, at)
		}
	}}

// ForceDayKind has a page for each of these days.
var ForceDayKind = sheet.Kind{Name: "in-force-day", Empty: forceDayPage{}, Golden: "in-force/2026-06-30.html",
	Pages: func(s *view.View) []sheet.Sheet {
		var out []sheet.Sheet
		for i := range s.Addr.Days {
			at := &s.Addr.Days[i]
			n := len(at.InForce) + len(at.Others) + len(at.Gone)
			out = append(out, sheet.Parts(at.At, n, forceRows, func(p view.Page, part view.Pager) any { return forceDayData(p, at, part) })...)
		}
		return out
	}}

// forceDays gives the days for which it is listed what was in force, the latest first: the day of judgement, the ends of
// periods up to it, and the ends of months of the last year and of the period that runs on the day of judgement.
func forceDays(s *view.View) []view.ForceDay {
	now := s.AsOf.Day
	if now.IsZero() {
		return nil
	}
	names := map[date.Date][]string{now: nil}
	back := forceMonths
	for _, p := range s.Site.Periods {
		if !p.To.IsZero() && !p.To.After(now) {
			name := p.Name
			if name == "" {
				name = p.ID
			}
			names[p.To] = append(names[p.To], name)
		}
		if !p.From.After(now) && (p.To.IsZero() || !p.To.Before(now)) {
			back = max(back, min(months(p.From, now), forceMost))
		}
	}
	for i := range back {
		if end := date.New(now.Year(), now.Month(), 1).Add(date.Period{Months: -i}).AddDays(-1); !end.Before(begun(s)) {
			names[end] = append(names[end], []string(nil)...) // listed, whatever else ends on it
		}
	}
	var out []view.ForceDay
	for on, name := range names {
		out = append(out, view.ForceDay{Day: inforce.Day{On: on}, Names: name})
	}
	slices.SortFunc(out, func(a, b view.ForceDay) int { return b.On.Compare(a.On) })
	return out
}

// months counts the months that began after one day and up to another.
func months(from, to date.Date) int {
	return (to.Year()-from.Year())*12 + int(to.Month()) - int(from.Month())
}

// begun gives the day of the first commit; the zero day where that is not known.
func begun(s *view.View) date.Date {
	if c := s.History.First(); c != nil {
		return c.Committer.Day()
	}
	return date.Date{}
}

func forceData(p view.Page) any {
	out := forcePage{Shell: p.Shell(p.T("In force"), "reviews.html", p.Link(p.T("Reviews"), "reviews.html")),
		About: p.T("A version is in force from the latest of its approval, the day given in its text and the day on which the text " +
			"reached the repository, until the day before the next one. Texts that came with the first commit count from their approval."),
		Command: forceCommand + p.AsOf.Day.String()}
	out.Description = theme.Own(p.T("Which version of each document was in force on which day"))
	PeriodNav(p, &out.Shell)
	out.Table = view.FactTable{ID: "days", Caption: p.T("What was in force at the end of each month and audit period"),
		Header: []string{p.T("Day"), p.T("What ends on it"), p.T("Documents in force"), p.T("Present, but no version in force"),
			p.T("Deleted since")}}
	for i := range p.Addr.Days {
		at := &p.Addr.Days[i]
		out.Table.Rows = append(out.Table.Rows, []view.FactCell{sheet.Cell(p.Link(at.On.String(), at.At)),
			sheet.Cell(view.Link{Text: forceEnds(p, at)}),
			forceNumber(p, at, len(at.InForce), "in-force", 0), forceNumber(p, at, len(at.Others), "others", len(at.InForce)),
			forceNumber(p, at, len(at.Gone), "gone", len(at.InForce)+len(at.Others))})
	}
	return out
}

// forceNumber gives the number of rows of a list of a day, with the way to the part on which the list begins.
func forceNumber(p view.Page, at *view.ForceDay, n int, list string, before int) view.FactCell {
	return sheet.Cell(sheet.NumberTo(p, n, address.Numbered(at.At, before/forceRows)+"#"+list))
}

// forceLink says what it counts as well.
func forceLink(p view.Page, at *view.ForceDay, n int, list string, before int) view.Link {
	out := forceNumber(p, at, n, list, before).Values[0]
	out.Text = p.N(n, "document", "documents")
	return out
}

// forceEnds says what ends on a day.
func forceEnds(p view.Page, at *view.ForceDay) string {
	switch {
	case len(at.Names) > 0:
		return strings.Join(at.Names, ", ")
	case at.On == p.AsOf.Day:
		return p.T("the day shown on these pages")
	}
	return p.T("month")
}

func forceDayData(p view.Page, at *view.ForceDay, part view.Pager) any {
	out := forceDayPage{Shell: p.Shell(p.T("In force on %s", at.On), "reviews.html", p.Link(p.T("Reviews"), "reviews.html"),
		p.Link(p.T("In force"), forcePath)), Pager: part, Command: forceCommand + at.On.String(),
		About: p.T("Maintained documents on this day, as far as it is known today. Records are evidence of their day and are not listed.")}
	PeriodNav(p, &out.Shell)
	count := func(label string, n int, list string, before int) {
		out.Facts = append(out.Facts, view.FactRow{Label: label, Values: []view.Link{forceLink(p, at, n, list, before)}})
	}
	count(p.T("In force"), len(at.InForce), "in-force", 0)
	count(p.T("Present, but no version in force"), len(at.Others), "others", len(at.InForce))
	if len(at.Gone) > 0 {
		count(p.T("Deleted since"), len(at.Gone), "gone", len(at.InForce)+len(at.Others))
	}
	cut := func(skip, n int) (from, to int) {
		return min(max(part.From-skip, 0), n), min(max(part.To-skip, 0), n)
	}
	from, to := cut(0, len(at.InForce))
	out.InForce = forceTable(p, at.InForce[from:to])
	from, to = cut(len(at.InForce), len(at.Others))
	out.Rest = otherTable(p, at.Others[from:to])
	from, to = cut(len(at.InForce)+len(at.Others), len(at.Gone))
	out.Gone = goneTable(p, at.Gone[from:to])
	forceSteps(p, &out.Shell, at)
	return out
}

// forceSteps leads to the day before and after.
func forceSteps(p view.Page, s *view.Shell, at *view.ForceDay) {
	i := slices.IndexFunc(p.Addr.Days, func(d view.ForceDay) bool { return d.On == at.On })
	to := func(d view.ForceDay) view.Link { return p.Link(p.T("In force on %s", d.On), d.At) }
	if i > 0 {
		s.Next = to(p.Addr.Days[i-1])
	}
	if i+1 < len(p.Addr.Days) {
		s.Prev = to(p.Addr.Days[i+1])
	}
}

func forceTable(p view.Page, entries []inforce.Entry) view.FactTable {
	t := view.FactTable{ID: "in-force", Caption: p.T("In force"), Header: []string{p.T("Document"), p.T("ID"), p.T("Version"), p.T("Since"),
		p.T("Approved by"), p.T("Grade")}}
	for _, e := range entries {
		t.Rows = append(t.Rows, []view.FactCell{sheet.Cell(p.Named(e.Document).Untitled()), sheet.Ident(e.Document.ID),
			sheet.Cell(p.Edition(e.Version)),
			sheet.Cell(view.Link{Text: sinceWords(p, e.Version)}), sheet.Cell(p.Approver(e.Version.Version)),
			p.GradeCell(e.Version.Version)})
	}
	return t
}

// sinceWords says since when a version was in force, and since when that is known.
func sinceWords(p view.Page, v *inforce.Tenure) string {
	if v.Said.IsZero() {
		return v.From.String()
	}
	return p.T("%s, said on %s", v.From, v.Said)
}

func otherTable(p view.Page, entries []inforce.Entry) view.FactTable {
	t := view.FactTable{ID: "others", Caption: p.T("Present, but no version in force"), Header: []string{p.T("Document"), p.T("ID"),
		p.T("Version"), p.T("State")}}
	for _, e := range entries {
		version := view.Link{Text: view.PlainVersion(e.Text), ID: true}
		if e.Version != nil {
			version = p.Edition(e.Version)
			version.Text, version.ID = p.T("%s from %s on", version.Text, e.Version.From), false
		}
		t.Rows = append(t.Rows, []view.FactCell{sheet.Cell(p.Named(e.Document).Untitled()), sheet.Ident(e.Document.ID), sheet.Cell(version),
			{Tag: p.Life(e.State)}})
	}
	return t
}

// goneTable lists what was there and was deleted since: only what those documents said themselves is known.
func goneTable(p view.Page, gone []inforce.Gone) view.FactTable {
	t := view.FactTable{ID: "gone", Caption: p.T("Deleted since; shown as the documents said, their approval is not judged"),
		Header: []string{p.T("Document"), p.T("ID"), p.T("Version"), p.T("Approved on, as declared"), p.T("Deleted on")}}
	for _, g := range gone {
		t.Rows = append(t.Rows, []view.FactCell{sheet.Text(g.Title), sheet.Ident(g.ID), sheet.Ident(view.PlainVersion(g.Version)),
			sheet.Text(g.Approved),
			sheet.Text(g.Removed)})
	}
	return t
}
