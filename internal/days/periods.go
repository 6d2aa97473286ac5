// Package days is the kinds of pages that tell of days: what is due and overdue, audits and what changed since, audit periods,
// readiness over time, and what was in force.
package days

import (
	"slices"
	"strings"

	"clausebook/internal/address"
	"clausebook/internal/date"
	"clausebook/internal/inforce"
	"clausebook/internal/period"
	"clausebook/internal/phrase"
	"clausebook/internal/series"
	"clausebook/internal/sheet"
	"clausebook/internal/theme"
	"clausebook/internal/view"
)

// periodsPage lists the audit periods of the configuration.
type periodsPage struct {
	view.Shell
	Table view.FactTable
}

// periodPage shows what an audit period brought: counts, and where something was missing, by clause and by record.
type periodPage struct {
	view.Shell
	Problem string // why approvals of the period are not known, where the history cannot tell
	Facts   []view.FactRow
	Tables  []view.FactTable
	Empty   bool // the period has not begun
}

// logbookPage shows a part of one list of a period: approvals, reviews or documents.
type logbookPage struct {
	view.Shell
	About    string
	Table    view.FactTable
	Unserved view.FactTable // clauses that no document serves, on the list of clauses
	Pager    view.Pager
}

const (
	periodRows  = 100 // of one part of a list
	periodShown = 40  // of a list on the page of the period
)

const periodsPath = "periods.html"

// PeriodsKind has one page, the list of the audit periods. There are such pages only if the configuration names audit periods.
var PeriodsKind = sheet.Kind{Name: "periods", Fixed: []string{periodsPath}, Menu: view.Menu{Under: "reviews.html", Local: "Audit periods"},
	Empty: periodsPage{}, Golden: periodsPath,
	Pages: func(s *view.View) []sheet.Sheet {
		if len(s.Addr.Periods) == 0 {
			return nil
		}
		return []sheet.Sheet{{At: periodsPath, Data: periodsData}}
	}}

// PeriodKind has a page for each audit period.
var PeriodKind = sheet.Kind{Name: "period", Empty: periodPage{}, Golden: "periods/p1.html", Claim: claimPeriods,
	Pages: func(s *view.View) []sheet.Sheet {
		var out []sheet.Sheet
		for i := range s.Addr.Periods {
			a := &s.Addr.Periods[i]
			out = append(out, sheet.Sheet{At: a.At, Data: func(p view.Page) any { return periodData(p, a) }})
		}
		return out
	}}

// LogbookKind has the lists of an audit period.
var LogbookKind = sheet.Kind{Name: "logbook", Empty: logbookPage{}, Golden: "periods/p1-versions.html",
	Pages: func(s *view.View) []sheet.Sheet {
		var out []sheet.Sheet
		for i := range s.Addr.Periods {
			a := &s.Addr.Periods[i]
			list := func(at string, n int, give func(view.Page, *view.AuditPeriod, view.Pager) any) {
				out = append(out, sheet.Parts(at, n, periodRows, func(p view.Page, part view.Pager) any { return give(p, a, part) })...)
			}
			list(a.Approvals, len(a.Report.Approvals), periodApprovals)
			list(a.Versions, len(a.Report.Effects), periodVersions)
			list(a.Reviews, len(a.Report.Reviews), periodReviews)
			list(a.Late, len(a.LateReviews), periodLate)
			weighed := func(at string, rows weights, give func(view.Page, *view.AuditPeriod, view.Pager) any) {
				out = append(out, sheet.Cut(rows.parts(at, periodRows), func(p view.Page, part view.Pager) any { return give(p, a, part) })...)
			}
			weighed(a.Documents, documentWeights(a), periodDocuments)
			weighed(a.Clauses, clauseWeights(a), periodClauses)
			weighed(a.Records, recordWeights(a), periodRecords)
		}
		return out
	}}

// claimPeriods gives the pages of the audit periods their addresses, and judges the periods.
func claimPeriods(s *view.View) {
	in := period.Input{AsOf: s.AsOf.Day, Docs: s.Docs, Standards: s.Standards, Approvals: s.Approvals, Acts: s.Acts,
		InForce: s.InForce}
	for _, p := range s.Site.Periods {
		at := s.Addr.Page("periods/", p.ID)
		list := func(of string) string { return s.Addr.Claim("", strings.TrimSuffix(at, ".html")+"-"+of, ".html") }
		a := view.AuditPeriod{At: at, Approvals: list("approvals"), Versions: list("versions"), Reviews: list("reviews"),
			Late: list("late"), Documents: list("documents"), Clauses: list("clauses"), Records: list("records")}
		a.Report = period.Of(period.Period{ID: p.ID, Name: p.Name, From: p.From, To: p.To}, in)
		a.Gather()
		s.Addr.Periods = append(s.Addr.Periods, a)
	}
}

