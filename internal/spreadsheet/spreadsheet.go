// Package spreadsheet reads the first sheet of a workbook as rows of text.
//
// A workbook comes from anybody: it is a packed file that may unpack to any size, and its reader is given so many bytes and no
// more. Nothing is computed: a cell with a formula shows the value that was saved with it.
package spreadsheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Sheet is what a sheet holds.
type Sheet struct {
	Name     string
	Others   []string   // the names of the other sheets
	Rows     [][]string // as they are shown, days as YYYY-MM-DD where the format is that of the reader's country
	Numbers  []int      // of the rows, 1-based; rows without any cell are left out
	Formulas int        // cells whose value was computed
	Unsaved  int        // those of them without a saved value
	Formula  string     // the first of them, such as B2
	Cut      bool       // there are more rows than were asked for
}

// The reasons why a workbook cannot be read.
var (
	ErrPassword = errors.New("it has a password")
	ErrOld      = errors.New("it has the form of Excel before 2007")
	ErrTooLarge = errors.New("it unpacks to more than is read")
)

// maxUnpacked bounds what a workbook may unpack to, in bytes.
const maxUnpacked = 64 << 20

// NoSheetError says that a workbook has no sheet of a name.
type NoSheetError struct {
	There []string // those that it has
}

// Error says so.
func (e *NoSheetError) Error() string { return "it has no such sheet" }

// Read reads the sheet of a workbook that has a name, in any case, or the first one where none is given, up to so many rows and the header.
func Read(raw []byte, name string, maxRows int) (sheet Sheet, err error) {
	defer func() {
		if recover() != nil { // the library has panicked on hostile input before
			err = errors.New("it is damaged")
		}
	}()
	if err := refuse(raw); err != nil {
		return sheet, err
	}
	book, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked,
		ShortDatePattern: "yyyy-mm-dd", LongDatePattern: "yyyy-mm-dd"})
	if err != nil {
		return sheet, fmt.Errorf("it is damaged: %w", err)
	}
	defer book.Close() //nolint:errcheck // read only
	names := book.GetSheetList()
	if len(names) == 0 {
		return sheet, errors.New("it has no sheet")
	}
	at := max(slices.IndexFunc(names, func(n string) bool { return name != "" && strings.EqualFold(n, name) }), 0)
	if name != "" && !strings.EqualFold(names[at], name) {
		return sheet, &NoSheetError{names}
	}
	sheet.Name, sheet.Others = names[at], slices.Delete(slices.Clone(names), at, at+1)
	if err := sheet.fill(book, maxRows); err != nil {
		return sheet, err
	}
	return sheet, sheet.countFormulas(raw)
}

// refuse says of a file that is no workbook, or would unpack to too much, why it is not read.
func refuse(raw []byte) error {
	if bytes.HasPrefix(raw, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) {
		if bytes.Contains(raw, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")) {
			return ErrPassword
		}
		return ErrOld
	}
	packed, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return errors.New("it is no workbook")
	}
	total := uint64(0)
	for _, f := range packed.File {
		if total += f.UncompressedSize64; total > maxUnpacked || f.UncompressedSize64 > maxUnpacked {
			return ErrTooLarge
		}
	}
	return nil
}

// fill reads the rows one after the other.
func (s *Sheet) fill(book *excelize.File, maxRows int) error {
	rows, err := book.Rows(s.Name)
	if err != nil {
		return fmt.Errorf("sheet `%s` cannot be read: %w", s.Name, err)
	}
	defer rows.Close() //nolint:errcheck // read only
	for number := 1; rows.Next(); number++ {
		cells, err := rows.Columns()
		if err != nil {
			return fmt.Errorf("row %d of sheet `%s` cannot be read: %w", number, s.Name, err)
		}
		if blank(cells) {
			continue
		}
		if len(s.Rows) > maxRows {
			s.Cut = true
			return nil
		}
		s.Rows, s.Numbers = append(s.Rows, cells), append(s.Numbers, number)
	}
	if err := rows.Error(); err != nil {
		return fmt.Errorf("sheet `%s` cannot be read: %w", s.Name, err)
	}
	return nil
}

func blank(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// The parts of a workbook that tell in which file a sheet stands.
type (
	workbookPart struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	relationsPart struct {
		Relations []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
)

// countFormulas goes through the file of the sheet, which the library would load as a whole to tell of formulas.
func (s *Sheet) countFormulas(raw []byte) error {
	packed, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return errors.New("it is no workbook")
	}
	var book workbookPart
	var relations relationsPart
	if decode(packed, "xl/workbook.xml", &book) != nil || decode(packed, "xl/_rels/workbook.xml.rels", &relations) != nil {
		return nil // an unusual layout, of which the library makes sense: nothing is known of formulas
	}
	id, at := "", ""
	for _, sheet := range book.Sheets {
		if sheet.Name == s.Name {
			id = sheet.ID
		}
	}
	for _, r := range relations.Relations {
		if r.ID == id {
			at = strings.TrimPrefix(r.Target, "/")
		}
	}
	if !strings.HasPrefix(at, "xl/") {
		at = "xl/" + at
	}
	f, err := packed.Open(at)
	if err != nil {
		return nil
	}
	defer f.Close() //nolint:errcheck // read only
	s.scan(xml.NewDecoder(io.LimitReader(f, maxUnpacked)))
	return nil
}

// scan counts the cells with a formula, and those without a value.
func (s *Sheet) scan(tokens *xml.Decoder) {
	cell, formula, value := "", false, false
	for {
		token, err := tokens.Token()
		if err != nil {
			return // the end, or what the library has read all the same
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "c":
				cell, formula, value = attribute(t, "r"), false, false
			case "f":
				formula = true
			case "v":
				value = true
			}
		case xml.EndElement:
			if t.Name.Local != "c" || !formula {
				continue
			}
			if s.Formulas++; s.Formula == "" {
				s.Formula = cell
			}
			if !value {
				s.Unsaved++
			}
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func decode(packed *zip.Reader, name string, into any) error {
	f, err := packed.Open(name)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // read only
	return xml.NewDecoder(io.LimitReader(f, maxUnpacked)).Decode(into)
}
