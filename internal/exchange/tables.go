package exchange

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"clausebook/internal/export"
	"clausebook/internal/form"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
)

func columns(keys ...string) []form.Column {
	out := make([]form.Column, len(keys))
	for i, k := range keys {
		out[i] = form.Column{Key: k, Title: form.SentenceCase(strings.ReplaceAll(k, "_", " ")), Width: 20}
	}
	return out
}

func texts(cells ...string) []form.Cell {
	out := make([]form.Cell, len(cells))
	for i, c := range cells {
		out[i] = form.Text(c)
	}
	return out
}

// cisoResults are the words of CISO Assistant for our states, as result and progress. It has no word for a document that is not
// approved or overdue: both are compliant in part only.
var cisoResults = map[trace.State][2]string{
	trace.Met: {"compliant", "done"}, trace.NotApplicable: {"not_applicable", "done"}, trace.Partly: {"partially_compliant", "in_progress"},
	trace.Overdue: {"partially_compliant", "in_progress"}, trace.Unapproved: {"partially_compliant", "in_review"},
	trace.Draft: {"non_compliant", "in_progress"}, trace.Waived: {"non_compliant", "to_do"}, trace.Missing: {"non_compliant", "to_do"},
}

// cisoAssessment writes a compliance assessment of one standard: the one that was asked for, else the first.
func (x *exchange) cisoAssessment(w io.Writer) error {
	t := form.Table{Columns: columns("assessable", "ref_id", "name", "description", "compliance_result", "requirement_progress",
		"observations")}
	if all := x.standards(); len(all) > 0 {
		for i := range all[0].Clauses {
			c := &all[0].Clauses[i]
			t.Rows = append(t.Rows, x.cisoRow(all[0], c.ID, c.Title, c.Summary, bare(all[0], c)))
			for _, r := range c.Requirements {
				t.Rows = append(t.Rows, x.cisoRow(all[0], r.ID, "", r.Text, true))
			}
		}
	}
	return form.WriteCSV(w, t)
}

func (x *exchange) cisoRow(s *standard.Standard, id, name, description string, assessable bool) []form.Cell {
	item := x.items[s.ID+":"+id]
	if !assessable {
		return texts("", id, name, description, "", "", "")
	}
	said := cisoResults[item.State]
	return texts("x", id, name, description, said[0], said[1], item.Reason)
}

func (x *exchange) cisoPolicies(w io.Writer) error {
	t := form.Table{Columns: columns("ref_id", "name", "description", "status", "csf_function")}
	for _, d := range x.all.Docs {
		if d.Type != "policy" {
			continue
		}
		status := "in_progress"
		switch d.Status {
		case "approved":
			status = "active"
		case "superseded", "withdrawn":
			status = "deprecated"
		}
		t.Rows = append(t.Rows, texts(d.ID, line(d.Title, d.ID), line("Version "+d.Version+", "+d.Place.File), status, "govern"))
	}
	return form.WriteCSV(w, t)
}

func (x *exchange) cisoEvidences(w io.Writer) error {
	t := form.Table{Columns: columns("ref_id", "name", "description")}
	serves := map[string][]string{}
	for _, target := range x.targets() {
		for _, e := range target.item.Evidence {
			if name := target.item.Standard + ":" + target.item.Item; !slices.Contains(serves[e.Document], name) {
				serves[e.Document] = append(serves[e.Document], name)
			}
		}
	}
	for _, d := range x.all.Docs {
		if len(serves[d.ID]) > 0 {
			said := "Version " + d.Version + ", " + d.Place.File + ", evidence of " + strings.Join(serves[d.ID], ", ")
			t.Rows = append(t.Rows, texts(d.ID, line(d.Title, d.ID), said))
		}
	}
	return form.WriteCSV(w, t)
}

// evidence writes a row for each piece of evidence of each item, and one without for an item that has none.
func (x *exchange) evidence(w io.Writer) error {
	t := form.Table{Columns: columns("standard", "item", "kind", "title", "state", "reason", "document", "section", "how", "evidence_state",
		"version", "approved_on", "approver", "file", "line", "commit", "carried_from", "uuid")}
	for _, target := range x.targets() {
		item := target.item
		head := texts(item.Standard, item.Item, item.Kind, item.Title, string(item.State), item.Reason)
		tail := form.Text(strings.Join(carried(item), "; "))
		if len(item.Evidence) == 0 {
			t.Rows = append(t.Rows, slices.Concat(head, make([]form.Cell, 10), []form.Cell{tail, form.Text(x.uuid("evidence", target.objective))}))
		}
		for i, e := range item.Evidence {
			id := form.Text(x.uuid("evidence", target.objective, e.Document, e.Section, e.How, fmt.Sprint(i)))
			t.Rows = append(t.Rows, slices.Concat(head, piece(e), []form.Cell{tail, id}))
		}
	}
	return form.WriteCSV(w, t)
}

