package view

import (
	"slices"

	"clausebook/internal/standard"
	"clausebook/internal/trace"
)

// Bar is a share of a whole, drawn and in words.
type Bar struct {
	Done, Total int
	Text        string
	Href        string // to the list of what is done, where there is one
	Parts       []BarPart
}

// BarPart is a stretch of a bar; X and Width are in percent.
type BarPart struct {
	Kind     string
	X, Width float64
	Title    string
}

// MatrixOf gives the cells of a standard; empty where it was not traced.
func (s *View) MatrixOf(std string) trace.StandardMatrix {
	if m := s.Matrix.Standard(std); m != nil {
		return *m
	}
	return trace.StandardMatrix{Standard: std}
}

// RequirementCells gives the cells of all requirements under a clause.
func (s *View) RequirementCells(std *standard.Standard, clause string) []trace.Cell {
	var out []trace.Cell
	for _, c := range std.Below(clause) {
		for _, r := range c.Requirements {
			out = append(out, s.Cell(std.ID, r.ID))
		}
	}
	return out
}

// Bar draws how cells are spread over the states: what is met first, then worst last. What does not apply is left out.
func (s *View) Bar(cells []trace.Cell) Bar {
	n := trace.Tally(cells)
	b := Bar{Done: n[trace.Met], Total: len(cells) - n[trace.NotApplicable]}
	if b.Total == 0 {
		b.Text = s.T("none")
		return b
	}
	b.Text = s.T("%d of %d", b.Done, b.Total)
	x := 0.0
	for _, state := range slices.Backward(trace.States[:]) {
		if state == trace.NotApplicable || n[state] == 0 {
			continue
		}
		width := 100 * float64(n[state]) / float64(b.Total)
		tag := s.State(state)
		b.Parts = append(b.Parts, BarPart{Kind: tag.Kind, X: Round(x), Width: Round(width), Title: tag.Text})
		x += width
	}
	return b
}

// Round gives a number with two digits after the point.
func Round(x float64) float64 { return float64(int(x*100+0.5)) / 100 }
