package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
)

// Export is the whole matrix as rows: items of the standards with their evidence, and documents with what they serve.
type Export struct {
	Title  string
	Tool   string
	AsOf   date.Date
	Commit string
	Parts  []ExportPart // required, requirements, clauses, processes, in that order, of all standards
	Docs   []ExportDocument
}

// ExportPart is the items of one kind.
type ExportPart struct {
	Name  string // required | requirements | clauses | processes
	Items []ExportItem
}

// ExportItem is one item of a standard.
type ExportItem struct {
	Standard string            `json:"standard"`
	Item     string            `json:"item"`
	Kind     string            `json:"kind"`
	Title    string            `json:"title"`
	Strength standard.Strength `json:"strength,omitempty"`
	State    trace.State       `json:"state"`
	Reason   string            `json:"reason"`
	Missing  []string          `json:"missing,omitempty"`
	Owner    Owner             `json:"owner"`
	Due      date.Date         `json:"due,omitzero"`
	Since    date.Date         `json:"since,omitzero"` // of a gap, the day of its cause
	Fix      string            `json:"fix,omitempty"`
	Waiver   *GapWaiver        `json:"waiver,omitempty"`
	From     []string          `json:"from,omitempty"`
	Evidence []ExportEvidence  `json:"evidence"`
}

// ExportEvidence is one piece of evidence with the version that was approved.
type ExportEvidence struct {
	Place
	How      string      `json:"how"`
	Section  string      `json:"section,omitempty"`
	State    trace.State `json:"state"`
	Approval *Approval   `json:"approval,omitempty"`
}

// ExportDocument is one document and what it serves.
type ExportDocument struct {
	ID        string     `json:"id"`
	Title     string     `json:"title"`
	Type      string     `json:"type"`
	Version   string     `json:"version,omitempty"`
	Status    doc.Status `json:"status"`
	Owner     Owner      `json:"owner"`
	ReviewDue date.Date  `json:"review_due,omitzero"`
	Place     Place      `json:"place"`
	SHA256    string     `json:"sha256,omitempty"`
	Approval  *Approval  `json:"approval,omitempty"`
	Serves    []string   `json:"serves"` // qualified ids
	// Rows are those of a register, report or record, and RowChanges those that were changed, moved or removed.
	Rows       []ExportRow       `json:"rows,omitempty"`
	RowChanges []ExportRowChange `json:"row_changes,omitempty"`
	RowsUnread int               `json:"rows_unread,omitempty"` // versions that could not be compared
}

// ExportFormats names the formats of WriteExport.
func ExportFormats() []string { return []string{"xlsx", "csv", "json"} }

