package doc

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// workbookOf makes a workbook with some sheets, each with a row that says its name.
func workbookOf(t *testing.T, names ...string) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close() //nolint:errcheck // in memory
	for i, name := range names {
		if i == 0 {
			if err := book.SetSheetName("Sheet1", name); err != nil {
				t.Fatal(err)
			}
		} else if _, err := book.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for cell, text := range map[string]string{"A1": "sheet", "A2": "of " + name} {
			if err := book.SetCellValue(name, cell, text); err != nil {
				t.Fatal(err)
			}
		}
	}
	var packed bytes.Buffer
	if err := book.Write(&packed); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

// TestSheetOfAWorkbook reads the sheet that a document names, and names those that are there where it names another.
func TestSheetOfAWorkbook(t *testing.T) {
	t.Parallel()
	raw := workbookOf(t, "Risks", "Open tasks", "#3")
	for _, c := range []struct {
		data, row string
		want      []string
	}{
		{"rows.xlsx", "of Risks", []string{"content/rows.xlsx DA008 only the first sheet, `Risks`, is read; not read: `Open tasks`, `#3` | " +
			"name the one that is meant, as in `data: rows.xlsx#Risks`, and give others a document of their own"}},
		{"rows.xlsx#Risks", "of Risks", nil},
		{"rows.xlsx#open tasks", "of Open tasks", nil},
		{"rows.xlsx#Tasks", "", []string{"content/rows.xlsx DA002 the workbook has no sheet `Tasks`; it has `Risks`, `Open tasks`, `#3` | " +
			"name one of these behind the `#` in `data:`"}},
		{"rows.xlsx#", "of Risks", []string{"content/rows.xlsx DA008 only the first sheet, `Risks`, is read; not read: `Open tasks`, `#3` | " +
			"name the one that is meant, as in `data: rows.xlsx#Risks`, and give others a document of their own"}},
		{"other.xlsx#Risks", "", []string{"8:7 DA001 the data file `other.xlsx` does not exist | add it next to the document, or remove `data`"}},
		{"../rows.xlsx#Risks", "", []string{"8:7 DA001 `data: ../rows.xlsx` must name a file in the document's own folder | " +
			"move the file next to the document"}},
		{"a#b.csv", "of a file", nil},
	} {
		s := load(t, fstest.MapFS{"content/a.md": file("---\n" + sound + "data: '" + c.data + "'\n---\n"), "content/rows.xlsx": {Data: raw},
			"content/a#b.csv": file("sheet\nof a file\n")})
		d := s.Documents[0]
		if diff := cmp.Diff(c.want, lines(d.Findings)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.data, diff)
		}
		row := ""
		if d.Data != nil && len(d.Data.Rows) > 0 {
			row = strings.Join(d.Data.Rows[0], " ")
		}
		if row != c.row {
			t.Errorf("%s: the row is %q, want %q", c.data, row, c.row)
		}
	}
}
