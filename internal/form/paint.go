package form

import (
	"github.com/fatih/color"

	"clausebook/internal/diag"
)

// Painter gives words the colours of a terminal, or leaves them as they are.
type Painter struct {
	Head map[diag.Severity]func(a ...any) string
	Bold func(a ...any) string
	Dim  func(a ...any) string
}

// Colour is how a word is shown on a terminal.
type Colour uint8

// The colours that reports use.
const (
	Red Colour = iota
	Yellow
	Green
	Cyan
	Grey
	Struck     // red and crossed out: what was deleted
	Underlined // green and underlined: what was inserted
)

var attributes = map[Colour][]color.Attribute{Red: {color.FgRed}, Yellow: {color.FgYellow}, Green: {color.FgGreen}, Cyan: {color.FgCyan},
	Grey: {color.FgHiBlack}, Struck: {color.FgRed, color.CrossedOut}, Underlined: {color.FgGreen, color.Underline}}

// Paint gives what shows words in a colour, or leaves them as they are.
func Paint(colors bool, c Colour) func(a ...any) string { return paint(colors, attributes[c]...) }

func paint(colors bool, attrs ...color.Attribute) func(a ...any) string {
	c := color.New(attrs...)
	if colors {
		c.EnableColor()
	} else {
		c.DisableColor()
	}
	return c.SprintFunc()
}

// NewPainter gives a painter with or without colours.
func NewPainter(colors bool) Painter {
	return Painter{
		Head: map[diag.Severity]func(a ...any) string{
			diag.Error:   paint(colors, color.FgRed, color.Bold),
			diag.Warning: paint(colors, color.FgYellow, color.Bold),
			diag.Info:    paint(colors, color.FgCyan, color.Bold),
		},
		Bold: paint(colors, color.Bold), Dim: paint(colors, color.FgBlue),
	}
}
