package doc

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"clausebook/internal/strictyaml"
)

// MaxRows is the largest number of rows that a data file may have.
const MaxRows = 20_000

// loadData reads the rows that stand in a file beside the document.
func (r *Reader) loadData(fsys fs.FS, d *Document) {
	n := d.Front.Get("data")
	name := n.Text()
	if name == "" {
		return
	}
	p := path.Join(path.Dir(d.Path), name)
	if path.Base(name) != name || !fs.ValidPath(p) {
		d.findAt(RuleDataMissing, n, fmt.Sprintf("`data: %s` must name a file in the document's own folder", name), "move the file beside the document")
		return
	}
	info, err := fs.Lstat(fsys, p)
	if err != nil || !info.Mode().IsRegular() {
		d.findAt(RuleDataMissing, n, fmt.Sprintf("the data file `%s` does not exist", name), "add it beside the document, or remove `data`")
		return
	}
	if info.Size() > 16*MaxFile {
		d.findAt(RuleTooLarge, n, fmt.Sprintf("the data file `%s` has %d bytes; at most %d are read", name, info.Size(), 16*MaxFile), "split it by month or by year")
		return
	}
	raw, err := fs.ReadFile(fsys, p)
	if err != nil {
		d.findAt(RuleUnreadable, n, fmt.Sprintf("the data file `%s` cannot be read: %s", name, reason(err)), "check its permissions")
		return
	}
	d.readData(n, p, raw)
}

func (d *Document) readData(n *strictyaml.Node, p string, raw []byte) {
	data := &Data{Path: p, SHA256: sum256(raw)}
	var line int
	var err error
	switch strings.ToLower(path.Ext(p)) {
	case ".csv":
		line, err = data.readCSV(bytes.TrimPrefix(raw, byteOrderMark))
	case ".yaml", ".yml":
		line, err = data.readYAML(raw)
	default:
		d.findAt(RuleDataSyntax, n, fmt.Sprintf("the data file `%s` is neither CSV nor YAML", path.Base(p)), "use .csv or .yaml")
		return
	}
	d.Data = data
	if err != nil {
		d.Findings = append(d.Findings, finding(RuleDataSyntax, p, line, err.Error(), "what was read before this line is shown; the rest is not"))
	}
}

// readCSV reads a header and rows. On an error it keeps what came before and gives the line.
func (data *Data) readCSV(raw []byte) (int, error) {
	reader := csv.NewReader(bytes.NewReader(bytes.ToValidUTF8(raw, []byte("\ufffd"))))
	for {
		row, err := reader.Read()
		var pe *csv.ParseError
		switch {
		case errors.As(err, &pe):
			return pe.Line, fmt.Errorf("not readable as CSV: %w", pe.Err)
		case err != nil:
			return 0, nil // the end
		case data.Header == nil:
			data.Header = row
		case len(data.Rows) == MaxRows:
			line, _ := reader.FieldPos(0)
			return line, fmt.Errorf("more than %d rows", MaxRows)
		default:
			data.Rows = append(data.Rows, row)
		}
	}
}

// readYAML reads a list of maps with the same keys; the keys of the first row are the header.
func (data *Data) readYAML(raw []byte) (int, error) {
	root, problems := strictyaml.Parse(raw, 1, strictyaml.Limits{Bytes: 16 * MaxFile})
	if len(problems) > 0 {
		return problems[0].Line, errors.New(problems[0].Message)
	}
	for _, item := range root.Items() {
		if item.Kind != strictyaml.Map {
			return item.Line, errors.New("a row must be a list of `key: value` lines")
		}
		if data.Header == nil {
			for k := range item.Pairs() {
				data.Header = append(data.Header, k.Raw)
			}
		}
		row := make([]string, len(data.Header))
		for i, key := range data.Header {
			row[i] = item.Get(key).Text()
		}
		data.Rows = append(data.Rows, row)
	}
	return 0, nil
}
