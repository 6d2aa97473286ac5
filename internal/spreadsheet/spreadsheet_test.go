package spreadsheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// pack writes a workbook.
func pack(t *testing.T, fill func(*excelize.File) error, options ...excelize.Options) []byte {
	t.Helper()
	book := excelize.NewFile()
	if err := fill(book); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := book.Write(&b, options...); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestRead gives rows as they are shown, and says what was computed and what was not read.
func TestRead(t *testing.T) {
	t.Parallel()
	raw := pack(t, func(f *excelize.File) error {
		date, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		if err != nil {
			return err
		}
		percent, err := f.NewStyle(&excelize.Style{NumFmt: 9})
		if err != nil {
			return err
		}
		_, err = f.NewSheet("Notes")
		return errors.Join(err,
			f.SetSheetRow("Sheet1", "A2", &[]any{"id", "raised_on", "share", "n"}),
			f.SetSheetRow("Sheet1", "A4", &[]any{"R1", time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), 0.25, 7}),
			f.SetCellStyle("Sheet1", "B4", "B4", date), f.SetCellStyle("Sheet1", "C4", "C4", percent),
			f.SetCellValue("Sheet1", "A5", "ä, \"b\"\nc"),
			f.SetCellFormula("Sheet1", "D5", "D4*2"),
			f.SetCellValue("Notes", "A1", "x"))
	})
	sheet, err := Read(raw, "", 10)
	if err != nil {
		t.Fatal(err)
	}
	want := Sheet{Name: "Sheet1", Others: []string{"Notes"}, Numbers: []int{2, 4, 5}, Formulas: 1, Unsaved: 1, Formula: "D5",
		Rows: [][]string{{"id", "raised_on", "share", "n"}, {"R1", "2026-03-01", "25%", "7"}, {"ä, \"b\"\nc", "", "", ""}}}
	for i := range sheet.Rows {
		for len(sheet.Rows[i]) < len(want.Rows[i]) {
			sheet.Rows[i] = append(sheet.Rows[i], "")
		}
	}
	if diff := cmp.Diff(want, sheet); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if sheet, err := Read(raw, "", 1); err != nil || !sheet.Cut || len(sheet.Rows) != 2 {
		t.Errorf("one row and the header: %v, %v", sheet, err)
	}
}

// TestRefused says why a workbook is not read, and unpacks nothing to find out.
func TestRefused(t *testing.T) {
	t.Parallel()
	secret := pack(t, func(f *excelize.File) error { return f.SetCellValue("Sheet1", "A1", "x") }, excelize.Options{Password: "p"})
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	w, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	for range 65 {
		if _, err := w.Write(bytes.Repeat([]byte("0"), 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		raw  []byte
		want error
	}{
		"a password": {secret, ErrPassword}, "unpacks to too much": {bomb.Bytes(), ErrTooLarge},
		"before 2007": {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 512)), ErrOld},
	} {
		if _, err := Read(c.raw, "", 10); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	sound := pack(t, func(f *excelize.File) error { return f.SetCellValue("Sheet1", "A1", "x") })
	for cut := 0; cut < len(sound); cut += 97 {
		if _, err := Read(sound[:cut], "", 10); err == nil {
			t.Errorf("a workbook cut at %d of %d bytes is read", cut, len(sound))
		}
	}
}

// FuzzRead survives whatever the archive holds.
func FuzzRead(f *testing.F) {
	book := excelize.NewFile()
	var b bytes.Buffer
	if err := errors.Join(book.SetCellFormula("Sheet1", "A1", "1+1"), book.Write(&b)); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(_ *testing.T, raw []byte) {
		sheet, err := Read(raw, "", 100)
		if err == nil && (len(sheet.Rows) > 101 || len(sheet.Rows) != len(sheet.Numbers)) {
			panic("more rows than were asked for")
		}
	})
}
