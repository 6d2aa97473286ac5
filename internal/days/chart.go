package days

import (
	"slices"

	"clausebook/internal/theme"
	"clausebook/internal/view"
)

// Chart is columns over months, drawn for those who would rather look, with the table of its numbers for everybody.
type Chart struct {
	ID          string
	Title, Desc string
	Head        string // of the table's first column
	NoteHead    string // of its last column; empty where rows have no notes
	Stacked     bool   // the series stand one upon the other, for they are parts of a whole
	Series      []ChartSeries
	Rows        []ChartRow
	Width       float64 // of the drawing, in the units in which text is 12 high
	Lines       []ChartLine
}

// ChartSeries is one thing that is counted. Kind names its colour. Columns of several series stand in the order of the
// key, from the left or from the bottom up, so that they can be told apart without colour.
type ChartSeries struct{ Name, Kind string }

// ChartRow is one month: its numbers in the order of the series, none where they are not known, and its columns.
type ChartRow struct {
	Name    view.Link
	Label   string // below the columns, of every third month
	LabelX  float64
	Values  []int
	Cells   []view.Link // of the table, where numbers lead to lists; else the values
	Note    view.Link
	Remark  string // beside the note
	Columns []ChartColumn
}

// ChartColumn is one column with its number above it, or beside it where columns are stacked.
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
	chartMonth  = 26.0 // width of a month: all of them fit on a telephone
	chartGap    = 6.0  // between months
	chartBeside = 16.0 // from the last column to the middle of its numbers
	chartRight  = 32.0 // room for them
	chartText   = 13.0 // between the lines of two numbers
	chartLabel  = 3    // months between two labels
)

// Draw works the columns out from the numbers. It gives nil where every number is zero: there is nothing to look at.
func (c Chart) Draw() *Chart {
	most := 0
	for _, r := range c.Rows {
		most = max(most, c.tallest(r.Values))
	}
	if most == 0 {
		return nil
	}
	top := nice(most)
	c.Width = chartLeft + chartMonth*float64(len(c.Rows)) + chartRight
	height := func(v int) float64 { return view.Round((chartBottom - chartTop) * float64(v) / float64(top)) }
	for _, v := range []int{0, top / 2, top} {
		c.Lines = append(c.Lines, ChartLine{Y: chartBottom - height(v), Text: theme.Group(v)})
	}
	for i := range c.Rows {
		r := &c.Rows[i]
		if r.Cells == nil {
			for _, v := range r.Values {
				r.Cells = append(r.Cells, view.Link{Text: theme.Group(v)})
			}
		}
		left := chartLeft + chartMonth*float64(i) + chartGap
		r.LabelX = view.Round(left + (chartMonth-chartGap)/2)
		if (len(c.Rows)-1-i)%chartLabel != 0 {
			r.Label = ""
		}
		if c.Stacked {
			r.Columns = c.stack(r.Values, left, height)
		} else {
			r.Columns = c.columns(r.Values, left, height)
		}
	}
	c.fewNumbers()
	return &c
}

// fewNumbers leaves the numbers by which a reader knows the scale: of the last month where columns are stacked, of every column where
// there is one a month, else of the highest. The table has all of them.
func (c *Chart) fewNumbers() {
	last, highest := -1, (*ChartColumn)(nil)
	for i := range c.Rows {
		for j := range c.Rows[i].Columns {
			last = i
			if col := &c.Rows[i].Columns[j]; highest == nil || col.Height > highest.Height {
				highest = col
			}
		}
	}
	for i := range c.Rows {
		for j := range c.Rows[i].Columns {
			col := &c.Rows[i].Columns[j]
			if c.Stacked && i != last || !c.Stacked && len(c.Series) > 1 && col != highest {
				col.Text = ""
			}
		}
	}
}

// tallest gives the number that the highest column of a month stands for.
func (c Chart) tallest(values []int) int {
	most := 0
	for _, v := range values {
		if c.Stacked {
			most += v
		} else {
			most = max(most, v)
		}
	}
	return most
}

// columns puts the columns of a month side by side, each with its number above it.
func (c Chart) columns(values []int, left float64, height func(int) float64) []ChartColumn {
	var out []ChartColumn
	width := (chartMonth - chartGap) / float64(len(c.Series))
	for j, v := range values {
		col := ChartColumn{Kind: c.Series[j].Kind, X: view.Round(left + width*float64(j)), Width: view.Round(width - 1), Height: height(v),
			Text: number(v)}
		col.Y = view.Round(chartBottom - col.Height)
		col.Mid, col.TextY = view.Round(col.X+col.Width/2), col.Y-4
		out = append(out, col)
	}
	return out
}

// stack puts the columns of a month one upon the other, each with its number to the right. The numbers of low columns
// are moved apart, downwards as long as there is room.
func (c Chart) stack(values []int, left float64, height func(int) float64) []ChartColumn {
	out := make([]ChartColumn, len(values))
	y := chartBottom
	for j, v := range values {
		y = view.Round(y - height(v))
		out[j] = ChartColumn{Kind: c.Series[j].Kind, X: left, Y: y, Width: chartMonth - chartGap, Height: height(v), Text: number(v),
			Mid: left + chartMonth - chartGap + chartBeside}
	}
	free := 0.0 // the first line that is not taken
	for j := range slices.Backward(out) {
		if out[j].Text != "" {
			out[j].TextY = max(view.Round(out[j].Y+out[j].Height/2+4), free)
			free = out[j].TextY + chartText
		}
	}
	below := max(0, view.Round(free-chartText-chartBottom))
	for j := range out {
		out[j].TextY -= below
	}
	return out
}

// number gives the number of a column; none stands at what is not there.
func number(v int) string {
	if v == 0 {
		return ""
	}
	return theme.Group(v)
}

// nice gives the next even number of the kind that people put on an axis.
func nice(n int) int {
	for step := 1; ; step *= 10 {
		for _, m := range []int{2, 4, 6, 8, 10, 12, 14, 16, 18} {
			if n <= m*step {
				return m * step
			}
		}
	}
}
