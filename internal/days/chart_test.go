package days

import (
	"testing"

	"github.com/google/go-cmp/cmp"
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
