package check

import (
	"bytes"
	"fmt"
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/years"
)

var rv009 = Rule{
	ID:    years.RuleDay,
	Title: "day lies outside the years 1990 to 2100",
	Why: "Such a day is nearly always a slip of the keyboard. What was approved or done on it cannot be believed, and what is due on it " +
		"never comes.",
	Fix: "Correct the year. This holds for front matter, for cells of tables and data files that hold a day and nothing else, for " +
		"people.yaml, for the configuration and for exported reviews. Leave a cell empty where something has no end.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Warning,
	Text: func(t *text) []diag.Finding {
		out := years.In(t.doc.Path, t.doc.Front)
		for i := range out {
			out[i].Document = string(t.doc.ID)
		}
		var found oddDays
		for i := range t.starts {
			eachCell(t.line(i), func(from int, cell []byte) {
				from += t.starts[i]
				found.look(string(cell), func() diag.Pos { return t.finding(years.RuleDay, from, from+len(cell), "", "").Pos })
			})
		}
		return slices.Concat(out, found.of(t.doc, "a cell"), daysOfRows(t.doc))
	},
}

// eachCell visits the cells of a line that may be a row of a table, each with where it begins.
func eachCell(line []byte, visit func(from int, cell []byte)) {
	if bytes.IndexByte(line, '|') < 0 {
		return
	}
	at := 0
	for cell := range bytes.SplitSeq(line, []byte("|")) {
		rest := bytes.TrimLeft(cell, " \t")
		visit(at+len(cell)-len(rest), bytes.TrimRight(rest, " \t\r"))
		at += len(cell) + 1
	}
}

// daysOfRows looks at the cells of a data file, column by column.
func daysOfRows(d *doc.Document) []diag.Finding {
	if d.Data == nil {
		return nil
	}
	var out []diag.Finding
	for column, name := range d.Data.Header {
		var found oddDays
		for i, row := range d.Data.Rows {
			if column < len(row) {
				found.look(row[column], func() diag.Pos { return diag.Pos{File: d.Data.Path, Line: d.Data.Lines[i], Col: 1} })
			}
		}
		out = append(out, found.of(d, fmt.Sprintf("a cell of the column `%s`", name))...)
	}
	return out
}

// oddDays are the days of many cells that lie outside the years. They are one finding, at the first of them: a column may be full of
// them.
type oddDays struct {
	first date.Date
	pos   diag.Pos
	n     int
}

func (o *oddDays) look(cell string, pos func() diag.Pos) {
	if len(cell) != len("2006-01-02") {
		return
	}
	day, err := date.Parse(cell)
	if err != nil || day.IsZero() || !years.Outside(day.Year()) {
		return
	}
	if o.n++; o.n == 1 {
		o.first, o.pos = day, pos()
	}
}

func (o *oddDays) of(d *doc.Document, what string) []diag.Finding {
	if o.n == 0 {
		return nil
	}
	message := years.Words(what, o.first.String())
	if o.n > 1 {
		message += fmt.Sprintf("; so do those of %s", phrase.Plural(o.n-1, "more cell", "more cells"))
	}
	return []diag.Finding{{Rule: years.RuleDay, Pos: o.pos, Document: string(d.ID), About: what, Message: message, Hint: years.Hint}}
}