// PeriodNav is the menu of the reviews and of the audit periods.
func PeriodNav(p view.Page, s *view.Shell) {
	if len(p.Addr.Periods) == 0 {
		return
	}
	links := p.Menu("reviews.html")
	for i := range p.Addr.Periods {
		a := &p.Addr.Periods[i]
		links = append(links, p.Nav(a.Name(), a.At))
	}
	p.Local(s, p.T("Reviews"), links...)
}

func periodShell(p view.Page, title string, a *view.AuditPeriod) view.Shell {
	crumbs := []view.Link{p.Link(p.T("Reviews"), "reviews.html"), p.Link(p.T("Audit periods"), periodsPath)}
	if p.Path != a.At {
		crumbs = append(crumbs, p.Link(a.Name(), a.At))
	}
	s := p.Shell(title, "reviews.html", crumbs...)
	s.Description = theme.Own(p.T("%s to %s", a.Report.From, a.Report.Until))
	PeriodNav(p, &s)
	return s
}

func periodsData(p view.Page) any {
	out := periodsPage{Shell: p.Shell(p.T("Audit periods"), "reviews.html", p.Link(p.T("Reviews"), "reviews.html"))}
	PeriodNav(p, &out.Shell)
	out.Table = view.FactTable{ID: "periods", Caption: p.T("Audit periods"),
		Header: []string{p.T("Period"), p.T("From"), p.T("To"), p.T("Approvals"), p.T("Reviews late"), p.T("Clauses with gaps")}}
	for i := range p.Addr.Periods {
		a := &p.Addr.Periods[i]
		out.Table.Rows = append(out.Table.Rows, []view.FactCell{sheet.Cell(p.Link(a.Name(), a.At)), sheet.Text(a.Report.From), periodEnd(p, a),
			sheet.Cell(sheet.NumberTo(p, len(a.Report.Approvals), a.Approvals)), sheet.Cell(sheet.NumberTo(p, len(a.LateReviews), a.Late)),
			sheet.Cell(sheet.NumberTo(p, len(a.ClauseGaps)+len(a.Unserved), a.Clauses))})
	}
	return out
}

// periodEnd says when the period ends, or up to which day it is looked at.
func periodEnd(p view.Page, a *view.AuditPeriod) view.FactCell {
	switch {
	case a.Report.To.IsZero():
		return view.FactCell{Values: []view.Link{{Text: p.T("open")}}}
	case a.Report.Until.Before(a.Report.To):
		return view.FactCell{Values: []view.Link{{Text: p.T("%s, checked up to %s", a.Report.To, a.Report.Until)}}}
	}
	return sheet.Text(a.Report.To)
}

// itemTitle gives the title of a clause in the language of its standard.
func itemTitle(p view.Page, c period.Clause) view.FactCell {
	return sheet.Cell(view.Link{Text: c.Title, Lang: p.Item(c.Ref).Lang})
}

