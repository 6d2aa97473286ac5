package export

import (
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/report"
	"clausebook/internal/rows"
)

// Row is a row of a register, report or record as it stands now.
type Row struct {
	Table string    `json:"table"`
	Row   string    `json:"row"` // its first cell
	File  string    `json:"file"`
	Line  int       `json:"line"`
	First RowCommit `json:"first"` // that brought it
	Since RowCommit `json:"since"` // since which it stands as it does
}

// RowCommit is when and by whom rows were written. Without a commit they are in the work tree alone.
type RowCommit struct {
	Day     date.Date       `json:"day,omitzero"`
	Commit  string          `json:"commit,omitempty"`
	Authors []report.Person `json:"authors,omitempty"`
}

// RowChange is a row that was changed, moved to another table or removed.
type RowChange struct {
	What   string    `json:"what"` // changed | moved | removed
	Table  string    `json:"table"`
	Row    string    `json:"row"`
	Cells  []Cell    `json:"cells,omitempty"`
	At     RowCommit `json:"at"`
	Undone bool      `json:"undone,omitempty"` // the row stands again as it was
}

// Cell is a cell before and after.
type Cell struct {
	Column string `json:"column"`
	Was    string `json:"was"`
	Is     string `json:"is"`
}

// rows adds what is known of the rows of a document.
func (t tracer) rows(to *Document, d *doc.Document) {
	log := t.Rows.Of(d)
	if log == nil {
		return
	}
	to.RowsUnread = log.Unread
	for _, r := range log.Rows {
		to.Rows = append(to.Rows, Row{r.Table, r.Key, r.File, r.Line, rowCommit(r.First), rowCommit(r.Since)})
	}
	for _, e := range log.Events {
		c := RowChange{What: rowWords[e.Kind], Table: e.Table, Row: e.Key, At: rowCommit(e.At), Undone: e.Undone}
		for _, cell := range e.Cells {
			c.Cells = append(c.Cells, Cell(cell))
		}
		to.RowChanges = append(to.RowChanges, c)
	}
}

var rowWords = map[rows.Kind]string{rows.Changed: "changed", rows.Moved: "moved", rows.Removed: "removed"}

func rowCommit(l rows.Landing) RowCommit {
	out := RowCommit{Day: l.Day, Commit: string(l.Commit)}
	for _, who := range l.By {
		out.Authors = append(out.Authors, identity(who))
	}
	return out
}
