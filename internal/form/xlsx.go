package form

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"

	"clausebook/internal/date"
	"clausebook/internal/trace"
)

// fills are the colours of states. The word stands beside them always: colour alone says nothing.
var fills = map[string]string{
	string(trace.Missing): "F8D7DA", string(trace.Draft): "D6E4F5", string(trace.Overdue): "FADBC8",
	string(trace.Partly): "FFF0C2", string(trace.Unapproved): "FFE5B4", string(trace.Waived): "E6DFF0",
	string(trace.NotApplicable): "E5E7EA", string(trace.Met): "D5EDDB",
}

// About is what a workbook says of itself. Its day is the as-of day, so that the same input gives the same bytes.
type About struct {
	Title string
	AsOf  date.Date
}

// workbook writes tables as sheets.
type workbook struct {
	*excelize.File
	head   int
	body   int
	states map[string]int // style of a state by its word
}

// WriteXLSX writes a sheet for each table: a header that stays in view, filters on every column, cells that hold text or whole
// numbers and never a formula, and all of it ready to be printed.
func WriteXLSX(w io.Writer, about About, tables []Table) (err error) {
	b := &workbook{File: excelize.NewFile(), states: map[string]int{}}
	defer func() {
		if closing := b.Close(); err == nil && closing != nil {
			err = fmt.Errorf("write the workbook: %w", closing)
		}
	}()
	if err := b.fill(about, tables); err != nil {
		return fmt.Errorf("create the workbook: %w", err)
	}
	if err := b.Write(w); err != nil {
		return fmt.Errorf("write the workbook: %w", err)
	}
	return nil
}

func (b *workbook) fill(about About, tables []Table) error {
	if err := b.describe(about); err != nil {
		return err
	}
	if err := b.makeStyles(); err != nil {
		return err
	}
	for i, t := range tables {
		if i == 0 {
			if err := b.SetSheetName("Sheet1", t.Name); err != nil {
				return err
			}
		} else if _, err := b.NewSheet(t.Name); err != nil {
			return err
		}
		if err := b.sheet(t); err != nil {
			return fmt.Errorf("sheet %s: %w", t.Name, err)
		}
	}
	return nil
}

func (b *workbook) describe(about About) error {
	stamp := about.AsOf.String() + "T00:00:00Z"
	if about.AsOf.IsZero() {
		stamp = "1980-01-01T00:00:00Z"
	}
	return b.SetDocProps(&excelize.DocProperties{Title: Clean(about.Title), Creator: "clausebook", LastModifiedBy: "clausebook",
		Created: stamp, Modified: stamp, Language: "en"})
}

func (b *workbook) makeStyles() (err error) {
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	if b.head, err = b.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: top,
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDE3EA"}}}); err != nil {
		return err
	}
	if b.body, err = b.NewStyle(&excelize.Style{Alignment: top}); err != nil {
		return err
	}
	for _, state := range trace.States {
		word := string(state)
		style := &excelize.Style{Alignment: top, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fills[word]}}}
		if b.states[word], err = b.NewStyle(style); err != nil {
			return err
		}
	}
	return nil
}

func (b *workbook) sheet(t Table) error {
	for i, c := range t.Columns {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := b.SetColWidth(t.Name, name, name, c.Width); err != nil {
			return err
		}
		if err := b.cell(t.Name, i, 0, Text(c.Title), b.head); err != nil {
			return err
		}
	}
	for r, row := range t.Rows {
		for i, c := range row {
			style := b.body
			if known, ok := b.states[c.Text]; ok && t.Columns[i].State {
				style = known
			}
			if err := b.cell(t.Name, i, r+1, c, style); err != nil {
				return err
			}
		}
	}
	if err := b.frame(t); err != nil {
		return err
	}
	return b.paper(t)
}

// cell writes one cell, counting from 0. SetCellStr marks it as text in the file, whatever it looks like.
func (b *workbook) cell(sheet string, column, row int, c Cell, style int) error {
	at, err := excelize.CoordinatesToCellName(column+1, row+1)
	if err != nil {
		return err
	}
	switch {
	case c.Numeric:
		err = b.SetCellInt(sheet, at, int64(c.Number))
	case c.Text != "":
		err = b.SetCellStr(sheet, at, cut32k(escapes.ReplaceAllString(Clean(c.Text), "_x005F_x${1}_")))
	}
	if err != nil {
		return err
	}
	return b.SetCellStyle(sheet, at, at, style)
}

// escapes is how a workbook writes characters that XML lacks; a text that only looks so has its first underscore escaped.
var escapes = regexp.MustCompile(`_x([0-9A-Fa-f]{4})_`)

// frame keeps the header in view and gives every column a filter.
func (b *workbook) frame(t Table) error {
	if err := b.SetPanes(t.Name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	last, err := excelize.CoordinatesToCellName(len(t.Columns), len(t.Rows)+1)
	if err != nil {
		return err
	}
	return b.AutoFilter(t.Name, "A1:"+last, nil)
}

// paper has a sheet printed on A4 across, as wide as the page and as long as it takes, with its header on every page and the name of the
// sheet and the number of the page below.
func (b *workbook) paper(t Table) error {
	a4, across, wide, long, fit := 9, "landscape", 1, 0, true
	page := &excelize.PageLayoutOptions{Size: &a4, Orientation: &across, FitToWidth: &wide, FitToHeight: &long}
	if err := b.SetPageLayout(t.Name, page); err != nil {
		return err
	}
	if err := b.SetSheetProps(t.Name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := b.SetHeaderFooter(t.Name, &excelize.HeaderFooterOptions{OddFooter: "&L&A&R&P / &N"}); err != nil {
		return err
	}
	return b.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: t.Name,
		RefersTo: "'" + strings.ReplaceAll(t.Name, "'", "''") + "'!$1:$1"})
}

// cut32k keeps a text within what a cell can hold, and says so where it does not fit.
func cut32k(s string) string {
	const most, sign = excelize.TotalCellChars, " [cut]"
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return strings.TrimSpace(string(runes[:most-len(sign)])) + sign
}