func periodData(p view.Page, a *view.AuditPeriod) any {
	out := periodPage{Shell: periodShell(p, a.Name(), a), Empty: a.Report.Days == 0}
	if !p.History.Reliable() {
		out.Problem = p.HistoryWords().String()
	}
	n := p.N
	fact := func(label string, link view.Link) {
		out.Facts = append(out.Facts, view.FactRow{Label: p.T(label), Values: []view.Link{link}})
	}
	fact("From", view.Link{Text: a.Report.From.String()})
	out.Facts = append(out.Facts, view.FactRow{Label: p.T("To"), Values: periodEnd(p, a).Values,
		Note: theme.Own(n(a.Report.Days, "day", "days"))})
	if known := a.Report.Known; !known.IsZero() {
		fact("History begins", view.Link{Text: known.String()})
		out.Facts[len(out.Facts)-1].Note = theme.Own(p.T("Of earlier days only what the documents say themselves is known."))
	}
	fact("Approvals given", p.Link(n(len(a.Report.Approvals), "approval", "approvals"), a.Approvals))
	fact("Versions that took effect", p.Link(n(len(a.Report.Effects), "version", "versions"), a.Versions))
	if at := p.ForceDay(a.Report.Until); at != nil {
		fact("In force at the end", forceLink(p, at, len(at.InForce), "in-force", 0))
	}
	fact("Reviews held or due", p.Link(n(len(a.Report.Reviews), "review", "reviews"), a.Reviews))
	fact("Reviews late or overdue", p.Link(n(len(a.LateReviews), "review", "reviews"), a.Late))
	fact("Documents with gaps", p.Link(n(len(a.WithGaps), "document", "documents"), a.Documents))
	fact("Clauses with gaps", p.Link(n(len(a.ClauseGaps)+len(a.Unserved), "clause", "clauses"), a.Clauses))
	fact("Recurring records", p.Link(n(len(a.Report.Series), "kind", "kinds"), a.Records))
	clauses, records := clauseWeights(a).beginning(), recordWeights(a).beginning()
	tables := []view.FactTable{clauseTable(p, a.ClauseGaps[:clauses]), unservedTable(p, a.Unserved[:min(len(a.Unserved), periodShown)]),
		seriesTable(p, a.Report.Series[:records])}
	tables[0].Rest = p.More(len(a.ClauseGaps)-clauses, a.Clauses)
	last := len(clauseWeights(a).parts(a.Clauses, periodRows)) - 1
	tables[1].Rest = p.More(len(a.Unserved)-len(tables[1].Rows), address.Numbered(a.Clauses, last)+"#unserved")
	tables[2].Rest = p.More(len(a.Report.Series)-records, a.Records)
	for _, t := range tables {
		if len(t.Rows) > 0 {
			out.Tables = append(out.Tables, t)
		}
	}
	return out
}

// weights is what each row of a list weighs: how many spans or records it holds; a name with a link weighs as two.
type weights []int

const maxWeight = 1000 // on one page, unless one row weighs more

func documentWeights(a *view.AuditPeriod) weights {
	return weigh(a.WithGaps, func(d period.Document) int { return len(d.Gaps) })
}

func clauseWeights(a *view.AuditPeriod) weights {
	return weigh(a.ClauseGaps, func(c period.Clause) int { return len(c.Gaps) + 2*namedFor(c) })
}

func recordWeights(a *view.AuditPeriod) weights {
	return weigh(a.Report.Series, func(s period.Series) int { return len(s.Records) })
}

func weigh[T any](rows []T, by func(T) int) weights {
	out := make(weights, len(rows))
	for i, row := range rows {
		out[i] = by(row)
	}
	return out
}

func (w weights) parts(at string, size int) []view.Pager {
	return view.Weighed(at, len(w), size, maxWeight, func(i int) int { return w[i] })
}

// beginning is how many rows the page of the period has room for.
func (w weights) beginning() int { return w.parts("", periodShown)[0].To }

// clauseTable lists the clauses that no valid document served on some days.
func clauseTable(p view.Page, clauses []period.Clause) view.FactTable {
	t := view.FactTable{ID: "clauses", Caption: p.T("Clauses without a valid document on some days"),
		Header: []string{p.T("Clause"), p.T("Title"), p.T("Documents"), p.T("Days without"), p.T("Days not known"), p.T("When")}}
	for _, c := range clauses {
		t.Rows = append(t.Rows, []view.FactCell{sheet.Cell(p.Item(c.Ref)), itemTitle(p, c), servedBy(p, c), sheet.Text(c.Without),
			sheet.Text(c.Unknown),
			days(p, c.Gaps)})
	}
	return t
}

// servedShown is how many documents that serve a clause are named, with the others folded away; where they are very many, the evidence
// of the clause has them.
const (
	servedShown  = 3
	servedFolded = 60
)

// servedBy counts the documents that serve a clause and names them.
func servedBy(p view.Page, c period.Clause) view.FactCell {
	out := sheet.Text(p.N(len(c.Documents), "document", "documents"))
	for i, d := range c.Documents {
		switch link := p.DocumentLink(d); {
		case i < servedShown:
			out.Values = append(out.Values, link)
		case i < servedFolded:
			out.Rest = append(out.Rest, link)
		}
	}
	if n := len(c.Documents); namedFor(c) < n {
		out.Rest = nil
		out.Values = append(out.Values, p.More(n-servedShown, p.Addr.Items[c.Ref]))
	}
	return out
}

// namedFor is how many documents are named in the row of a clause.
func namedFor(c period.Clause) int {
	if len(c.Documents) > servedFolded {
		return servedShown
	}
	return len(c.Documents)
}

