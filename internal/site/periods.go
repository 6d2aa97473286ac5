package site

import (
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/approval"
	"clausebook/internal/doc"
	"clausebook/internal/period"
	"clausebook/internal/theme"
)

// periodsPage lists the audit periods of the configuration.
type periodsPage struct {
	Shell
	Table FactTable
}

// periodPage shows what an audit period brought: counts, and where something was missing, by clause and by record.
type periodPage struct {
	Shell
	Problem string // why approvals of the period are not known, where the history cannot tell
	Facts   []FactRow
	Tables  []FactTable
	Empty   bool // the period has not begun
}

// logbookPage shows a part of one list of a period: approvals, reviews or documents.
type logbookPage struct {
	Shell
	About    string
	Table    FactTable
	Unserved FactTable // clauses that no document serves, on the list of clauses
	Pager    Pager
}

// auditPeriod is a period with its report and the addresses of its pages.
type auditPeriod struct {
	report               period.Report
	at                   string
	versions, reviews    string // the lists of the period
	documents            string
	clauses, records     string
	given                []versionTurn
	withGaps             []period.Document
	clauseGaps, unserved []period.Clause
}

const (
	periodRows  = 100 // of one part of a list
	periodShown = 40  // of a list on the page of the period
)

// versionTurn is an approval that was given in the period, or whose version took effect in it.
type versionTurn struct {
	document *doc.Document
	version  approval.Version
	effect   string // the day on which it took effect, where that lies in the period
	counts   bool
}

const periodsPath = "periods.html"

// There are such pages only if the configuration names audit periods.
var periodsKind = Kind{Name: "periods", Fixed: []string{periodsPath}, Menu: Menu{Under: "reviews.html", Local: "Audit periods"},
	Empty: periodsPage{}, Golden: periodsPath,
	Pages: func(s *site) []Sheet {
		if len(s.addr.periods) == 0 {
			return nil
		}
		return []Sheet{{periodsPath, page.periods}}
	}}

var periodKind = Kind{Name: "period", Empty: periodPage{}, Golden: "periods/p1.html", Claim: (*site).claimPeriods,
	Pages: func(s *site) []Sheet {
		var out []Sheet
		for i := range s.addr.periods {
			a := &s.addr.periods[i]
			out = append(out, Sheet{a.at, func(p page) any { return p.auditPeriod(a) }})
		}
		return out
	}}

var logbookKind = Kind{Name: "logbook", Empty: logbookPage{}, Golden: "periods/p1-versions.html",
	Pages: func(s *site) []Sheet {
		var out []Sheet
		for i := range s.addr.periods {
			a := &s.addr.periods[i]
			list := func(at string, n int, give func(page, *auditPeriod, Pager) any) {
				out = append(out, parts(at, n, periodRows, func(p page, part Pager) any { return give(p, a, part) })...)
			}
			list(a.versions, len(a.given), page.periodVersions)
			list(a.reviews, len(a.report.Reviews), page.periodReviews)
			list(a.documents, len(a.withGaps), page.periodDocuments)
			list(a.clauses, len(a.clauseGaps), page.periodClauses)
			list(a.records, len(a.report.Series), page.periodRecords)
		}
		return out
	}}

// claimPeriods gives the pages of the audit periods their addresses, and judges the periods.
func (s *site) claimPeriods() {
	in := period.Input{AsOf: s.AsOf.Day, Docs: s.Docs, Standards: s.Standards, Approvals: s.Approvals}
	for _, p := range s.Site.Periods {
		at := s.addr.Page("periods/", p.ID)
		list := func(of string) string { return s.addr.Claim("", strings.TrimSuffix(at, ".html")+"-"+of, ".html") }
		a := auditPeriod{at: at, versions: list("versions"), reviews: list("reviews"), documents: list("documents"),
			clauses: list("clauses"), records: list("records")}
		a.report = period.Of(period.Period{ID: p.ID, Name: p.Name, From: p.From, To: p.To}, in)
		a.gather()
		s.addr.periods = append(s.addr.periods, a)
	}
}

