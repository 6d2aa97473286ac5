package doc

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"clausebook/internal/diag"
	"clausebook/internal/phrase"
)

// This file reads CSV as spreadsheets of all countries write it: with commas, semicolons, tabs or bars, with a line that names
// the separator, in UTF-8, UTF-16 or Windows-1252, and with rows of any length.

// csvReader reads a header and rows into a Data.
type csvReader struct {
	data     *Data
	notes    []dataFault
	formulas int       // cells that a spreadsheet would compute
	formula  dataFault // of the first of them
	above    int       // lines before the header that are no rows
	uneven   int       // rows with another number of cells than the header
}

// maxUneven is how many uneven rows are listed one by one.
const maxUneven = 20

// read reads the file. What it gives is the fault that ended the reading.
func (r *csvReader) read(raw []byte) *dataFault {
	text := r.decode(raw)
	comma, named := namedSeparator(text)
	if named > 0 {
		text, r.above = text[named:], 1
	} else {
		comma = separator(text)
	}
	reader := csv.NewReader(bytes.NewReader(text))
	reader.Comma, reader.FieldsPerRecord = comma, -1
	fault := r.rows(reader, text)
	if r.formulas > 0 {
		r.formula.message = fmt.Sprintf("%s, first `%s`: a spreadsheet that opens the file computes it",
			phrase.Plural(r.formulas, "cell begins as a formula does", "cells begin as formulas do"), r.formula.message)
		r.notes = append(r.notes, r.formula)
	}
	if more := r.uneven - maxUneven; more > 0 {
		r.note(RuleDataRow, 0, 0, fmt.Sprintf("%s with another number of cells than the header", phrase.Plural(more, "more row", "more rows")),
			"correct the rows above first")
	}
	return fault
}

func (r *csvReader) rows(reader *csv.Reader, text []byte) *dataFault {
	for {
		row, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return r.fault(text, err)
		}
		if i := slices.IndexFunc(row, func(cell string) bool { return !utf8.ValidString(cell) }); i >= 0 {
			line, col := reader.FieldPos(i)
			return &dataFault{line: r.above + line, col: column(text, line, col), message: "not valid UTF-8"}
		}
		line, _ := reader.FieldPos(0)
		r.computed(row, r.above+line)
		if fault := r.add(row, r.above+line); fault != nil {
			return fault
		}
	}
}

// computed counts the cells that a spreadsheet would take for formulas: those that begin with the sign of one, or with another sign and go
// on as calls and references do. Numbers, telephone numbers and lists are none.
func (r *csvReader) computed(row []string, line int) {
	for _, cell := range row {
		text := strings.TrimSpace(cell)
		if len(text) < 2 || !strings.ContainsRune("=@+-", rune(text[0])) || text[0] != '=' && !strings.ContainsAny(text, "(|!") ||
			strings.Trim(text, "=-+ ") == "" {
			continue
		}
		if r.formulas++; r.formulas == 1 {
			shown := strings.ReplaceAll(strings.Join(strings.Fields(text), " "), "`", "'")
			r.formula = dataFault{line: line, col: 1, message: phrase.Short(shown, 40), rule: RuleFormula,
				hint: "write the value, or put an apostrophe in front of it"}
		}
	}
}

// isTable tells whether a file holds rows as text.
func isTable(p string) bool {
	ending := strings.ToLower(path.Ext(p))
	return ending == ".csv" || ending == ".tsv"
}

// formulasIn finds the cells of a file of rows that a spreadsheet would compute.
func formulasIn(p string, raw []byte) []diag.Finding {
	if isPointer(raw) {
		return nil // which others tell of
	}
	r := &csvReader{data: &Data{Path: p}}
	r.read(raw)
	var out []diag.Finding
	for _, n := range r.notes {
		if n.rule == RuleFormula {
			out = append(out, diag.Finding{Rule: n.rule, Pos: diag.Pos{File: p, Line: n.line, Col: n.col}, Message: n.message, Hint: n.hint})
		}
	}
	return out
}

// add takes over a row. A row of empty cells, as spreadsheets leave them below the last one, is none.
func (r *csvReader) add(row []string, line int) *dataFault {
	data := r.data
	switch {
	case data.Header == nil && len(row) > MaxColumns:
		return &dataFault{line: line, col: 1, message: fmt.Sprintf("%d columns, more than the limit of %d", len(row), MaxColumns)}
	case data.Header == nil:
		data.Header = filled(row)
	case len(row) > 1 && len(filled(row)) == 0:
	case len(data.Rows) == MaxRows:
		return &dataFault{line: line, col: 1, message: fmt.Sprintf("more than %d rows", MaxRows)}
	default:
		data.Rows, data.Lines = append(data.Rows, r.fit(row, line)), append(data.Lines, line)
	}
	return nil
}

// filled gives a row without the empty cells at its end; the first cell stays.
func filled(row []string) []string {
	end := len(row)
	for end > 0 && strings.TrimSpace(row[end-1]) == "" {
		end--
	}
	if end == 0 && len(row) == 1 {
		end = 1
	}
	return row[:end:end]
}

// fit gives a row as many cells as the header has. Empty cells at its end make no difference, others are reported.
func (r *csvReader) fit(row []string, line int) []string {
	columns := len(r.data.Header)
	beyond := len(row) > columns && len(filled(row)) > columns
	if len(row) < columns || beyond {
		if r.uneven++; r.uneven <= maxUneven {
			hint := "give it one cell for each column"
			if beyond {
				hint = "the cells beyond the last column are not shown; put a value that holds the separator in quotes"
			}
			r.note(RuleDataRow, line, 1, fmt.Sprintf("the row has %s, but the header has %s",
				phrase.Plural(len(row), "cell", "cells"), phrase.Plural(columns, "column", "columns")), hint)
		}
	}
	if len(row) >= columns {
		return row[:columns:columns]
	}
	return append(row, make([]string, columns-len(row))...)
}