// unservedTable lists the clauses that ask for a document and that none serves.
func unservedTable(p view.Page, clauses []period.Clause) view.FactTable {
	t := view.FactTable{ID: "unserved", Caption: p.T("Clauses that require a document but have none"),
		Header: []string{p.T("Clause"), p.T("Title")}}
	for _, c := range clauses {
		t.Rows = append(t.Rows, []view.FactCell{sheet.Cell(p.Item(c.Ref)), itemTitle(p, c)})
	}
	return t
}

func seriesTable(p view.Page, all []period.Series) view.FactTable {
	t := view.FactTable{ID: "records", Caption: p.T("Recurring records"),
		Header: []string{p.T("Record"), p.T("Usual interval"), p.T("In the period"), p.T("Complete intervals"), p.T("Longest time without"),
			p.T("Not covered"), p.T("State")}}
	for _, s := range all {
		interval, expected, open := s.Cadence, s.Expected, phrase.Texts(series.Names(s.Holes))
		if s.Operational {
			interval, expected, open = date.Period{Months: 1}, s.Months.All(), s.Months.Ranges()
		}
		t.Rows = append(t.Rows, []view.FactCell{sheet.Cell(p.Item(s.Ref)), sheet.Text(p.Plain(interval.Words())), recordLinks(p, s),
			sheet.Text(expected),
			sheet.Text(p.N(s.Longest, "day", "days")), {Values: notCovered(p, open)}, {Tag: rhythm(p, s)}})
	}
	return t
}

// rhythm says whether records came as often as they should.
func rhythm(p view.Page, s period.Series) view.Tag {
	switch {
	case !s.Complete() && s.Operational:
		return view.Tag{Kind: "partly", Text: p.T("Months not covered")}
	case !s.Complete():
		return view.Tag{Kind: "partly", Text: p.T("Fewer than usual")}
	case len(s.Records) == 0:
		return view.Tag{Kind: "soon", Text: p.T("None so far")}
	case s.Operational:
		return view.Tag{Kind: "met", Text: p.T("All months covered")}
	}
	return view.Tag{Kind: "met", Text: p.T("As often as usual")}
}

// notCovered names what no record covers.
func notCovered(p view.Page, open []phrase.Phrase) []view.Link {
	var out []view.Link
	for _, name := range open {
		out = append(out, view.Link{Text: p.Plain(name)})
	}
	return out
}

// recordsShown is how many records of a series are linked, the newest; the others are folded away.
const recordsShown = 4

func recordLinks(p view.Page, s period.Series) view.FactCell {
	c := sheet.Text(p.N(len(s.Records), "record", "records"))
	for i, r := range slices.Backward(s.Records) {
		link := p.DocumentLink(r.Document)
		link.Text = r.On.String()
		if len(s.Records)-i <= recordsShown {
			c.Values = append(c.Values, link)
		} else {
			c.Rest = append(c.Rest, link)
		}
	}
	return c
}

// spansShown is how many spans of days are written out; the others are folded away.
const spansShown = 3

func days(p view.Page, spans []period.Span) view.FactCell {
	var c view.FactCell
	for _, s := range spans {
		c.Values = append(c.Values, view.Link{Text: p.T("%s to %s", s.From, s.To)})
	}
	n := min(len(c.Values), spansShown)
	c.Values, c.Rest = c.Values[:n], c.Values[n:]
	return c
}

func periodApprovals(p view.Page, a *view.AuditPeriod, at view.Pager) any {
	out := logbookPage{Shell: periodShell(p, p.T("Approvals given"), a), Pager: at,
		About: p.T("Approvals given in the period, whether they count or not.")}
	out.Table = view.FactTable{ID: "approvals", Caption: a.Name(), Header: []string{p.T("Approved on"), p.T("Document"), p.T("Version"),
		p.T("Approved by"), p.T("Grade"), p.T("Counts")}}
	for _, g := range a.Report.Approvals[at.From:at.To] {
		out.Table.Rows = append(out.Table.Rows, slices.Concat([]view.FactCell{sheet.Text(g.Version.On)}, approvalCells(p, g.Tenure)))
	}
	return out
}

func periodVersions(p view.Page, a *view.AuditPeriod, at view.Pager) any {
	out := logbookPage{Shell: periodShell(p, p.T("Versions that took effect"), a), Pager: at,
		About: p.T("Versions that took effect in the period, also those approved before it.")}
	out.Table = view.FactTable{ID: "versions", Caption: a.Name(), Header: []string{p.T("Took effect"), p.T("Document"), p.T("Version"),
		p.T("Approved by"), p.T("Grade"), p.T("Counts"), p.T("Approved on")}}
	for _, e := range a.Report.Effects[at.From:at.To] {
		out.Table.Rows = append(out.Table.Rows, slices.Concat([]view.FactCell{sheet.Text(e.On)}, approvalCells(p, e.Tenure),
			[]view.FactCell{sheet.Text(e.Version.On)}))
	}
	return out
}