// gather joins approvals and effects, and picks what has gaps.
func (a *auditPeriod) gather() {
	type key struct {
		document *doc.Document
		version  string
	}
	effect := map[key]string{}
	for _, e := range a.report.Effects {
		effect[key{e.Document, e.Version.Version}] = e.On.String()
	}
	for _, g := range a.report.Approvals {
		k := key{g.Document, g.Version.Version}
		a.given = append(a.given, versionTurn{g.Document, g.Version, effect[k], g.Counts})
		delete(effect, k)
	}
	for _, e := range a.report.Effects { // approved before the period
		if _, left := effect[key{e.Document, e.Version.Version}]; left {
			a.given = append(a.given, versionTurn{e.Document, e.Version, e.On.String(), true})
		}
	}
	slices.SortStableFunc(a.given, func(x, y versionTurn) int { return x.version.On.Compare(y.version.On) })
	for _, d := range a.report.Documents {
		if d.Without > 0 || d.Overdue > 0 {
			a.withGaps = append(a.withGaps, d)
		}
	}
	for _, c := range a.report.Clauses {
		switch {
		case c.Documents == 0:
			a.unserved = append(a.unserved, c)
		case c.Without > 0:
			a.clauseGaps = append(a.clauseGaps, c)
		}
	}
}

// late counts the reviews that were held late or are overdue.
func (a *auditPeriod) late() int {
	n := 0
	for _, r := range a.report.Reviews {
		if r.Late > 0 {
			n++
		}
	}
	return n
}

func (a *auditPeriod) name() string {
	if a.report.Name != "" {
		return a.report.Name
	}
	return a.report.ID
}

// periodNav is the menu of the reviews and of the audit periods.
func (p page) periodNav(s *Shell) {
	if len(p.addr.periods) == 0 {
		return
	}
	links := p.menu("reviews.html")
	for i := range p.addr.periods {
		a := &p.addr.periods[i]
		links = append(links, p.nav(a.name(), a.at))
	}
	p.local(s, p.t("Reviews"), links...)
}

func (p page) periodShell(title string, a *auditPeriod) Shell {
	crumbs := []Link{p.link(p.t("Reviews"), "reviews.html"), p.link(p.t("Audit periods"), periodsPath)}
	if p.path != a.at {
		crumbs = append(crumbs, p.link(a.name(), a.at))
	}
	s := p.shell(title, "reviews.html", crumbs...)
	s.Description = theme.Own(p.t("%s to %s", a.report.From, a.report.Until))
	p.periodNav(&s)
	return s
}

func (p page) periods() any {
	out := periodsPage{Shell: p.shell(p.t("Audit periods"), "reviews.html", p.link(p.t("Reviews"), "reviews.html"))}
	p.periodNav(&out.Shell)
	out.Table = FactTable{ID: "periods", Caption: p.t("Audit periods"), Header: []string{p.t("Period"), p.t("From"), p.t("To"), p.t("Approvals"), p.t("Reviews late"), p.t("Clauses with gaps")}}
	for i := range p.addr.periods {
		a := &p.addr.periods[i]
		out.Table.Rows = append(out.Table.Rows, []FactCell{cell(p.link(a.name(), a.at)), text(a.report.From), p.periodEnd(a),
			text(len(a.report.Approvals)), text(a.late()), text(len(a.clauseGaps) + len(a.unserved))})
	}
	return out
}

// periodEnd says when the period ends, or up to which day it is looked at.
func (p page) periodEnd(a *auditPeriod) FactCell {
	switch {
	case a.report.To.IsZero():
		return FactCell{Values: []Link{{Text: p.t("open")}}}
	case a.report.Until.Before(a.report.To):
		return FactCell{Values: []Link{{Text: p.t("%s, looked at up to %s", a.report.To, a.report.Until)}}}
	}
	return text(a.report.To)
}

func cell(links ...Link) FactCell { return FactCell{Values: links} }

func text(v any) FactCell { return FactCell{Values: []Link{{Text: fmt.Sprint(v)}}} }

// itemTitle gives the title of a clause in the language of its standard.
func (p page) itemTitle(c period.Clause) FactCell {
	return cell(Link{Text: c.Title, Lang: p.item(c.Ref).Lang})
}

