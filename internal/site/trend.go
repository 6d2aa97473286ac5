package site

import (
	"slices"
	"strings"

	"clausebook/internal/address"
	"clausebook/internal/dossier"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
)

const trendPath = "trend.html"

// The page is there only if the trend was asked for.
var trendKind = Kind{Name: "trend", Fixed: []string{trendPath}, Empty: trendPage{}, Golden: trendPath,
	Pages: func(s *site) []Sheet {
		if s.Trend == nil {
			return nil
		}
		return []Sheet{{trendPath, page.trend}}
	}}

// trendPage shows how readiness came about, for each standard that asks for documents.
type trendPage struct {
	Shell
	None      theme.Text // why there is nothing to show
	Standards []TrendSection
	Judged    string // by what
}

// TrendSection is the trend of one standard: in words, drawn, and with every state of every day.
type TrendSection struct {
	Name, Anchor string
	Words        string
	Chart        *Chart
	States       []Tag // of the columns
	Rows         []TrendRow
}

// TrendRow is one day with the number of required documents in each state; none where the day is not judged.
type TrendRow struct {
	Day    string
	Remark string // that it is the present, or why it is not judged
	Commit Link
	Known  bool
	Asked  int // all but what did not apply
	Counts []int
}

// trendOf is what the home page shows of the trend.
type trendOf struct {
	Words  theme.Text
	Judged string
	Chart  *Chart // nil where there is none; then Words say why
	More   Link
}

// trendParts are the states in the order in which a chart stacks them, from what is sound to what is not there.
var trendParts = []struct {
	series ChartSeries
	states []trace.State
}{
	{ChartSeries{"Evidenced", "met"}, []trace.State{trace.Met}},
	{ChartSeries{"Waived", "waived"}, []trace.State{trace.Waived}},
	{ChartSeries{"There, with a gap", "partly"}, []trace.State{trace.Unapproved, trace.Partly, trace.Overdue, trace.Draft}},
	{ChartSeries{"Missing", "missing"}, []trace.State{trace.Missing}},
}

func (p page) trend() any {
	out := trendPage{Shell: p.shell(p.t("Readiness over time"), "index.html", p.link(p.t("Readiness"), "index.html")), None: p.noTrend(), Judged: p.judgedBy()}
	out.Description = theme.Own(p.t("How many required documents and records were evidenced at the end of each of the last months"))
	if out.None != nil {
		return out
	}
	for _, std := range p.standardsOnce() {
		if len(std.Required) > 0 {
			out.Standards = append(out.Standards, p.trendSection(std))
		}
	}
	return out
}

// noTrend says why there is no trend; nothing if there is one.
func (p page) noTrend() theme.Text {
	switch {
	case !p.History.Reliable():
		return append(theme.Own(p.t("There is no trend.")+" "), p.historyWords()...)
	case len(p.Trend.Points) == 0:
		return theme.Own(p.t("There is no trend yet: no commit with documents is older than this month."))
	case !slices.ContainsFunc(p.Trend.Points, known):
		return theme.Own(p.t("There is no trend: no earlier month can be judged."))
	}
	return nil
}

// known tells whether a day was judged.
func known(at dossier.TrendPoint) bool { return at.Counts != nil }

// judgedBy says what all days are judged by: the same for all, and nothing that was in use then.
func (p page) judgedBy() string {
	return p.t("Each month is judged as of its last day, on the text as it stood by then, by %s and the standards data of today.", strings.TrimSpace("clausebook "+p.Tool))
}

// homeTrend gives the trend of the primary standard; nil where it was not asked for.
func (p page) homeTrend(std *standard.Standard) *trendOf {
	if p.Trend == nil || std == nil || len(std.Required) == 0 {
		return nil
	}
	if none := p.noTrend(); none != nil {
		return &trendOf{Words: none}
	}
	days := p.trendDays()
	return &trendOf{Words: theme.Own(p.trendWords(days, std.ID)), Judged: p.judgedBy(), Chart: p.trendChart(days, std, "trend-chart"), More: p.link(p.t("Every state of every month"), trendPath)}
}