// approvalCells says which version was approved, by whom, how well that is evidenced, and whether it counts.
func approvalCells(p view.Page, v *inforce.Tenure) []view.FactCell {
	row := p.VersionRow(v.Version)
	return []view.FactCell{sheet.Cell(p.Named(v.Document)), sheet.Cell(p.Edition(v)), sheet.Cell(row.Approver),
		p.GradeCell(v.Version), {Tag: row.Counts}}
}

func periodReviews(p view.Page, a *view.AuditPeriod, at view.Pager) any {
	return logbookPage{Shell: periodShell(p, p.T("Reviews held and due"), a), Pager: at,
		About: p.T("A review is due one interval after the last review or approval. An approval counts as a review."),
		Table: reviewTable(p, a, a.Report.Reviews[at.From:at.To])}
}

func periodLate(p view.Page, a *view.AuditPeriod, at view.Pager) any {
	return logbookPage{Shell: periodShell(p, p.T("Reviews late or overdue"), a), Pager: at,
		About: p.T("Reviews of the period that were held late, or are overdue."),
		Table: reviewTable(p, a, a.LateReviews[at.From:at.To])}
}

func reviewTable(p view.Page, a *view.AuditPeriod, reviews []period.Review) view.FactTable {
	out := view.FactTable{ID: "reviews", Caption: a.Name(), Header: []string{p.T("Due"), p.T("Held"), p.T("Document"),
		p.T("Days late"), p.T("State")}}
	for _, r := range reviews {
		out.Rows = append(out.Rows, []view.FactCell{sheet.Text(r.Due), sheet.Text(r.Held), sheet.Cell(p.Named(r.Document)),
			sheet.Text(r.Late), {Tag: turn(p, r)}})
	}
	return out
}

// turn says how a review stands.
func turn(p view.Page, r period.Review) view.Tag {
	switch {
	case r.Held.IsZero() && r.Late > 0:
		return view.Tag{Kind: "overdue", Text: p.T("Overdue")}
	case r.Held.IsZero():
		return view.Tag{Kind: "soon", Text: p.T("Open")}
	case r.Late > 0:
		return view.Tag{Kind: "partly", Text: p.T("Held late")}
	}
	return view.Tag{Kind: "met", Text: p.T("Held on time")}
}

func periodDocuments(p view.Page, a *view.AuditPeriod, at view.Pager) any {
	out := logbookPage{Shell: periodShell(p, p.T("Documents with gaps"), a), Pager: at,
		About: p.T("Documents without an approved version in force, or with an overdue review, on " +
			"some days of the period, including documents created within it.")}
	out.Table = view.FactTable{ID: "documents", Caption: a.Name(), Header: []string{p.T("Document"), p.T("Days without approval"),
		p.T("Days not known"), p.T("Days overdue"), p.T("When")}}
	for _, d := range a.WithGaps[at.From:at.To] {
		out.Table.Rows = append(out.Table.Rows, []view.FactCell{sheet.Cell(p.Named(d.Document)), sheet.Text(d.Without), sheet.Text(d.Unknown),
			sheet.Text(d.Overdue),
			days(p, d.Gaps)})
	}
	return out
}

// periodClauses lists the clauses with gaps; those that no document serves stand on the last part.
func periodClauses(p view.Page, a *view.AuditPeriod, at view.Pager) any {
	out := logbookPage{Shell: periodShell(p, p.T("Clauses with gaps"), a), Pager: at,
		About: p.T("Clauses that had no document with an approved version in force on some days of the period.")}
	out.Table = clauseTable(p, a.ClauseGaps[at.From:at.To])
	if at.To == at.Total {
		out.Unserved = unservedTable(p, a.Unserved)
	}
	return out
}

func periodRecords(p view.Page, a *view.AuditPeriod, at view.Pager) any {
	out := logbookPage{Shell: periodShell(p, p.T("Recurring records"), a), Pager: at,
		About: p.T("Records of the period, compared with the usual interval of each. The interval is our " +
			"practice; the page of the record says whether the standard requires one.")}
	out.Table = seriesTable(p, a.Report.Series[at.From:at.To])
	return out
}