func (p page) auditPeriod(a *auditPeriod) any {
	out := periodPage{Shell: p.periodShell(a.name(), a), Empty: a.report.Days == 0}
	if !p.History.Reliable() {
		out.Problem = p.historyWords().String()
	}
	n := p.n
	fact := func(label string, link Link) {
		out.Facts = append(out.Facts, FactRow{Label: p.t(label), Values: []Link{link}})
	}
	fact("From", Link{Text: a.report.From.String()})
	out.Facts = append(out.Facts, FactRow{Label: p.t("To"), Values: p.periodEnd(a).Values, Note: theme.Own(n(a.report.Days, "day", "days"))})
	fact("Approvals given", p.link(n(len(a.report.Approvals), "approval", "approvals"), a.versions))
	fact("Versions that took effect", p.link(n(len(a.report.Effects), "version", "versions"), a.versions))
	fact("Reviews held or due", p.link(n(len(a.report.Reviews), "review", "reviews"), a.reviews))
	if late := a.late(); late > 0 {
		out.Facts[len(out.Facts)-1].Note = theme.Own(p.t("%d of them late or overdue", late))
	}
	fact("Documents with gaps", p.link(n(len(a.withGaps), "document", "documents"), a.documents))
	fact("Clauses with gaps", p.link(n(len(a.clauseGaps)+len(a.unserved), "clause", "clauses"), a.clauses))
	fact("Records that recur", p.link(n(len(a.report.Series), "kind", "kinds"), a.records))
	tables := []FactTable{p.clauseTable(a.clauseGaps[:min(len(a.clauseGaps), periodShown)]), p.unservedTable(a.unserved[:min(len(a.unserved), periodShown)]),
		p.seriesTable(a.report.Series[:min(len(a.report.Series), periodShown)])}
	for _, t := range tables {
		if len(t.Rows) > 0 {
			out.Tables = append(out.Tables, t)
		}
	}
	return out
}

// clauseTable lists the clauses that no valid document served on some days.
func (p page) clauseTable(clauses []period.Clause) FactTable {
	t := FactTable{ID: "clauses", Caption: p.t("Clauses without a valid document on some days"), Header: []string{p.t("Clause"), p.t("Title"), p.t("Documents"), p.t("Days without"), p.t("When")}}
	for _, c := range clauses {
		t.Rows = append(t.Rows, []FactCell{cell(p.item(c.Ref)), p.itemTitle(c), text(c.Documents), text(c.Without), p.days(c.Gaps)})
	}
	return t
}

// unservedTable lists the clauses that ask for a document and that none serves.
func (p page) unservedTable(clauses []period.Clause) FactTable {
	t := FactTable{ID: "unserved", Caption: p.t("Clauses that ask for a document and have none"), Header: []string{p.t("Clause"), p.t("Title")}}
	for _, c := range clauses {
		t.Rows = append(t.Rows, []FactCell{cell(p.item(c.Ref)), p.itemTitle(c)})
	}
	return t
}

func (p page) seriesTable(series []period.Series) FactTable {
	t := FactTable{ID: "records", Caption: p.t("Records that recur"), Header: []string{p.t("Record"), p.t("Usual interval"), p.t("In the period"), p.t("Whole intervals"), p.t("Longest time without"), p.t("State")}}
	for _, s := range series {
		tag := Tag{"met", p.t("As often as usual")}
		switch {
		case len(s.Records) < s.Expected:
			tag = Tag{"partly", p.t("Fewer than usual")}
		case len(s.Records) == 0:
			tag = Tag{"soon", p.t("None so far")}
		}
		t.Rows = append(t.Rows, []FactCell{cell(p.item(s.Ref)), text(p.plain(s.Cadence.Words())), p.recordLinks(s), text(s.Expected),
			text(p.n(s.Longest, "day", "days")), {Tag: tag}})
	}
	return t
}

// recordsShown is how many records of a series are linked.
const recordsShown = 4

func (p page) recordLinks(s period.Series) FactCell {
	c := text(p.n(len(s.Records), "record", "records"))
	for _, r := range s.Records[max(0, len(s.Records)-recordsShown):] {
		link := p.documentLink(r.Document)
		link.Text = r.On.String()
		c.Values = append(c.Values, link)
	}
	return c
}

// spansShown is how many spans of days are written out.
const spansShown = 3