func piece(e export.Evidence) []form.Cell {
	version, on, approver := "", "", ""
	if a := e.Approval; a != nil {
		version, on = a.Version, a.On.String()
		if a.Approver != nil {
			approver = a.Approver.Words()
		}
	}
	at := form.Cell{}
	if e.Line > 0 {
		at = form.Number(e.Line)
	}
	said := texts(e.Document, e.Section, e.How, string(e.State), version, on, approver, e.File)
	return append(said, at, form.Text(e.Commit))
}

// carried says by which ways evidence of other standards counts for an item.
func carried(item export.Item) []string {
	var out []string
	for _, c := range item.Carried {
		if c.Counted {
			out = append(out, c.From+", "+string(c.Relation))
		}
	}
	return out
}

// auditColumns are those of the sheets for auditors.
var auditColumns = []form.Column{
	{Title: "Item", Width: 18}, {Title: "Title", Width: 50}, {Title: "State", Width: 15, State: true}, {Title: "Reason", Width: 50},
	{Title: "Document", Width: 18}, {Title: "Version", Width: 10}, {Title: "Approved", Width: 12}, {Title: "Approver", Width: 24},
	{Title: "Place", Width: 44}, {Title: "Through other standards", Width: 30}, {Title: "Auditor's notes", Width: 40},
}

// workbook writes a sheet for each chapter of each standard: its clauses, requirements and required documents, with what shows them.
func (x *exchange) workbook(w io.Writer) error {
	var sheets []form.Table
	names := map[string]bool{}
	for _, s := range x.standards() {
		for _, chapter := range s.Children("") {
			t := form.Table{Name: sheetName(names, s, chapter, len(x.standards()) > 1), Columns: auditColumns}
			for _, c := range s.Below(chapter.ID) {
				t.Rows = append(t.Rows, x.auditRows(s, c)...)
			}
			sheets = append(sheets, t)
		}
	}
	if len(sheets) == 0 {
		sheets = []form.Table{{Name: "Nothing", Columns: auditColumns}}
	}
	return form.WriteXLSX(w, form.About{Title: strings.TrimSpace(x.Site.Title + " evidence for auditors"), AsOf: x.AsOf.Day}, sheets)
}

// auditRows gives the rows of a clause: itself, its requirements, and the required documents of which it is the first clause.
func (x *exchange) auditRows(s *standard.Standard, c *standard.Clause) [][]form.Cell {
	out := x.auditItem(s, c.ID)
	for _, r := range c.Requirements {
		out = append(out, x.auditItem(s, r.ID)...)
	}
	for _, r := range s.Required {
		if len(r.Clauses) > 0 && r.Clauses[0] == c.ID {
			out = append(out, x.auditItem(s, r.ID)...)
		}
	}
	return out
}

// maxPieces is how many pieces of evidence of one item an auditor is shown; the list of evidence has all.
const maxPieces = 20

func (x *exchange) auditItem(s *standard.Standard, id string) [][]form.Cell {
	item, ok := x.items[s.ID+":"+id]
	if !ok {
		return nil
	}
	head := texts(item.Item, item.Title, string(item.State), item.Reason)
	tail := texts(strings.Join(carried(item), "; "), "")
	if len(item.Evidence) == 0 {
		return [][]form.Cell{slices.Concat(head, make([]form.Cell, 5), tail)}
	}
	var out [][]form.Cell
	for _, e := range item.Evidence[:min(len(item.Evidence), maxPieces)] {
		p := piece(e)
		place := e.File
		if e.Line > 0 {
			place += fmt.Sprintf(":%d", e.Line)
		}
		out = append(out, slices.Concat(head, []form.Cell{p[0], p[4], p[5], p[6], form.Text(place)}, tail))
	}
	return out
}

// sheetName names the sheet of a chapter, as workbooks allow it: at most 31 characters, some excluded, none twice.
func sheetName(taken map[string]bool, s *standard.Standard, c *standard.Clause, several bool) string {
	name := c.ID + " " + c.Title
	if several {
		name = strings.TrimPrefix(strings.TrimPrefix(s.Name, "ISO/IEC "), "ISO ") + " " + name
	}
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return '-'
		}
		return r
	}, line(name))
	for n := 1; ; n++ {
		mark := ""
		if n > 1 {
			mark = fmt.Sprintf(" (%d)", n)
		}
		if full := cut(name, maxSheetName-len(mark)) + mark; !taken[strings.ToLower(full)] {
			taken[strings.ToLower(full)] = true
			return full
		}
	}
}

const maxSheetName = 31

func cut(s string, most int) string {
	for utf8.RuneCountInString(s) > most {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return strings.TrimRight(s, " ")
}