func (r *csvReader) note(rule diag.RuleID, line, col int, message, hint string) {
	r.notes = append(r.notes, dataFault{line, col, message, hint, rule})
}

// fault gives the place of an error: of quotes that stay open the line in which they open.
func (r *csvReader) fault(text []byte, err error) *dataFault {
	var pe *csv.ParseError
	if !errors.As(err, &pe) {
		return &dataFault{message: "not readable as CSV: " + err.Error()}
	}
	line, col := pe.Line, column(text, pe.Line, pe.Column)
	if pe.StartLine < pe.Line {
		line, col = pe.StartLine, 1
	}
	return &dataFault{line: r.above + line, col: col, message: "not readable as CSV: " + pe.Err.Error()}
}

// column turns the byte column of a place in CSV into one that counts characters.
func column(raw []byte, line, col int) int {
	for ; line > 1; line-- {
		_, raw, _ = bytes.Cut(raw, []byte("\n"))
	}
	raw, _, _ = bytes.Cut(raw, []byte("\n"))
	return utf8.RuneCount(raw[:min(max(col-1, 0), len(raw))]) + 1
}

// decode gives the text in UTF-8, and says what it was.
func (r *csvReader) decode(raw []byte) []byte {
	text, from := decoded(raw)
	switch from {
	case utf16Text:
		r.note(RuleDataSyntax, 1, 1, "the data file is UTF-16, which not every program reads", "save it as UTF-8 CSV")
	case windows1252Text:
		line, col := notUTF8(raw)
		r.note(RuleDataSyntax, line, col, "the data file is not UTF-8; its letters were taken for Windows-1252, which may be wrong",
			"save it as UTF-8 CSV")
	}
	return bytes.TrimPrefix(text, byteOrderMark)
}

// How a text may be written that is not UTF-8.
const (
	utf16Text       = "UTF-16"
	windows1252Text = "Windows-1252"
)

// decoded gives a text in UTF-8 and what it was, empty where nothing had to be done. What is not UTF-8 is UTF-16 if it says so in its
// first bytes, else Windows-1252, unless parts of it are UTF-8 or it has bytes that Windows-1252 does not know: then it stays as it is.
func decoded(raw []byte) (text []byte, from string) {
	if bytes.HasPrefix(raw, []byte("\xff\xfe")) || bytes.HasPrefix(raw, []byte("\xfe\xff")) {
		if text, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(raw); err == nil {
			return text, utf16Text
		}
		return raw, ""
	}
	if utf8.Valid(raw) || !isWindows1252(raw) {
		return raw, ""
	}
	if text, err := charmap.Windows1252.NewDecoder().Bytes(raw); err == nil {
		return text, windows1252Text
	}
	return raw, ""
}

// isWindows1252 tells whether bytes that are not UTF-8 can be Windows-1252.
func isWindows1252(raw []byte) bool {
	for i := 0; i < len(raw); {
		c, size := utf8.DecodeRune(raw[i:])
		if size > 1 || c == utf8.RuneError && bytes.IndexByte([]byte("\x81\x8d\x8f\x90\x9d"), raw[i]) >= 0 {
			return false
		}
		i += size
	}
	return true
}

// namedSeparator reads the line sep=; that some spreadsheets put before the header, and gives its length with the line break.
func namedSeparator(text []byte) (comma rune, size int) {
	line, _, found := bytes.Cut(text, []byte("\n"))
	trimmed := bytes.TrimRight(line, "\r")
	if !found || len(trimmed) != len("sep=;") || !bytes.EqualFold(trimmed[:4], []byte("sep=")) || !bytes.ContainsAny(trimmed[4:], ",;\t|") {
		return 0, 0
	}
	return rune(trimmed[4]), len(line) + 1
}

// looked is how many lines tell the separator.
const looked = 50

// separator tells by which character the cells are parted: the one of which most lines have as many as the header, else
// the one of which the header has most, else the comma. One that most lines lack is none.
func separator(text []byte) rune {
	lines := firstLines(text)
	best, bestLines, bestCount := ',', 0, 0
	for _, comma := range ",;\t|" {
		count := outside(lines[0], byte(comma))
		if count == 0 {
			continue
		}
		like, with := 0, 0
		for _, line := range lines {
			n := outside(line, byte(comma))
			if n == count {
				like++
			}
			if n > 0 {
				with++
			}
		}
		if with*2 <= len(lines) && comma != ',' {
			continue
		}
		if like > bestLines || like == bestLines && count > bestCount {
			best, bestLines, bestCount = comma, like, count
		}
	}
	return best
}

// firstLines gives the first lines that are not blank, at least one; line breaks in quotes break none.
func firstLines(text []byte) [][]byte {
	var lines [][]byte
	quoted, start := false, 0
	for i, c := range text {
		switch {
		case c == '"':
			quoted = !quoted
		case c == '\n' && !quoted:
			if line := bytes.TrimRight(text[start:i], "\r"); len(line) > 0 {
				lines = append(lines, line)
			}
			start = i + 1
		}
		if len(lines) == looked {
			return lines
		}
	}
	if start < len(text) || len(lines) == 0 {
		lines = append(lines, text[start:])
	}
	return lines
}

// outside counts a character outside quotes.
func outside(line []byte, c byte) int {
	n, quoted := 0, false
	for _, b := range line {
		switch {
		case b == '"':
			quoted = !quoted
		case b == c && !quoted:
			n++
		}
	}
	return n
}
