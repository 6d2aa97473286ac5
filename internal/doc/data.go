package doc

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"clausebook/internal/conflict"
	"clausebook/internal/diag"
	"clausebook/internal/plain"
	"clausebook/internal/strictyaml"
)

// The largest data file that is read.
const (
	MaxRows    = 20_000
	MaxColumns = 200
	MaxData    = 4 << 20 // bytes
)

// loadData reads the rows that stand in a file beside the document.
func (r *Reader) loadData(fsys fs.FS, d *Document) {
	n := d.Front.Get("data")
	name, sheet := DataFile(n.Text())
	if name == "" {
		return
	}
	p := path.Join(path.Dir(d.Path), name)
	if path.Base(name) != name || !fs.ValidPath(p) || strings.Contains(name, `\`) {
		d.findAt(RuleDataMissing, n, fmt.Sprintf("`data: %s` must name a file in the document's own folder", name),
			"move the file next to the document")
		return
	}
	info, err := fs.Lstat(fsys, p)
	if err != nil || !info.Mode().IsRegular() {
		d.findAt(RuleDataMissing, n, fmt.Sprintf("the data file `%s` does not exist", name), "add it next to the document, or remove `data`")
		return
	}
	if info.Size() > MaxData {
		d.findAt(RuleTooLarge, n, fmt.Sprintf("the data file `%s` has %d bytes, more than the limit of %d", name, info.Size(), MaxData),
			"split it by month or by year")
		return
	}
	raw, err := plain.Read(fsys, p, MaxData)
	if err != nil {
		d.findAt(RuleUnreadable, n, fmt.Sprintf("the data file `%s` cannot be read: %s", name, reason(err)), "check its permissions")
		return
	}
	d.readData(n, p, sheet, raw)
}

// readData reads the rows as the file's name says. The first fault ends the reading: what came before is kept.
func (d *Document) readData(n *strictyaml.Node, p, sheet string, raw []byte) {
	data := &Data{Path: p, Sheet: sheet, SHA256: sum256(raw), Blob: blobName(raw)}
	if isPointer(raw) {
		d.findAt(RulePointer, n, fmt.Sprintf("the data file `%s` was not fetched: here is only its pointer for Git LFS", path.Base(p)), fetchHint)
		return
	}
	conflicts := conflict.In(raw)
	if len(conflicts) > 0 {
		raw = raw[:conflicts[0].At] // of what follows nobody knows which side it is of
	}
	notes, fault, known := data.read(raw)
	if !known {
		d.findAt(RuleDataSyntax, n, fmt.Sprintf("the data file `%s` is neither CSV, YAML nor XLSX", path.Base(p)), "use .csv, .xlsx or .yaml")
		return
	}
	d.Data = data
	data.Partial = fault != nil || len(conflicts) > 0
	if len(conflicts) > 0 {
		for _, c := range conflicts {
			f := c.Finding(p)
			f.Document = string(d.ID)
			d.Findings = append(d.Findings, f)
		}
		return
	}
	if fault == nil && data.Header == nil {
		fault = &dataFault{message: "the data file is empty"}
	}
	if fault != nil {
		fault.rule, fault.hint = RuleDataSyntax, cmp.Or(fault.hint, "rows above this place are shown, the rest are not")
		notes = append(notes, *fault)
	}
	for _, f := range notes {
		d.Findings = append(d.Findings, diag.Finding{Rule: f.rule, Pos: diag.Pos{File: p, Line: f.line, Col: f.col},
			Message: f.message, Hint: f.hint, Document: string(d.ID)})
	}
}

// read reads the rows as the file's name says; known is false where that is no form that can be read. Notes are faults that
// did not end the reading.
func (data *Data) read(raw []byte) (notes []dataFault, fault *dataFault, known bool) {
	switch strings.ToLower(path.Ext(data.Path)) {
	case ".csv", ".tsv":
		r := &csvReader{data: data}
		fault = r.read(raw)
		return r.notes, fault, true
	case ".yaml", ".yml":
		return nil, data.readYAML(raw), true
	case ".xlsx", ".xlsm":
		notes, fault = data.readSheet(raw)
		return notes, fault, true
	}
	return nil, nil, false
}

// ReadTable reads the rows of a table that is beside no document: CSV, a workbook or a list in YAML, as its name says. The first fault
// that ends the reading is an error with its place.
func ReadTable(name string, raw []byte) (*Data, error) {
	file, sheet := DataFile(name)
	data := &Data{Path: file, Sheet: sheet}
	_, fault, known := data.read(raw)
	switch {
	case !known:
		return nil, fmt.Errorf("`%s` is neither CSV, YAML nor XLSX", file)
	case fault != nil && fault.line > 0:
		return nil, fmt.Errorf("line %d: %s", fault.line, fault.message)
	case fault != nil:
		return nil, errors.New(fault.message)
	case data.Header == nil:
		return nil, errors.New("the table is empty")
	}
	return data, nil
}

// DataFile takes apart what `data:` says: the name of a file, and behind that of a workbook the sheet, as in `risks.xlsx#Open risks`.
func DataFile(text string) (name, sheet string) {
	at := strings.LastIndexByte(text, '#')
	if at < 0 || !slices.Contains(workbooks, strings.ToLower(path.Ext(text[:at]))) {
		return text, ""
	}
	return text[:at], strings.TrimSpace(text[at+1:])
}

// workbooks are the endings of files that hold sheets.
var workbooks = []string{".xlsx", ".xlsm"}

// RowsOf gives the rows of a file, of a workbook those of a sheet, as far as they can be read. It reports nothing: an old version cannot be
// fixed any more.
func RowsOf(p, sheet string, raw []byte) *Data {
	data := &Data{Path: p, Sheet: sheet}
	data.read(raw)
	return data
}

// dataFault says what is wrong with a file of rows. Line and col are 1-based; 0 for the file as a whole. Rule and hint are
// those of a fault that did not end the reading.
type dataFault struct {
	line, col     int
	message, hint string
	rule          diag.RuleID
}

// readYAML reads a list of maps; the keys of the first row are the header, which the others must keep to.
func (data *Data) readYAML(raw []byte) *dataFault {
	root, problems := strictyaml.Parse(raw, 1, strictyaml.Limits{Bytes: MaxData})
	if len(problems) > 0 {
		return &dataFault{line: problems[0].Line, col: problems[0].Col, message: problems[0].Message}
	}
	if root.IsNull() {
		return nil
	}
	if root.Kind != strictyaml.List {
		return &dataFault{line: root.Line, col: root.Col, message: "the rows must be a list, with each row starting with `- `"}
	}
	for _, item := range root.Values {
		row, fault := data.yamlRow(item)
		if fault != nil {
			return fault
		}
		data.Rows, data.Lines = append(data.Rows, row), append(data.Lines, item.Line)
	}
	return nil
}

func (data *Data) yamlRow(item *strictyaml.Node) ([]string, *dataFault) {
	switch {
	case item.Kind != strictyaml.Map:
		return nil, &dataFault{line: item.Line, col: item.Col, message: "a row must be a list of `key: value` lines"}
	case len(data.Rows) == MaxRows:
		return nil, &dataFault{line: item.Line, col: item.Col, message: fmt.Sprintf("more than %d rows", MaxRows)}
	case data.Header == nil && len(item.Keys) > MaxColumns:
		return nil, &dataFault{line: item.Line, col: item.Col,
			message: fmt.Sprintf("%d columns, more than the limit of %d", len(item.Keys), MaxColumns)}
	case data.Header == nil:
		data.Header = []string{}
		for k := range item.Pairs() {
			data.Header = append(data.Header, k.Raw)
		}
	}
	row := make([]string, len(data.Header))
	for k, v := range item.Pairs() {
		i := slices.Index(data.Header, k.Raw)
		if i < 0 {
			return nil, &dataFault{line: k.Line, col: k.Col,
				message: fmt.Sprintf("`%s` is not a column, because the first row does not have it", k.Raw)}
		}
		if v.Kind != strictyaml.Scalar {
			return nil, &dataFault{line: v.Line, col: v.Col, message: fmt.Sprintf("`%s` must be a single value", k.Raw)}
		}
		row[i] = v.Text()
	}
	return row, nil
}
