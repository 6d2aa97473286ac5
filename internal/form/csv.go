package form

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
)

// ByteOrderMark is what a CSV file begins with, so that spreadsheets take it for UTF-8. A program that reads from a pipe does
// without.
const ByteOrderMark = "\ufeff"

// WriteCSV writes a table by RFC 4180 in UTF-8: a line of keys, every field in quotes, lines that end in CR LF.
//
// A spreadsheet takes a field for a formula by its first character, quotes or not. Such a field gets an apostrophe in
// front, which spreadsheets take as "this is text". A program that reads the file back must strip it.
func WriteCSV(w io.Writer, t Table) error {
	out := Writer{W: w}
	keys := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		keys[i] = quoted(c.Key)
	}
	out.Printf("%s\r\n", strings.Join(keys, ","))
	for _, row := range t.Rows {
		fields := make([]string, len(row))
		for i, c := range row {
			fields[i] = csvField(c)
		}
		out.Printf("%s\r\n", strings.Join(fields, ","))
	}
	if out.Err != nil {
		return fmt.Errorf("write CSV: %w", out.Err)
	}
	return nil
}

func csvField(c Cell) string {
	if c.Numeric {
		return quoted(strconv.Itoa(c.Number))
	}
	return quoted(NoFormula(c.Text))
}

// NoFormula gives a text as a field of a CSV file that no spreadsheet takes for a formula.
func NoFormula(text string) string {
	if formula(text) {
		return "'" + Clean(text)
	}
	return Clean(text)
}

func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// formula tells whether a spreadsheet might compute the text: it starts, perhaps after blanks, with a sign that begins a
// formula, in its full-width form too, or with a character that ends a field.
func formula(s string) bool {
	if s != "" && strings.ContainsRune("\t\r\n", rune(s[0])) {
		return true
	}
	s = strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b' })
	return strings.ContainsAny(firstRune(s), "=+-@＝＋－＠")
}

func firstRune(s string) string {
	for i := range s {
		if i > 0 {
			return s[:i]
		}
	}
	return s
}
