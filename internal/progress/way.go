package progress

import (
	"fmt"

	"clausebook/internal/aims"
	"clausebook/internal/phrase"
	"clausebook/internal/view"
)

// Way is a small drawing of the values of an objective or benefit over time, with the line of the target. The table beside it has the
// same figures.
type Way struct {
	Title         string
	Width, Height float64
	Target, Right float64 // of the line: its height, and where it ends
	TargetText    string
	Dots          []WayDot
	Lines         []string // paths between values that can be compared
}

// WayDot is a value.
type WayDot struct {
	X, Y float64
	Text string // of the first and the last
}

const (
	wayWidth, wayHeight = 300.0, 110.0 // of the place for the values
	waySide, wayTop     = 30.0, 24.0
	wayRight            = 120.0 // room for the words of the target
)

// drawWay works the places of the values out; it gives nil where there are none. One value alone is a dot, and no line.
func drawWay(p view.Page, a *aims.Aim) *Way {
	values := a.Values[max(0, len(a.Values)-shownValues):]
	if len(values) == 0 {
		return nil
	}
	low, high := a.Target.Number(), a.Target.Number()
	for _, v := range values {
		low, high = min(low, v.Number()), max(high, v.Number())
	}
	y := func(n float64) float64 {
		if low == high {
			return wayHeight / 2
		}
		return view.Round(wayHeight - wayTop - (wayHeight-2*wayTop)*(n-low)/(high-low))
	}
	first, last := values[0].Span.To, values[len(values)-1].Span.To
	x := func(v aims.Value) float64 {
		if first == last {
			return wayWidth / 2
		}
		return view.Round(waySide + (wayWidth-2*waySide)*float64(first.DaysUntil(v.Span.To))/float64(first.DaysUntil(last)))
	}
	title := phrase.Of("Values of %s and the line of the target, %s. The table has the same figures.", phrase.Text(a.ID), a.Wants())
	out := &Way{Title: p.Plain(title),
		Width: wayWidth + wayRight, Height: wayHeight, Right: wayWidth, Target: y(a.Target.Number()),
		TargetText: p.T("Target %s", p.Plain(a.Words(a.Target)))}
	for i, v := range values {
		d := WayDot{X: x(v), Y: y(v.Number())}
		if i == 0 || i == len(values)-1 {
			d.Text = v.Written
		}
		if i > 0 && aims.Alike(values[i-1].Span, v.Span) {
			before := out.Dots[i-1]
			out.Lines = append(out.Lines, fmt.Sprintf("M%s %sL%s %s", number(before.X), number(before.Y), number(d.X), number(d.Y)))
		}
		out.Dots = append(out.Dots, d)
	}
	return out
}

func number(f float64) string { return fmt.Sprint(f) }
