// Package export tells what one document or item of a standard rests on, and all of them for other programs: chains of evidence,
// histories, versions in force, redlines, and the whole matrix as tables and JSON.
//
// It stands upon package report, whose words for owners, places and approvals it shares. Nothing here opens a file or judges.
package export

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/form"
	"clausebook/internal/report"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
	"clausebook/internal/witness"
)

// Export is the whole matrix as rows: items of the standards with their evidence, and documents with what they serve.
type Export struct {
	Title  string
	Tool   string
	AsOf   date.Date
	Commit string
	Parts  []Part // required, requirements, clauses, processes, in that order, of all standards
	Docs   []Document
}

// Part is the items of one kind.
type Part struct {
	Name  string // required | requirements | clauses | processes
	Items []Item
}

// Item is one item of a standard.
type Item struct {
	Standard string            `json:"standard"`
	Item     string            `json:"item"`
	Kind     string            `json:"kind"`
	Title    string            `json:"title"`
	Strength standard.Strength `json:"strength,omitempty"`
	State    trace.State       `json:"state"`
	Reason   string            `json:"reason"`
	Missing  []string          `json:"missing,omitempty"`
	Owner    report.Owner      `json:"owner"`
	Due      date.Date         `json:"due,omitzero"`
	Since    date.Date         `json:"since,omitzero"` // of a gap, the day of its cause
	Fix      string            `json:"fix,omitempty"`
	Waiver   *report.GapWaiver `json:"waiver,omitempty"`
	From     []string          `json:"from,omitempty"`
	Carried  []Carried         `json:"carried,omitempty"` // what is evidenced for other standards and says something here
	Evidence []Evidence        `json:"evidence"`
}

// Carried is what the evidence of an item of another standard counts.
type Carried struct {
	From     string            `json:"from"`
	By       string            `json:"by,omitempty"` // the item between, where the way passes one
	Relation standard.Relation `json:"relation"`
	Reviewed bool              `json:"reviewed"`
	State    trace.State       `json:"state"`
	Counted  bool              `json:"counted"`
}

// Evidence is one piece of evidence with the version that was approved.
type Evidence struct {
	report.Place
	How      string           `json:"how"`
	Section  string           `json:"section,omitempty"`
	State    trace.State      `json:"state"`
	Approval *report.Approval `json:"approval,omitempty"`
}

// Document is one document and what it serves.
type Document struct {
	ID        string           `json:"id"`
	Title     string           `json:"title"`
	Type      string           `json:"type"`
	Version   string           `json:"version,omitempty"`
	Status    doc.Status       `json:"status"`
	Owner     report.Owner     `json:"owner"`
	ReviewDue date.Date        `json:"review_due,omitzero"`
	Place     report.Place     `json:"place"`
	SHA256    string           `json:"sha256,omitempty"`
	Approval  *report.Approval `json:"approval,omitempty"`
	Serves    []string         `json:"serves"` // qualified ids
	// Acts are what the document says was done, with who wrote that down.
	Acts []witness.Statement `json:"acts"`
	// Rows are those of a register, report or record, and RowChanges those that were changed, moved or removed.
	Rows       []Row       `json:"rows,omitempty"`
	RowChanges []RowChange `json:"row_changes,omitempty"`
	RowsUnread int         `json:"rows_unread,omitempty"` // versions that could not be compared
}

// Only leaves the items of one standard; of no name, all.
func (e Export) Only(standard string) Export {
	if standard == "" {
		return e
	}
	parts := slices.Clone(e.Parts)
	for i := range parts {
		parts[i].Items = slices.DeleteFunc(slices.Clone(parts[i].Items), func(x Item) bool { return x.Standard != standard })
	}
	e.Parts = parts
	return e
}

// Formats names the formats of WriteExport.
func Formats() []string { return []string{"xlsx", "csv", "json"} }

// Of gives the whole matrix of a dossier.
func Of(d *dossier.Dossier) Export {
	e := Export{Title: d.Site.Title, Tool: d.Tool, AsOf: d.AsOf.Day, Commit: report.Head(d)}
	t := tracer{d}
	for _, part := range []struct {
		name string
		of   func(trace.StandardMatrix) []trace.Cell
	}{
		{"required", func(m trace.StandardMatrix) []trace.Cell { return m.Required }},
		{"requirements", func(m trace.StandardMatrix) []trace.Cell { return m.Requirements }},
		{"clauses", func(m trace.StandardMatrix) []trace.Cell { return m.Clauses }},
		{"processes", func(m trace.StandardMatrix) []trace.Cell { return m.Processes }},
	} {
		p := Part{Name: part.name, Items: []Item{}}
		for _, m := range d.Matrix.Standards {
			for _, c := range part.of(m) {
				p.Items = append(p.Items, t.exportItem(c))
			}
		}
		e.Parts = append(e.Parts, p)
	}
	for _, x := range d.Docs.Documents {
		e.Docs = append(e.Docs, t.exportDocument(x))
	}
	return e
}

