package timeline

import (
	"slices"
	"strings"
	"testing"

	"clausebook/internal/date"
)

func on(s string) date.Date {
	d, err := date.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestDraw(t *testing.T) {
	t.Parallel()
	d := Draw(on("2024-01-01"), on("2026-01-01"), []Lane{
		{Name: "In force", Spans: []Span{
			{From: on("2020-01-01"), To: on("2023-01-01"), Text: "0"}, // before the line begins
			{From: on("2023-06-01"), To: on("2024-12-31"), Text: "1.0"},
			{From: on("2025-01-01"), To: on("2025-01-01"), Text: "a text that has no room"},
			{From: on("2025-01-02"), Text: "2.0"},
			{From: on("2027-01-01"), Text: "after its end"},
		}},
		{Name: "a name that is much too long for it", Marks: []date.Date{on("2023-12-31"), on("2024-01-01"), on("2026-01-01"), on("2026-01-02")}},
	})
	bars := d.Lanes[0].Bars
	if len(bars) != 3 || bars[0].Text != "1.0" || bars[1].Text != "" || bars[2].Text != "2.0" {
		t.Fatalf("the bars are %+v", bars)
	}
	if bars[0].X != names || bars[1].Width < thinnest || bars[2].X+bars[2].Width != width-margin {
		t.Errorf("the bars stand at %+v", bars)
	}
	if gap := bars[2].X - (bars[0].X + bars[0].Width); gap < 0.5 || gap > 2 {
		t.Errorf("a day is %v wide", gap)
	}
	if marks := d.Lanes[1].Marks; !slices.Equal(marks, []float64{names, width - margin}) {
		t.Errorf("the marks stand at %v", marks)
	}
	if name := d.Lanes[1].Name; !strings.HasSuffix(name, "…") {
		t.Errorf("the name is %q", name)
	}
	if Draw(on("2024-01-01"), on("2024-01-01"), []Lane{{}}) != nil || Draw(on("2024-01-01"), on("2025-01-01"), nil) != nil {
		t.Error("nothing is drawn all the same")
	}
}

// TestTicks holds that there are some days to read by and never too many, in their order and within the line.
func TestTicks(t *testing.T) {
	t.Parallel()
	from := on("2019-05-17")
	for _, days := range []int{40, 100, 365, 800, 3000, 20_000, 36_000} {
		to := from.AddDays(days)
		all := ticks(from, to)
		if len(all) == 0 || len(all) > mostTick+1 {
			t.Errorf("%d days have the ticks %v", days, all)
		}
		for i, day := range all {
			if day.Before(from) || day.After(to) || i > 0 && !all[i-1].Before(day) {
				t.Errorf("%d days have the tick %v", days, day)
			}
		}
	}
}

func TestTickText(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]string{"2026-01-01": "2026", "2026-04-01": "2026-04", "0999-01-01": "999"} {
		if got := tickText(on(day)); got != want {
			t.Errorf("%s is %q, want %q", day, got, want)
		}
	}
}
