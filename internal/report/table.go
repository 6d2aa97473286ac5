package report

import (
	"strings"

	"clausebook/internal/date"
)

// Table is rows of cells, the common form of what becomes CSV or a sheet.
type Table struct {
	Name    string // of the sheet
	Columns []Column
	Rows    [][]Cell
}

// Column is one column of a table.
type Column struct {
	Key   string  // in CSV: snake_case
	Title string  // in a sheet
	Width float64 // in a sheet, in characters
	State bool    // its cells are states, shown by word and colour
}

// Cell is a text, or a whole number if Numeric. There are no others: a text is never taken for a date or a formula.
type Cell struct {
	Text    string
	Number  int
	Numeric bool
}

func text(s string) Cell       { return Cell{Text: s} }
func texts(list []string) Cell { return Cell{Text: strings.Join(list, "; ")} }
func day(d date.Date) Cell     { return Cell{Text: d.String()} }
func number(n int) Cell        { return Cell{Number: n, Numeric: true} }