func (t tracer) exportItem(c trace.Cell) Item {
	item := Item{
		Standard: c.Ref.Standard,
		Item:     c.Ref.Item,
		Kind:     string(c.Kind),
		Title:    c.Title,
		Strength: c.Strength,
		State:    c.State,
		Reason:   c.Reason.String(),
		Missing:  c.Missing,
		Owner:    report.OwnerOf(t.Dossier, c.Owner, ""),
		Due:      c.Due,
		Since:    c.Since,
		Fix:      c.Fix.String(),
		Evidence: []Evidence{},
	}
	if c.Waiver != nil {
		item.Waiver = &report.GapWaiver{Reason: c.Waiver.Reason, ApprovedBy: report.NameOf(t.Dossier, c.Waiver.ApprovedBy),
			Expires: c.Waiver.Expires}
	}
	for _, ref := range c.From {
		item.From = append(item.From, ref.String())
	}
	for _, x := range c.Carried {
		carried := Carried{From: x.From().String(), Relation: x.Relation(), Reviewed: x.Reviewed(), State: x.State, Counted: x.Counted}
		if len(x.Rows) > 1 {
			carried.By = x.Rows[0].To.String()
		}
		item.Carried = append(item.Carried, carried)
	}
	for _, e := range c.Evidence {
		piece := Evidence{Place: report.PlaceOfEvidence(t.Dossier, e), How: e.How, Section: e.Heading, State: e.State}
		if d := t.Docs.ByPath(e.Path); d != nil {
			piece.Approval = t.current(d)
		}
		item.Evidence = append(item.Evidence, piece)
	}
	return item
}

func (t tracer) exportDocument(d *doc.Document) Document {
	out := Document{
		ID:        string(d.ID),
		Title:     d.Title,
		Type:      d.Type,
		Version:   d.Version,
		Status:    trace.Status(d, t.Approvals, t.Acts),
		Owner:     report.OwnerOf(t.Dossier, d.Owner, ""),
		ReviewDue: trace.ReviewDue(d, t.Approvals, t.Acts),
		Place:     t.documentPlace(d),
		SHA256:    d.SHA256,
		Approval:  t.current(d),
		Serves:    []string{},
		Acts:      t.Acts.Statements(d, t.History, t.People),
	}
	t.rows(&out, d)
	for _, u := range t.Matrix.Uses(d.ID) {
		if ref := u.Ref.String(); !slices.Contains(out.Serves, ref) {
			out.Serves = append(out.Serves, ref)
		}
	}
	return out
}

// WriteExport writes the matrix in one of Formats.
func WriteExport(w io.Writer, e Export, format string) error {
	switch format {
	case "json":
		return e.writeJSON(w)
	case "csv":
		return form.WriteCSV(w, e.flat())
	case "xlsx":
		return form.WriteXLSX(w, form.About{Title: strings.TrimSpace(e.Title + " traceability matrix"), AsOf: e.AsOf}, e.tables())
	}
	return fmt.Errorf("unknown export format %q", format)
}

func (e Export) writeJSON(w io.Writer) error {
	out := struct {
		Version   int             `json:"version"`
		Tool      report.JSONTool `json:"tool"`
		AsOf      string          `json:"as_of"`
		Commit    string          `json:"commit,omitempty"`
		Required  []Item          `json:"required"`
		Requires  []Item          `json:"requirements"`
		Clauses   []Item          `json:"clauses"`
		Processes []Item          `json:"processes"`
		Documents []Document      `json:"documents"`
	}{1, report.JSONTool{Name: "clausebook", Version: e.Tool}, e.AsOf.String(), e.Commit, e.part("required"), e.part("requirements"),
		e.part("clauses"),
		e.part("processes"),
		append([]Document{}, e.Docs...)}
	return form.Encode(w, out)
}

func (e Export) part(name string) []Item {
	for _, p := range e.Parts {
		if p.Name == name {
			return p.Items
		}
	}
	return []Item{}
}

