// Package timeline lays out along a line of months what held from one day to another and what was done on a day.
//
// It knows days and texts alone; what they mean, and the table that says the same in words, is for those who draw.
package timeline

import (
	"math"
	"slices"
	"strconv"

	"clausebook/internal/date"
)

// Lane is one line: spans that follow each other, and marks.
type Lane struct {
	Name  string
	Spans []Span
	Marks []date.Date
}

// Span holds from one day to another; a zero To is open. Kind names its colour.
type Span struct {
	From, To   date.Date
	Text, Kind string
}

// Drawing is where everything stands, in units in which text is 12 high.
type Drawing struct {
	Width, Height float64
	Ticks         []Tick
	Lanes         []Row
}

// Tick is a day below a line across all lanes.
type Tick struct {
	X    float64
	Text string
}

// Row is a lane as it is drawn: around Y.
type Row struct {
	Name  string
	Y     float64
	Bars  []Bar
	Marks []float64
}

// Bar is a span as it is drawn. Its text is left out where it has no room.
type Bar struct {
	X, Width   float64
	Text, Kind string
}

const (
	names    = 132.0 // width of the names of lanes
	width    = 780.0
	margin   = 12.0 // to the right of the last day
	lane     = 28.0
	foot     = 26.0 // height of the days below
	letter   = 6.8  // width of a letter, at most nearly
	mostTick = 8
	thinnest = 2.0 // width of a bar at least
)

// Draw lays the lanes out between two days, of which the first is earlier. What lies outside is cut off, and a lane with nothing on it is
// left out.
func Draw(from, to date.Date, lanes []Lane) *Drawing {
	lanes = slices.DeleteFunc(slices.Clone(lanes), func(l Lane) bool { return len(l.Spans)+len(l.Marks) == 0 })
	span := float64(from.DaysUntil(to))
	if span <= 0 || len(lanes) == 0 {
		return nil
	}
	x := func(day date.Date) float64 {
		part := min(max(float64(from.DaysUntil(day))/span, 0), 1)
		return round(names + part*(width-names-margin))
	}
	d := &Drawing{Width: width, Height: lane*float64(len(lanes)) + foot}
	for i, l := range lanes {
		row := Row{Name: shortened(l.Name), Y: lane*float64(i) + lane/2}
		for _, s := range l.Spans {
			if bar, seen := barOf(s, from, to, x); seen {
				row.Bars = append(row.Bars, bar)
			}
		}
		for _, day := range l.Marks {
			if !day.Before(from) && !day.After(to) {
				row.Marks = append(row.Marks, x(day))
			}
		}
		d.Lanes = append(d.Lanes, row)
	}
	for _, day := range ticks(from, to) {
		d.Ticks = append(d.Ticks, Tick{X: x(day), Text: tickText(day)})
	}
	return d
}

func barOf(s Span, from, to date.Date, x func(date.Date) float64) (Bar, bool) {
	end := to
	if !s.To.IsZero() && s.To.Before(to) {
		end = s.To.AddDays(1)
	}
	if s.From.After(to) || end.Before(from) {
		return Bar{}, false
	}
	bar := Bar{X: x(s.From), Kind: s.Kind, Text: s.Text}
	bar.Width = max(round(x(end)-bar.X), thinnest)
	if float64(len([]rune(s.Text)))*letter+6 > bar.Width {
		bar.Text = ""
	}
	return bar, true
}

// shortened gives a name that has room before the lanes.
func shortened(name string) string {
	r := []rune(name)
	if room := int(math.Floor((names - 8) / letter)); len(r) > room {
		return string(r[:room-1]) + "…"
	}
	return name
}

// ticks gives the first days of months, quarters or years between two days, as few as can be read.
func ticks(from, to date.Date) []date.Date {
	months := (to.Year()-from.Year())*12 + int(to.Month()) - int(from.Month())
	for _, step := range []int{1, 3, 6, 12, 24, 60, 120, 240, 600} {
		if months/step < mostTick || step == 600 {
			return every(from, to, step)
		}
	}
	return nil
}

func every(from, to date.Date, step int) []date.Date {
	first := date.New(from.Year(), 1, 1)
	if step > 12 {
		first = date.New(from.Year()-from.Year()%(step/12), 1, 1)
	}
	var out []date.Date
	for i := 0; ; i++ {
		day := first.Add(date.Period{Months: i * step})
		if day.After(to) {
			return out
		}
		if !day.Before(from) {
			out = append(out, day)
		}
	}
}

// tickText names the year at its first day and else the month.
func tickText(day date.Date) string {
	if day.Month() == 1 {
		return strconv.Itoa(day.Year())
	}
	return day.String()[:len("2006-01")]
}

func round(v float64) float64 { return math.Round(v*10) / 10 }
