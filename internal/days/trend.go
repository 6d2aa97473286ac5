package days

import (
	"slices"
	"strings"

	"clausebook/internal/address"
	"clausebook/internal/dossier"
	"clausebook/internal/sheet"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
	"clausebook/internal/view"
)

// TrendPath is where readiness over time stands.
const TrendPath = "trend.html"

// TrendKind has one page, readiness over time. It is there only if the trend was asked for.
var TrendKind = sheet.Kind{Name: "trend", Fixed: []string{TrendPath}, Empty: trendPage{}, Golden: TrendPath,
	Pages: func(s *view.View) []sheet.Sheet {
		if s.Trend == nil {
			return nil
		}
		return []sheet.Sheet{{At: TrendPath, Data: trendData}}
	}}

// trendPage shows how readiness came about, for each standard that asks for documents.
type trendPage struct {
	view.Shell
	None      theme.Text // why there is nothing to show
	Standards []TrendSection
	Judged    string // by what
}

// TrendSection is the trend of one standard: in words, drawn, and with every state of every day.
type TrendSection struct {
	Name, Anchor string
	Words        string
	Chart        *Chart
	States       []view.Tag // of the columns
	Rows         []TrendRow
}

// TrendRow is one day with the number of required documents in each state; none where the day is not judged.
type TrendRow struct {
	Day    view.Link // to what was in force on it
	Remark string    // that it is the present, or why it is not judged
	Commit view.Link
	Known  bool
	Asked  view.Link // all but what did not apply
	Counts []view.Link
}

// TrendOf is what the home page shows of the trend.
type TrendOf struct {
	Words  theme.Text
	Judged string
	Chart  *Chart // nil where there is none; then Words say why
	More   view.Link
}

// TrendParts are the states in the order in which a chart stacks them, from what is sound to what is not there.
var TrendParts = []struct {
	Series ChartSeries
	states []trace.State
}{
	{ChartSeries{Name: "Evidenced", Kind: "met"}, []trace.State{trace.Met}},
	{ChartSeries{Name: "Waived", Kind: "waived"}, []trace.State{trace.Waived}},
	{ChartSeries{Name: "Present with a gap", Kind: "partly"}, []trace.State{trace.Unapproved, trace.Partly, trace.Overdue, trace.Draft}},
	{ChartSeries{Name: "Missing", Kind: "missing"}, []trace.State{trace.Missing}},
}

// ReadinessNav fills the menu of readiness, gaps and how they came about.
func ReadinessNav(p view.Page, s *view.Shell) {
	links := p.Menu("index.html")
	if p.Trend != nil {
		links = append(links, p.Nav(p.T("Readiness over time"), TrendPath))
	}
	p.Local(s, p.Section("index.html").Text, links...)
}

func trendData(p view.Page) any {
	out := trendPage{Shell: p.Shell(p.T("Readiness over time"), "index.html", p.Link(p.T("Readiness"), "index.html")), None: noTrend(p),
		Judged: judgedBy(p)}
	out.Description = theme.Own(p.T("How many required documents and records were evidenced at the end of each month"))
	ReadinessNav(p, &out.Shell)
	if out.None != nil {
		return out
	}
	for _, std := range p.StandardsOnce() {
		if len(std.Required) > 0 {
			out.Standards = append(out.Standards, trendSection(p, std))
		}
	}
	return out
}

// noTrend says why there is no trend; nothing if there is one.
func noTrend(p view.Page) theme.Text {
	switch {
	case !p.History.Reliable():
		return append(theme.Own(p.T("There is no trend.")+" "), p.HistoryWords()...)
	case len(p.Trend.Points) == 0:
		return theme.Own(p.T("There is no trend yet, because no commit with documents is older than this month."))
	case !trendKnown(p.View):
		return theme.Own(p.T("There is no trend, because no earlier month can be judged."))
	}
	return nil
}

// trendKnown tells whether any past day was judged.
func trendKnown(s *view.View) bool { return slices.ContainsFunc(s.Trend.Points, known) }

// known tells whether a day was judged.
func known(at dossier.TrendPoint) bool { return at.Items != nil }

// judgedBy says what all days are judged by: the same for all, and nothing that was in use then.
func judgedBy(p view.Page) string {
	return p.T("Each month is judged as of its last day, on the text at that time, with %s and today's data of the standards.",
		strings.TrimSpace("clausebook "+p.Tool))
}

// HomeTrend gives the trend of the primary standard; nil where it was not asked for.
func HomeTrend(p view.Page, std *standard.Standard) *TrendOf {
	if p.Trend == nil || std == nil || len(std.Required) == 0 {
		return nil
	}
	if none := noTrend(p); none != nil {
		return &TrendOf{Words: none}
	}
	days := trendDays(p.View)
	return &TrendOf{Words: theme.Own(trendWords(p, days, std.ID)), Judged: judgedBy(p), Chart: trendChart(p, days, std, "trend-chart"),
		More: p.Link(p.T("Every state of every month"), TrendPath)}
}

