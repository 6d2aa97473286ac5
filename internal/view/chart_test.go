package view

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/approval"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/history"
)

// TestChart holds that every number stands at its height on an axis that holds the highest.
func TestChart(t *testing.T) {
	c := Chart{Series: []ChartSeries{{"a", "load"}, {"b", "met"}}, Rows: []ChartRow{{Values: []int{0, 3}}, {Values: []int{40, 7}}}}.Draw()
	var heights []float64
	for _, r := range c.Rows {
		for _, col := range r.Columns {
			heights = append(heights, col.Height)
			if col.Y+col.Height != chartBottom || col.Y < chartTop || col.X < chartLeft || col.X+col.Width > c.Width {
				t.Errorf("a column lies outside: %+v", col)
			}
		}
	}
	if diff := cmp.Diff([]float64{0, 10.5, 140, 24.5}, heights); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]ChartLine{{164, "0"}, {94, "20"}, {24, "40"}}, c.Lines); diff != "" {
		t.Error(diff)
	}
	stacked := Chart{Stacked: true, Series: []ChartSeries{{"a", "met"}, {"b", "waived"}, {"c", "missing"}},
		Rows: []ChartRow{{Values: []int{17, 0, 3}}, {Values: []int{0, 1, 1}}, {}}}.Draw()
	if stacked.Lines[2].Text != "20" || len(stacked.Rows[2].Columns) != 0 {
		t.Errorf("the axis ends at %s, and a month that is not known has %d columns", stacked.Lines[2].Text, len(stacked.Rows[2].Columns))
	}
	for _, r := range stacked.Rows[:2] {
		foot, line := chartBottom, chartBottom+1
		for _, col := range r.Columns {
			if col.Y+col.Height != foot || col.X+col.Width > col.Mid {
				t.Errorf("a column does not stand on the one below: %+v", col)
			}
			foot = col.Y
			if col.Text != "" && (col.TextY > line || col.TextY < chartTop) {
				t.Errorf("a number lies over another or outside: %+v", col)
			}
			if col.Text != "" {
				line = col.TextY - chartText
			}
		}
	}
	if none := (Chart{Series: []ChartSeries{{"a", "load"}}, Rows: []ChartRow{{Values: []int{0}}}}).Draw(); none != nil {
		t.Error("a chart of nothing is drawn")
	}
}

func TestNice(t *testing.T) {
	for n, want := range map[int]int{1: 2, 2: 2, 3: 4, 9: 10, 11: 12, 19: 20, 99: 100, 101: 120, 12345: 14000} {
		if got := nice(n); got != want {
			t.Errorf("nice(%d) = %d, want %d", n, got, want)
		}
	}
}

// TestActivity holds that revisions and approvals are counted in the month in which they happened, and that what is
// too old, lies after the as-of day or does not count is left out.
func TestActivity(t *testing.T) {
	documents := []*doc.Document{{ID: "A", Path: "content/a.md"}}
	revision := func(when string) history.Revision {
		at := civil(t, when).Time().Add(12 * time.Hour)
		return history.Revision{Path: "content/a.md", Commit: &history.Commit{Hash: history.Hash(when), Committer: history.Stamp{When: at}}}
	}
	revisions := func(string) []history.Revision {
		return []history.Revision{revision("2026-07-01"), revision("2026-06-30"), revision("2026-06-01"), revision("2025-07-01"),
			revision("2025-06-30"), {}}
	}
	version := func(on string, g approval.Grade) approval.Version {
		return approval.Version{Document: "A", Version: on, On: civil(t, on), Grade: g}
	}
	ledger := approval.NewLedger(approval.Trailer, map[doc.ID][]approval.Version{"A": {
		version("2026-06-02", approval.Trailer), version("2026-06-01", approval.Declared), version("2025-06-30", approval.Signed)}})
	got := activityOf(documents, revisions, ledger, civil(t, "2026-06-30"))
	want := activity{}
	want.Revisions[0], want.Revisions[11], want.Approvals[11] = 1, 2, 1
	if got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func civil(t testing.TB, text string) date.Date {
	t.Helper()
	d, err := date.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
