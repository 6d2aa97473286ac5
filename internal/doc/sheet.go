package doc

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"clausebook/internal/phrase"
	"clausebook/internal/spreadsheet"
)

// readSheet reads a sheet of a workbook, the first where the document names none: its first row that is not empty is the header. Rows
// are counted as the sheet counts them.
func (data *Data) readSheet(raw []byte) (notes []dataFault, fault *dataFault) {
	sheet, err := spreadsheet.Read(raw, data.Sheet, MaxRows)
	var none *spreadsheet.NoSheetError
	switch {
	case errors.As(err, &none):
		return nil, &dataFault{message: fmt.Sprintf("the workbook has no sheet `%s`; it has `%s`", data.Sheet, strings.Join(none.There, "`, `")),
			hint: "name one of these behind the `#` in `data:`"}
	case errors.Is(err, spreadsheet.ErrPassword):
		return nil, &dataFault{message: "the workbook has a password, so nobody can read its rows here: save it without one"}
	case errors.Is(err, spreadsheet.ErrOld):
		return nil, &dataFault{message: "the workbook has the form of Excel before 2007: save it as .xlsx"}
	case errors.Is(err, spreadsheet.ErrTooLarge):
		return nil, &dataFault{message: "the workbook unpacks to more than is read: split it by month or by year"}
	case err != nil:
		return nil, &dataFault{message: "the workbook cannot be read: " + strings.TrimPrefix(err.Error(), "it is ")}
	}
	uneven := 0
	for i, row := range sheet.Rows {
		row = filled(row)
		switch columns := len(data.Header); {
		case i == 0 && len(row) > MaxColumns:
			return nil, &dataFault{line: sheet.Numbers[i], col: 1,
				message: fmt.Sprintf("%d columns, more than the limit of %d", len(row), MaxColumns)}
		case i == 0:
			data.Header = row
			continue
		case len(row) > columns:
			if uneven++; uneven <= maxUneven {
				notes = append(notes, dataFault{line: sheet.Numbers[i], col: 1, rule: RuleDataRow,
					message: fmt.Sprintf("the row has %s, but the header has %s", phrase.Plural(len(row), "cell", "cells"),
						phrase.Plural(columns, "column", "columns")),
					hint: "the cells beyond the last column are not shown; give the column a name in the header"})
			}
			row = row[:columns:columns]
		default:
			row = append(row, make([]string, columns-len(row))...)
		}
		data.Rows, data.Lines = append(data.Rows, row), append(data.Lines, sheet.Numbers[i])
	}
	if more := uneven - maxUneven; more > 0 {
		notes = append(notes, dataFault{rule: RuleDataRow, message: fmt.Sprintf("%s with more cells than the header has columns",
			phrase.Plural(more, "more row", "more rows")), hint: "correct the rows above first"})
	}
	if sheet.Cut {
		fault = &dataFault{line: sheet.Numbers[len(sheet.Numbers)-1] + 1, col: 1, message: fmt.Sprintf("more than %d rows", MaxRows)}
	}
	return append(notes, sheetNotes(sheet, path.Base(data.Path), data.Sheet != "")...), fault
}

// sheetNotes says what of a workbook is not, or not quite, what the page shows.
func sheetNotes(sheet spreadsheet.Sheet, file string, chosen bool) (notes []dataFault) {
	if sheet.Formulas > 0 {
		message := fmt.Sprintf("%s, first in %s: the page shows the values that were saved with them",
			phrase.Plural(sheet.Formulas, "cell holds a formula", "cells hold formulas"), sheet.Formula)
		if sheet.Unsaved > 0 {
			message += fmt.Sprintf(", and %s none", phrase.Plural(sheet.Unsaved, "has", "have"))
		}
		notes = append(notes, dataFault{rule: RuleFormula, message: message, hint: "open and save the workbook, or paste the values"})
	}
	if len(sheet.Others) > 0 && !chosen {
		notes = append(notes, dataFault{rule: RuleSheets, message: fmt.Sprintf("only the first sheet, `%s`, is read; not read: `%s`", sheet.Name,
			strings.Join(sheet.Others, "`, `")),
			hint: fmt.Sprintf("name the one that is meant, as in `data: %s#%s`, and give others a document of their own", file, sheet.Name)})
	}
	return notes
}