// trendDays gives the past days and, last, the one that the site shows, from the same matrix as all its pages.
func trendDays(s *view.View) []dossier.TrendPoint {
	now := dossier.TrendPoint{Day: s.AsOf.Day, Commit: s.History.Head, Items: map[string]map[trace.State][]string{}}
	for _, m := range s.Matrix.Standards {
		now.Items[m.Standard] = trace.ByState(m.Required)
	}
	return append(slices.Clone(s.Trend.Points), now)
}

func trendSection(p view.Page, std *standard.Standard) TrendSection {
	days := trendDays(p.View)
	out := TrendSection{Name: view.NameOf(std), Anchor: address.Anchor("trend", std.ID), Words: trendWords(p, days, std.ID),
		Chart: trendChart(p, days, std, address.Anchor("trend-chart", std.ID))}
	for _, state := range slices.Backward(trace.States[:]) {
		if state != trace.NotApplicable {
			out.States = append(out.States, p.State(state))
		}
	}
	out.States = append(out.States, p.State(trace.NotApplicable))
	for i, at := range days {
		out.Rows = append(out.Rows, trendRow(p, at, std, i == len(days)-1))
	}
	return out
}

func trendRow(p view.Page, at dossier.TrendPoint, std *standard.Standard, present bool) TrendRow {
	n := at.Counts(std.ID)
	row := TrendRow{Day: trendDay(p, at), Remark: trendRemark(p, at, present), Commit: p.Commit(string(at.Commit)), Known: known(at),
		Asked: readinessTo(p, at, asked(n), partAnchor(std, "asked"))}
	for _, state := range slices.Backward(trace.States[:]) {
		if state != trace.NotApplicable {
			row.Counts = append(row.Counts, readinessTo(p, at, n[state], stateAnchor(std, state)))
		}
	}
	row.Counts = append(row.Counts, readinessTo(p, at, n[trace.NotApplicable], stateAnchor(std, trace.NotApplicable)))
	return row
}

// trendDay leads to what was in force on a day.
func trendDay(p view.Page, at dossier.TrendPoint) view.Link {
	if day := p.ForceDay(at.Day); day != nil {
		return p.Link(at.Day.String(), day.At)
	}
	return view.Link{Text: at.Day.String()}
}

// trendRemark says what a reader must know of a day.
func trendRemark(p view.Page, at dossier.TrendPoint, present bool) string {
	if present {
		return p.T("as shown on these pages")
	}
	switch at.Unjudged {
	case dossier.NoDocuments:
		return p.T("not judged: there was no documents folder")
	case dossier.NoConfiguration:
		return p.T("not judged: its configuration is not valid")
	case dossier.Unreadable:
		return p.T("not judged: it cannot be read")
	}
	if at.Borrowed {
		return p.T("read with the present configuration, for there was none yet")
	}
	return ""
}

// asked gives how many required documents apply.
func asked(n map[trace.State]int) int {
	total := 0
	for state, count := range n {
		if state != trace.NotApplicable {
			total += count
		}
	}
	return total
}

// trendWords compares the first day that was judged with the present.
func trendWords(p view.Page, days []dossier.TrendPoint, std string) string {
	first := days[slices.IndexFunc(days, known)]
	now := days[len(days)-1]
	was, is := first.Counts(std), now.Counts(std)
	return p.T("Evidenced on %s: %d of %d required documents and records. On %s: %d of %d.",
		first.Day, was[trace.Met], asked(was), now.Day, is[trace.Met], asked(is))
}

// trendChart draws what applied, part by part.
func trendChart(p view.Page, days []dossier.TrendPoint, std *standard.Standard, id string) *Chart {
	c := Chart{ID: id, Title: p.T("Required documents and records, month by month"), Stacked: true, Head: p.T("Day"),
		NoteHead: p.T("Commit"),
		Desc: p.T("For the end of each month and for the as-of day, from the bottom up: evidenced, waived, " +
			"present with a gap (not approved, partly evidenced, overdue or draft), and missing.")}
	for _, part := range TrendParts {
		c.Series = append(c.Series, ChartSeries{Name: p.T(part.Series.Name), Kind: part.Series.Kind})
	}
	for i, at := range days {
		row := ChartRow{Name: trendDay(p, at), Note: p.Commit(string(at.Commit)),
			Remark: trendRemark(p, at, i == len(days)-1)}
		_, row.Label = p.MonthName(at.Day)
		if known(at) {
			row.Values = partsOf(at.Counts(std.ID))
			for i, part := range TrendParts {
				row.Cells = append(row.Cells, readinessTo(p, at, row.Values[i], partAnchor(std, part.Series.Kind)))
			}
		}
		c.Rows = append(c.Rows, row)
	}
	return c.Draw()
}

// partsOf adds counts of states up to the parts of a chart.
func partsOf(n map[trace.State]int) []int {
	out := make([]int, len(TrendParts))
	for i, part := range TrendParts {
		for _, state := range part.states {
			out[i] += n[state]
		}
	}
	return out
}