// ExportOf gives the whole matrix of a dossier.
func ExportOf(d *dossier.Dossier) Export {
	e := Export{Title: d.Site.Title, Tool: d.Tool, AsOf: d.AsOf.Day, Commit: head(d)}
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
		p := ExportPart{Name: part.name, Items: []ExportItem{}}
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

func (t tracer) exportItem(c trace.Cell) ExportItem {
	item := ExportItem{
		Standard: c.Ref.Standard,
		Item:     c.Ref.Item,
		Kind:     string(c.Kind),
		Title:    c.Title,
		Strength: c.Strength,
		State:    c.State,
		Reason:   c.Reason.String(),
		Missing:  c.Missing,
		Owner:    ownerOf(t.Dossier, c.Owner, ""),
		Due:      c.Due,
		Since:    c.Since,
		Fix:      c.Fix.String(),
		Evidence: []ExportEvidence{},
	}
	if c.Waiver != nil {
		item.Waiver = &GapWaiver{Reason: c.Waiver.Reason, ApprovedBy: nameOf(t.Dossier, c.Waiver.ApprovedBy), Expires: c.Waiver.Expires}
	}
	for _, ref := range c.From {
		item.From = append(item.From, ref.String())
	}
	for _, e := range c.Evidence {
		piece := ExportEvidence{Place: placeOfEvidence(t.Dossier, e), How: e.How, Section: e.Heading, State: e.State}
		if d := t.Docs.ByPath(e.Path); d != nil {
			piece.Approval = t.current(d)
		}
		item.Evidence = append(item.Evidence, piece)
	}
	return item
}

func (t tracer) exportDocument(d *doc.Document) ExportDocument {
	out := ExportDocument{
		ID:        string(d.ID),
		Title:     d.Title,
		Type:      d.Type,
		Version:   d.Version,
		Status:    trace.Status(d, t.Approvals, t.Acts),
		Owner:     ownerOf(t.Dossier, d.Owner, ""),
		ReviewDue: t.Acts.ReviewDue(d),
		Place:     t.documentPlace(d),
		SHA256:    d.SHA256,
		Approval:  t.current(d),
		Serves:    []string{},
	}
	t.rows(&out, d)
	for _, u := range t.Matrix.Uses(d.ID) {
		if ref := u.Ref.String(); !slices.Contains(out.Serves, ref) {
			out.Serves = append(out.Serves, ref)
		}
	}
	return out
}

// WriteExport writes the matrix in one of ExportFormats.
func WriteExport(w io.Writer, e Export, format string) error {
	switch format {
	case "json":
		return e.writeJSON(w)
	case "csv":
		return WriteCSV(w, e.flat())
	case "xlsx":
		return WriteXLSX(w, About{Title: strings.TrimSpace(e.Title + " traceability matrix"), AsOf: e.AsOf}, e.tables())
	}
	return fmt.Errorf("unknown export format %q", format)
}

func (e Export) writeJSON(w io.Writer) error {
	out := struct {
		Version   int              `json:"version"`
		Tool      jsonTool         `json:"tool"`
		AsOf      string           `json:"as_of"`
		Commit    string           `json:"commit,omitempty"`
		Required  []ExportItem     `json:"required"`
		Requires  []ExportItem     `json:"requirements"`
		Clauses   []ExportItem     `json:"clauses"`
		Processes []ExportItem     `json:"processes"`
		Documents []ExportDocument `json:"documents"`
	}{1, jsonTool{"clausebook", e.Tool}, e.AsOf.String(), e.Commit, e.part("required"), e.part("requirements"), e.part("clauses"),
		e.part("processes"),
		append([]ExportDocument{}, e.Docs...)}
	return encode(w, out)
}

func (e Export) part(name string) []ExportItem {
	for _, p := range e.Parts {
		if p.Name == name {
			return p.Items
		}
	}
	return []ExportItem{}
}

// evidenceColumns are the columns of one piece of evidence, from the document to who approved it.
var evidenceColumns = []Column{
	{
		"document",
		"Document",
		18,
		false,
	}, {"file", "File", 40, false}, {"line", "Line", 8, false}, {"section", "Section", 28, false}, {"how", "How", 10, false},
	{
		"evidence_state",
		"State of the evidence",
		16,
		true,
	}, {"commit", "Commit", 42, false}, {"revised", "Revised", 12, false}, {"version", "Version", 10, false},
	{
		"approved_on",
		"Approved",
		12,
		false,
	}, {"approver", "Approver", 24, false}, {"grade", "Grade", 10, false}, {"approval_counts", "Approval counts", 10, false},
}

var itemColumns = []Column{
	{
		"standard",
		"Standard",
		18,
		false,
	}, {"kind", "Kind", 18, false}, {"item", "Item", 26, false}, {"title", "Title", 50, false}, {"strength", "Strength", 13, false},
	{"state", "State", 15, true}, {"reason", "Reason", 50, false}, {"missing", "Missing", 30, false}, {"owner", "Owner (role id)", 22, false},
	{"owner_title", "Owner", 26, false}, {"holders", "Held by", 26, false}, {"due", "Due", 12, false}, {"since", "Since", 12, false},
	{"fix", "Command to fix it", 40, false},
}

var documentColumns = []Column{
	{
		"id",
		"Document",
		22,
		false,
	}, {"title", "Title", 50, false}, {"type", "Type", 14, false}, {"version", "Version", 10, false}, {"status", "Status", 12, false},
	{
		"owner",
		"Owner (role id)",
		22,
		false,
	}, {"owner_title", "Owner", 26, false}, {"holders", "Held by", 26, false}, {"review_due", "Review due", 12, false},
	{"file", "File", 44, false}, {"commit", "Commit", 42, false}, {"revised", "Revised", 12, false}, {"approved_on", "Approved", 12, false},
	{
		"approver",
		"Approver",
		24,
		false,
	}, {"grade", "Grade", 10, false}, {"approval_counts", "Approval counts", 10, false}, {"serves", "Serves", 60, false},
	{"sha256", "SHA-256", 66, false},
}

// tables gives a table for each kind of item, a row for each piece of evidence, and one of the documents.
func (e Export) tables() []Table {
	var out []Table
	for _, p := range e.Parts {
		t := Table{Name: sentenceCase(p.Name), Columns: slices.Concat(itemColumns, evidenceColumns)}
		for _, item := range p.Items {
			t.Rows = append(t.Rows, item.rows()...)
		}
		out = append(out, t)
	}
	documents := Table{Name: "Documents", Columns: documentColumns}
	for _, d := range e.Docs {
		documents.Rows = append(documents.Rows, d.row())
	}
	return append(out, documents)
}

// flat gives everything as one table: items with their evidence, then each document as an item of its own kind.
func (e Export) flat() Table {
	out := Table{Columns: slices.Concat(itemColumns, evidenceColumns)}
	for _, t := range e.tables()[:len(e.Parts)] {
		out.Rows = append(out.Rows, t.Rows...)
	}
	for _, d := range e.Docs {
		head := []Cell{
			{},
			text("document"),
			text(d.ID),
			text(d.Title),
			{},
			text(string(d.Status)),
			text("serves " + cmp.Or(strings.Join(d.Serves, "; "), "nothing")),
			{},
			text(d.Owner.Role),
			text(d.Owner.Title),
			texts(d.Owner.Holders),
			day(d.ReviewDue),
			{},
			{},
		}
		out.Rows = append(out.Rows, append(head, ExportEvidence{Place: d.Place, Approval: d.Approval}.cells()...))
	}
	return out
}

// rows gives a row for each piece of evidence, or one without.
func (i ExportItem) rows() [][]Cell {
	head := []Cell{
		text(i.Standard),
		text(i.Kind),
		text(i.Item),
		text(i.Title),
		text(string(i.Strength)),
		text(string(i.State)),
		text(i.Reason),
		texts(i.Missing),
		text(i.Owner.Role),
		text(i.Owner.Title),
		texts(i.Owner.Holders),
		day(i.Due),
		day(i.Since),
		text(i.Fix),
	}
	if len(i.Evidence) == 0 {
		return [][]Cell{append(head, make([]Cell, len(evidenceColumns))...)}
	}
	out := make([][]Cell, len(i.Evidence))
	for k, e := range i.Evidence {
		out[k] = slices.Concat(head, e.cells())
	}
	return out
}

func (e ExportEvidence) cells() []Cell {
	line := Cell{}
	if e.Line > 0 {
		line = number(e.Line)
	}
	return append(
		[]Cell{text(e.Document), text(e.File), line, text(e.Section), text(e.How), text(string(e.State)), text(e.Commit), day(e.Day)},
		approvalCells(e.Approval)...)
}

func approvalCells(a *Approval) []Cell {
	if a == nil {
		return make([]Cell, 5)
	}
	approver, counts := "", "no"
	if a.Approver != nil {
		approver = a.Approver.Words()
	}
	if a.Counts {
		counts = "yes"
	}
	return []Cell{text(a.Version), day(a.On), text(approver), text(a.Grade), text(counts)}
}

func (d ExportDocument) row() []Cell {
	return slices.Concat(
		[]Cell{text(d.ID), text(d.Title), text(d.Type), text(d.Version), text(string(d.Status)), text(d.Owner.Role), text(d.Owner.Title),
			texts(d.Owner.Holders), day(d.ReviewDue), text(d.Place.File), text(d.Place.Commit), day(d.Place.Day)},
		approvalCells(d.Approval)[1:],
		[]Cell{texts(d.Serves), text(d.SHA256)},
	)
}
