package author

import (
	"bytes"
	"encoding/csv"
	"path"
	"slices"
	"strings"

	"clausebook/internal/applicability"
	"clausebook/internal/form"
	"clausebook/internal/standard"
)

// rowsBeside gives the file beside the document in which its rows stand: of a register, of what an activity leaves behind day by day, and
// of a statement of applicability, which has one for each control. It is nil for all other documents.
func (n *newDocument) rowsBeside() *File {
	columns, rows := n.columns()
	if len(columns) == 0 {
		return nil
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	for _, row := range slices.Insert(rows, 0, columns) {
		fields := make([]string, len(row))
		for i, cell := range row {
			fields[i] = form.NoFormula(cell)
		}
		_ = w.Write(fields) // into memory, which does not fail
	}
	w.Flush()
	return &File{strings.TrimSuffix(n.path, path.Ext(n.path)) + ".csv", b.Bytes(), true}
}

// columns gives the columns of the rows, and the rows that are known before anybody writes one.
func (n *newDocument) columns() (columns []string, rows [][]string) {
	switch {
	case n.subject.Type == applicability.Type:
		columns = slices.Insert(applicability.Columns(), 1, "title")
		if s := n.withControls(); s != nil {
			for _, c := range s.Controls() {
				rows = append(rows, append([]string{c.ID, c.Title}, make([]string, len(columns)-2)...))
			}
		}
		return columns, rows
	case n.subject.Type == "register", n.subject.Required != nil && n.subject.Required.Operational && n.subject.Type == "record":
		return n.plan().sections, nil
	}
	return nil, nil
}

// withControls gives the standard whose controls a statement of applicability answers for: the one that asks for the statement, else the
// first in use that has any; nil where none has.
func (n *newDocument) withControls() *standard.Standard {
	if s := n.subject.Standard; s != nil && len(s.Controls()) > 0 {
		return s
	}
	for _, s := range n.dossier.Standards.Standards {
		if len(s.Controls()) > 0 {
			return s
		}
	}
	return nil
}

// chosenFrom names that standard in front matter; empty where there is none.
func (n *newDocument) chosenFrom() string {
	if s := n.withControls(); s != nil {
		return s.ID
	}
	return ""
}

// aboutRows says how the file of the rows is filled.
func (n *newDocument) aboutRows(file string) string {
	if n.subject.Type == applicability.Type {
		return "The rows stand in " + file + ", one for each control. Write under `applies` yes or no, and the reason; under `status` " +
			"implemented, partly or planned; under `evidence` the ids of the documents that show it, parted by semicolons."
	}
	return "The rows stand in " + file + ", one for each entry below the line with the names of the columns. A spreadsheet program or " +
		"an editor opens it; save it as CSV again."
}
