// Package form gives values the form in which they are read: columns of text, cells of a table, CSV, workbooks, JSON, Markdown.
//
// What comes out of documents is untrusted: it is escaped for its target, so that a title can neither move the cursor, nor forge
// a line of a log, nor become a formula.
package form

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

// Text is a cell with a text.
func Text(s string) Cell { return Cell{Text: s} }

// Texts is a cell with several texts.
func Texts(list []string) Cell { return Cell{Text: strings.Join(list, "; ")} }

// Day is a cell with a day.
func Day(d date.Date) Cell { return Cell{Text: d.String()} }

// Number is a cell with a whole number.
func Number(n int) Cell { return Cell{Number: n, Numeric: true} }