// trendDays gives the past days and, last, the one that the site shows, from the same matrix as all its pages.
func (s *site) trendDays() []dossier.TrendPoint {
	now := dossier.TrendPoint{Day: s.AsOf.Day, Commit: s.History.Head, Counts: map[string]map[trace.State]int{}}
	for _, m := range s.Matrix.Standards {
		now.Counts[m.Standard] = trace.Tally(m.Required)
	}
	return append(slices.Clone(s.Trend.Points), now)
}

func (p page) trendSection(std *standard.Standard) TrendSection {
	days := p.trendDays()
	out := TrendSection{Name: nameOf(std), Anchor: address.Anchor("trend", std.ID), Words: p.trendWords(days, std.ID), Chart: p.trendChart(days, std, address.Anchor("trend-chart", std.ID))}
	for _, state := range slices.Backward(trace.States[:]) {
		if state != trace.NotApplicable {
			out.States = append(out.States, p.state(state))
		}
	}
	out.States = append(out.States, p.state(trace.NotApplicable))
	for i, at := range days {
		out.Rows = append(out.Rows, p.trendRow(at, std.ID, i == len(days)-1))
	}
	return out
}

func (p page) trendRow(at dossier.TrendPoint, std string, present bool) TrendRow {
	n := at.Counts[std]
	row := TrendRow{Day: at.Day.String(), Remark: p.trendRemark(at, present), Commit: p.commit(string(at.Commit)), Known: known(at), Asked: asked(n)}
	for _, state := range slices.Backward(trace.States[:]) {
		if state != trace.NotApplicable {
			row.Counts = append(row.Counts, n[state])
		}
	}
	row.Counts = append(row.Counts, n[trace.NotApplicable])
	return row
}

// trendRemark says what a reader must know of a day.
func (p page) trendRemark(at dossier.TrendPoint, present bool) string {
	if present {
		return p.t("as these pages show it")
	}
	switch at.Unjudged {
	case dossier.NoDocuments:
		return p.t("not judged: there was no folder of documents")
	case dossier.NoConfiguration:
		return p.t("not judged: its configuration cannot be used")
	case dossier.Unreadable:
		return p.t("not judged: it cannot be read")
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
func (p page) trendWords(days []dossier.TrendPoint, std string) string {
	first := days[slices.IndexFunc(days, known)]
	now := days[len(days)-1]
	was, is := first.Counts[std], now.Counts[std]
	return p.t("Evidenced on %s: %d of %d required documents and records. On %s: %d of %d.",
		first.Day, was[trace.Met], asked(was), now.Day, is[trace.Met], asked(is))
}

// trendChart draws what applied, part by part.
func (p page) trendChart(days []dossier.TrendPoint, std *standard.Standard, id string) *Chart {
	c := Chart{ID: id, Title: p.t("Required documents and records, month by month"), Stacked: true, Head: p.t("Day"), NoteHead: p.t("Commit"),
		Desc: p.t("For the end of each month and for the day of these pages, from the bottom up: what was evidenced, waived, there with a gap (not approved, partly evidenced, overdue or draft), and missing.")}
	for _, part := range trendParts {
		c.Series = append(c.Series, ChartSeries{p.t(part.series.Name), part.series.Kind})
	}
	for i, at := range days {
		row := ChartRow{Name: Link{Text: at.Day.String()}, Note: p.commit(string(at.Commit)), Remark: p.trendRemark(at, i == len(days)-1)}
		_, row.Label = p.monthName(at.Day)
		if known(at) {
			row.Values = partsOf(at.Counts[std.ID])
		}
		c.Rows = append(c.Rows, row)
	}
	return c.draw()
}

// partsOf adds counts of states up to the parts of a chart.
func partsOf(n map[trace.State]int) []int {
	out := make([]int, len(trendParts))
	for i, part := range trendParts {
		for _, state := range part.states {
			out[i] += n[state]
		}
	}
	return out
}