// approvalColumns are the columns of a version, its approval and the days on which it was in force, as approvalCells fills them.
var approvalColumns = []form.Column{
	{Key: "version", Title: "Version", Width: 10},
	{Key: "approved_on", Title: "Approved", Width: 12},
	{Key: "approver", Title: "Approver", Width: 24},
	{Key: "grade", Title: "Grade", Width: 10},
	{Key: "approval_counts", Title: "Approval counts", Width: 10},
	{Key: "in_force_state", Title: "State of the version", Width: 16},
	{Key: "in_force_from", Title: "In force from", Width: 12},
	{Key: "in_force_to", Title: "In force to", Width: 12},
	{Key: "said_on", Title: "Said on", Width: 12},
	{Key: "record", Title: "Record on paper", Width: 30},
	{Key: "record_sha256", Title: "SHA-256 of the record", Width: 66},
}

// evidenceColumns are the columns of one piece of evidence, from the document to who approved it.
var evidenceColumns = slices.Concat([]form.Column{
	{Key: "document", Title: "Document", Width: 18},
	{Key: "file", Title: "File", Width: 40},
	{Key: "line", Title: "Line", Width: 8},
	{Key: "section", Title: "Section", Width: 28},
	{Key: "how", Title: "How", Width: 10},
	{Key: "evidence_state", Title: "State of the evidence", Width: 16, State: true},
	{Key: "commit", Title: "Commit", Width: 42},
	{Key: "revised", Title: "Revised", Width: 12},
}, approvalColumns)

var itemColumns = slices.Concat([]form.Column{
	{Key: "standard", Title: "Standard", Width: 18},
	{Key: "kind", Title: "Kind", Width: 18},
	{Key: "item", Title: "Item", Width: 26},
	{Key: "title", Title: "Title", Width: 50},
	{Key: "strength", Title: "Strength", Width: 13},
	{Key: "state", Title: "State", Width: 15, State: true},
	{Key: "reason", Title: "Reason", Width: 50},
	{Key: "missing", Title: "Missing", Width: 30},
}, report.OwnerColumns, []form.Column{
	{Key: "due", Title: "Due", Width: 12},
	{Key: "since", Title: "Since", Width: 12},
	{Key: "fix", Title: "Command to fix it", Width: 40},
	{Key: "carried", Title: "Through other standards", Width: 40},
})

var documentColumns = slices.Concat([]form.Column{
	{Key: "id", Title: "Document", Width: 22},
	{Key: "title", Title: "Title", Width: 50},
	{Key: "type", Title: "Type", Width: 14},
	{Key: "version", Title: "Version", Width: 10},
	{Key: "status", Title: "Status", Width: 12},
}, report.OwnerColumns, []form.Column{
	{Key: "review_due", Title: "Review due", Width: 12},
	{Key: "file", Title: "File", Width: 44},
	{Key: "commit", Title: "Commit", Width: 42},
	{Key: "revised", Title: "Revised", Width: 12},
}, approvalColumns[1:], []form.Column{
	{Key: "serves", Title: "Serves", Width: 60},
	{Key: "sha256", Title: "SHA-256", Width: 66},
})

// actColumns are the columns of what documents say was done.
var actColumns = []form.Column{
	{Key: "document", Title: "Document", Width: 22},
	{Key: "act", Title: "Act", Width: 14},
	{Key: "item", Title: "Item", Width: 14},
	{Key: "on", Title: "On", Width: 12},
	{Key: "by", Title: "By", Width: 22},
	{Key: "state", Title: "State", Width: 12},
	{Key: "written_by", Title: "Written down by", Width: 16},
	{Key: "trailer", Title: "Trailer", Width: 10},
	{Key: "known_since", Title: "Known since", Width: 12},
	{Key: "commit", Title: "Commit", Width: 42},
}

func actCells(document string, a witness.Statement) []form.Cell {
	trailer := "no"
	if a.Trailer {
		trailer = "yes"
	}
	return []form.Cell{form.Text(document), form.Text(a.Act), form.Text(a.Item), form.Day(a.On), form.Text(a.By), form.Text(a.State),
		form.Text(string(a.WrittenBy)), form.Text(trailer), form.Day(a.Known), form.Text(a.Commit)}
}

// tables gives a table for each kind of item, a row for each piece of evidence, one of the documents, and one of what they say was
// done.
func (e Export) tables() []form.Table {
	var out []form.Table
	for _, p := range e.Parts {
		t := form.Table{Name: form.SentenceCase(p.Name), Columns: slices.Concat(itemColumns, evidenceColumns)}
		for _, item := range p.Items {
			t.Rows = append(t.Rows, item.rows()...)
		}
		out = append(out, t)
	}
	documents, acts := form.Table{Name: "Documents", Columns: documentColumns}, form.Table{Name: "Acts", Columns: actColumns}
	for _, d := range e.Docs {
		documents.Rows = append(documents.Rows, d.row())
		for _, a := range d.Acts {
			acts.Rows = append(acts.Rows, actCells(d.ID, a))
		}
	}
	return append(out, documents, acts)
}