func (p page) days(spans []period.Span) FactCell {
	var c FactCell
	for _, s := range spans[:min(len(spans), spansShown)] {
		c.Values = append(c.Values, Link{Text: p.t("%s to %s", s.From, s.To)})
	}
	if more := len(spans) - spansShown; more > 0 {
		c.Values = append(c.Values, Link{Text: p.t("and %d more", more)})
	}
	return c
}

func (p page) periodVersions(a *auditPeriod, at Pager) any {
	out := logbookPage{Shell: p.periodShell(p.t("Approvals and versions"), a), Pager: at,
		About: p.t("Approvals that were given in the period, and versions that took effect in it. Of former versions the day of the approval counts as that day.")}
	out.Table = FactTable{ID: "versions", Caption: a.name(), Header: []string{p.t("Approved on"), p.t("Document"), p.t("Version"), p.t("Approved by"), p.t("Grade"), p.t("Took effect"), p.t("Counts")}}
	for _, g := range a.given[at.From:at.To] {
		row := p.versionRow(g.version)
		out.Table.Rows = append(out.Table.Rows, []FactCell{text(g.version.On), cell(p.named(g.document)), text(g.version.Version), cell(row.Approver),
			text(p.plain(g.version.Grade.Words())), text(g.effect), {Tag: row.Counts}})
	}
	return out
}

func (p page) periodReviews(a *auditPeriod, at Pager) any {
	out := logbookPage{Shell: p.periodShell(p.t("Reviews held and due"), a), Pager: at,
		About: p.t("A review is due one interval after the last review or approval; an approval counts as a review.")}
	out.Table = FactTable{ID: "reviews", Caption: a.name(), Header: []string{p.t("Due"), p.t("Held"), p.t("Document"), p.t("Days late"), p.t("State")}}
	for _, r := range a.report.Reviews[at.From:at.To] {
		out.Table.Rows = append(out.Table.Rows, []FactCell{text(r.Due), text(r.Held), cell(p.named(r.Document)), text(r.Late), {Tag: p.turn(r)}})
	}
	return out
}

// turn says how a review stands.
func (p page) turn(r period.Review) Tag {
	switch {
	case r.Held.IsZero() && r.Late > 0:
		return Tag{"overdue", p.t("Overdue")}
	case r.Held.IsZero():
		return Tag{"soon", p.t("Open")}
	case r.Late > 0:
		return Tag{"partly", p.t("Held late")}
	}
	return Tag{"met", p.t("Held in time")}
}

func (p page) periodDocuments(a *auditPeriod, at Pager) any {
	out := logbookPage{Shell: p.periodShell(p.t("Documents with gaps"), a), Pager: at,
		About: p.t("Documents that had no approved version in force, or an overdue review, on some days of the period. Documents that came into being within it are among them.")}
	out.Table = FactTable{ID: "documents", Caption: a.name(), Header: []string{p.t("Document"), p.t("Days without approval"), p.t("Days overdue"), p.t("When")}}
	for _, d := range a.withGaps[at.From:at.To] {
		out.Table.Rows = append(out.Table.Rows, []FactCell{cell(p.named(d.Document)), text(d.Without), text(d.Overdue), p.days(d.Gaps)})
	}
	return out
}

// periodClauses lists the clauses with gaps; those that no document serves stand on the last part.
func (p page) periodClauses(a *auditPeriod, at Pager) any {
	out := logbookPage{Shell: p.periodShell(p.t("Clauses with gaps"), a), Pager: at,
		About: p.t("Clauses for which, on some days of the period, no document that serves them had an approved version in force.")}
	out.Table = p.clauseTable(a.clauseGaps[at.From:at.To])
	if at.To == at.Total {
		out.Unserved = p.unservedTable(a.unserved)
	}
	return out
}

func (p page) periodRecords(a *auditPeriod, at Pager) any {
	out := logbookPage{Shell: p.periodShell(p.t("Records that recur"), a), Pager: at,
		About: p.t("Records of the period beside the usual interval of each. The interval is a practice; whether the standard asks for one, the page of the record says.")}
	out.Table = p.seriesTable(a.report.Series[at.From:at.To])
	return out
}
