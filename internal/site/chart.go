package site

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"clausebook/internal/approval"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/history"
)

// Chart is columns over months, drawn for those who would rather look, with the table of its numbers for everybody.
type Chart struct {
	ID          string
	Title, Desc string
	Head        string // of the table's first column
	Series      []ChartSeries
	Rows        []ChartRow
	Width       float64 // of the drawing, in the units in which text is 12 high
	Lines       []ChartLine
}

// ChartSeries is one thing that is counted. Kind names its colour. Columns of two series stand in the order of the
// key and bear their numbers, so that they can be told apart without colour.
type ChartSeries struct{ Name, Kind string }

// ChartRow is one month: its numbers in the order of the series, and its columns.
type ChartRow struct {
	Name    Link
	Label   string
	LabelX  float64
	Values  []int
	Columns []ChartColumn
}

// ChartColumn is one column with its number above it.
type ChartColumn struct {
	Kind                     string
	X, Y, Width, Height, Mid float64
	Text                     string
	TextY                    float64
}

// ChartLine is a line across the drawing with the number that it stands for.
type ChartLine struct {
	Y    float64
	Text string
}

const (
	chartTop    = 24.0  // of the highest column
	chartBottom = 164.0 // of all columns
	chartLeft   = 34.0
	chartMonth  = 62.0 // width of a month
	chartGap    = 10.0 // between months
)

// draw works the columns out from the numbers. It gives nil where every number is zero: there is nothing to look at.
func (c Chart) draw() *Chart {
	most := 0
	for _, r := range c.Rows {
		for _, v := range r.Values {
			most = max(most, v)
		}
	}
	if most == 0 {
		return nil
	}
	top := nice(most)
	c.Width = chartLeft + chartMonth*float64(len(c.Rows)) + chartGap
	height := func(v int) float64 { return round((chartBottom - chartTop) * float64(v) / float64(top)) }
	for _, v := range []int{0, top / 2, top} {
		c.Lines = append(c.Lines, ChartLine{Y: chartBottom - height(v), Text: group(v)})
	}
	for i := range c.Rows {
		r := &c.Rows[i]
		left := chartLeft + chartMonth*float64(i) + chartGap
		r.LabelX = round(left + (chartMonth-chartGap)/2)
		width := (chartMonth - chartGap) / float64(len(c.Series))
		for j, v := range r.Values {
			col := ChartColumn{Kind: c.Series[j].Kind, X: round(left + width*float64(j)), Width: round(width - 2), Height: height(v)}
			col.Y = round(chartBottom - col.Height)
			col.Mid, col.TextY = round(col.X+col.Width/2), col.Y-4
			if v > 0 {
				col.Text = group(v)
			}
			r.Columns = append(r.Columns, col)
		}
	}
	return &c
}

// nice gives the next even number of the kind that people put on an axis.
func nice(n int) int {
	for step := 1; ; step *= 10 {
		for _, m := range []int{2, 4, 6, 8, 10} {
			if n <= m*step {
				return m * step
			}
		}
	}
}

// monthName gives a month in words and as the short form under a column.
func (s *site) monthName(first date.Date) (name, label string) {
	return s.month(first.Month()) + " " + strconv.Itoa(first.Year()), fmt.Sprintf("%04d-%02d", first.Year(), int(first.Month()))
}

// activityMonths is how far the home page looks back.
const activityMonths = 12

// activity counts, for each of the last months, the newest last, revisions of documents and approvals that count.
type activity struct{ revisions, approvals [activityMonths]int }

// activityOf counts over every revision and every approval; the site does so once.
func activityOf(documents []*doc.Document, revisions func(path string) []history.Revision, l *approval.Ledger, day date.Date) activity {
	var a activity
	add := func(to *[activityMonths]int, year int, month time.Month) {
		if i := activityMonths - 1 + 12*(year-day.Year()) + int(month) - int(day.Month()); i >= 0 && i < activityMonths {
			to[i]++
		}
	}
	for _, d := range documents {
		for _, r := range revisions(d.Path) {
			if r.Commit != nil {
				when := r.Commit.Committer.When.UTC()
				add(&a.revisions, when.Year(), when.Month())
			}
		}
		for _, v := range l.Versions(d.ID) {
			if v.Counts(l.Least) {
				add(&a.approvals, v.On.Year(), v.On.Month())
			}
		}
	}
	return a
}

// activityChart shows how much work the documents saw. It does not say how ready the system was at the time: what
// served which requirement then is not known from the text of today.
func (p page) activityChart() *Chart {
	if !p.Dossier.History.Reliable() {
		return nil
	}
	counts := p.index.activity()
	c := Chart{ID: "activity", Title: p.t("Revisions and approvals, month by month"), Head: p.t("Month"),
		Desc:   p.t("Revisions of documents, and approvals that count, in each of the last twelve months. It shows work done, not readiness."),
		Series: []ChartSeries{{p.t("Revisions"), "load"}, {p.t("Approvals"), "met"}}}
	this := date.New(p.AsOf.Day.Year(), p.AsOf.Day.Month(), 1)
	for i := range activityMonths {
		name, label := p.monthName(this.Add(date.Period{Months: i + 1 - activityMonths}))
		c.Rows = append(c.Rows, ChartRow{Name: Link{Text: name}, Label: label, Values: []int{counts.revisions[i], counts.approvals[i]}})
	}
	return c.draw()
}

// loadChart shows how many things fall due in each of the coming months.
func (p page) loadChart(months []DueMonth, counts []int) *Chart {
	c := Chart{ID: "load-chart", Title: p.t("What falls due, month by month"), Head: p.t("Month"),
		Desc:   p.t("Reviews, records, ends of terms and of waivers that fall due in each of the next twelve months."),
		Series: []ChartSeries{{p.t("Due"), "load"}}}
	for i, m := range months {
		c.Rows = append(c.Rows, ChartRow{Name: Link{Text: m.Link.Text, Href: "#" + m.Anchor}, Label: strings.TrimPrefix(m.Anchor, "month-"), Values: counts[i : i+1]})
	}
	return c.draw()
}