// flat gives everything as one table: items with their evidence, then each document as an item of its own kind.
func (e Export) flat() form.Table {
	out := form.Table{Columns: slices.Concat(itemColumns, evidenceColumns)}
	for _, t := range e.tables()[:len(e.Parts)] {
		out.Rows = append(out.Rows, t.Rows...)
	}
	for _, d := range e.Docs {
		head := []form.Cell{
			{},
			form.Text("document"),
			form.Text(d.ID),
			form.Text(d.Title),
			{},
			form.Text(string(d.Status)),
			form.Text("serves " + cmp.Or(strings.Join(d.Serves, "; "), "nothing")),
			{},
			form.Text(d.Owner.Role),
			form.Text(d.Owner.Title),
			form.Texts(d.Owner.Holders),
			form.Day(d.ReviewDue),
			{},
			{},
			{},
		}
		out.Rows = append(out.Rows, append(head, Evidence{Place: d.Place, Approval: d.Approval}.cells()...))
	}
	return out
}

// rows gives a row for each piece of evidence, or one without.
func (i Item) rows() [][]form.Cell {
	head := []form.Cell{
		form.Text(i.Standard),
		form.Text(i.Kind),
		form.Text(i.Item),
		form.Text(i.Title),
		form.Text(string(i.Strength)),
		form.Text(string(i.State)),
		form.Text(i.Reason),
		form.Texts(i.Missing),
		form.Text(i.Owner.Role),
		form.Text(i.Owner.Title),
		form.Texts(i.Owner.Holders),
		form.Day(i.Due),
		form.Day(i.Since),
		form.Text(i.Fix),
		form.Texts(i.through()),
	}
	if len(i.Evidence) == 0 {
		return [][]form.Cell{append(head, make([]form.Cell, len(evidenceColumns))...)}
	}
	out := make([][]form.Cell, len(i.Evidence))
	for k, e := range i.Evidence {
		out[k] = slices.Concat(head, e.cells())
	}
	return out
}

// through words what the evidence of other standards counts, each way once.
func (i Item) through() []string {
	var out []string
	for _, c := range i.Carried {
		words := c.From
		if c.By != "" {
			words += " by way of " + c.By
		}
		words += ", " + string(c.Relation)
		if !c.Counted {
			words += ", not counted"
		}
		out = append(out, words)
	}
	return out
}

func (e Evidence) cells() []form.Cell {
	line := form.Cell{}
	if e.Line > 0 {
		line = form.Number(e.Line)
	}
	return append(
		[]form.Cell{form.Text(e.Document), form.Text(e.File), line, form.Text(e.Section), form.Text(e.How), form.Text(string(e.State)),
			form.Text(e.Commit), form.Day(e.Day)},
		approvalCells(e.Approval)...)
}

// approvalCells are the cells of the columns from the version on, of an approval and of the days on which it was in force.
func approvalCells(a *report.Approval) []form.Cell {
	if a == nil {
		return make([]form.Cell, len(approvalColumns))
	}
	approver, counts, record := "", "no", cmp.Or(a.Record, &report.ApprovalRecord{})
	if a.Approver != nil {
		approver = a.Approver.Words()
	}
	if a.Counts {
		counts = "yes"
	}
	return []form.Cell{form.Text(a.Version), form.Day(a.On), form.Text(approver), form.Text(a.Grade), form.Text(counts),
		form.Text(a.State), form.Day(a.From), form.Day(a.To), form.Day(a.Said),
		form.Text(record.Words()), form.Text(record.SHA256)}
}

func (d Document) row() []form.Cell {
	return slices.Concat(
		[]form.Cell{form.Text(d.ID), form.Text(d.Title), form.Text(d.Type), form.Text(d.Version), form.Text(string(d.Status)),
			form.Text(d.Owner.Role), form.Text(d.Owner.Title),
			form.Texts(d.Owner.Holders), form.Day(d.ReviewDue), form.Text(d.Place.File), form.Text(d.Place.Commit), form.Day(d.Place.Day)},
		approvalCells(d.Approval)[1:],
		[]form.Cell{form.Texts(d.Serves), form.Text(d.SHA256)},
	)
}
