package export

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/dossier"
	"clausebook/internal/form"
	"clausebook/internal/inforce"
	"clausebook/internal/phrase"
	"clausebook/internal/report"
)

// InForce is what was in force on a day, as it is known as of another.
type InForce struct {
	Tool      string            `json:"tool,omitempty"`
	On        date.Date         `json:"on"`
	AsOf      date.Date         `json:"as_of"`
	Commit    string            `json:"commit,omitempty"`
	Notes     []string          `json:"notes"` // what the answer does not rest on
	Documents []InForceDocument `json:"documents"`
}

// InForceDocument is a document on that day: the version in force or, where there is none, how its text stood.
type InForceDocument struct {
	Document string         `json:"document"`
	Title    string         `json:"title"`
	Type     string         `json:"type,omitempty"`
	State    string         `json:"state"` // in-force, or why it is not; "deleted-since" where the approval is not judged any more
	Version  string         `json:"version,omitempty"`
	From     date.Date      `json:"from,omitzero"`
	To       date.Date      `json:"to,omitzero"`
	Said     date.Date      `json:"said_on,omitzero"` // since when the repository says so, where that is later
	Approved date.Date      `json:"approved_on,omitzero"`
	Approver *report.Person `json:"approver,omitempty"`
	Grade    string         `json:"grade,omitempty"`
	Commit   string         `json:"commit,omitempty"` // that has the text
	File     string         `json:"file,omitempty"`   // at that commit
	Removed  date.Date      `json:"deleted_on,omitzero"`
}

// deletedSince is the state of what the tree has no more.
const deletedSince = "deleted-since"

// InForceFormats names the formats of WriteInForce.
func InForceFormats() []string { return []string{"text", "json", "csv", "md"} }

// InForceOn gives what was in force on a day: of all maintained documents, or of those that are named. The name that no document
// has is given back.
func InForceOn(d *dossier.Dossier, on date.Date, names []string) (r InForce, unknown string) {
	r = InForce{Tool: d.Tool, On: on, AsOf: d.AsOf.Day, Commit: report.Head(d), Notes: inForceNotes(d, on), Documents: []InForceDocument{}}
	day := d.InForce.Day(on)
	if len(names) == 0 {
		for _, e := range slices.Concat(day.InForce, day.Others) {
			r.Documents = append(r.Documents, inForceDocument(e, true))
		}
		for _, g := range day.Gone {
			r.Documents = append(r.Documents, goneDocument(g))
		}
	}
	for _, name := range names {
		gone := slices.IndexFunc(day.Gone, func(g inforce.Gone) bool { return g.ID == name || g.Path == name })
		switch found := FindDocument(d, name); {
		case found != nil:
			r.Documents = append(r.Documents, inForceDocument(d.InForce.At(found, on)))
		case gone >= 0:
			r.Documents = append(r.Documents, goneDocument(day.Gone[gone]))
		default:
			return r, name
		}
	}
	return r, ""
}

func goneDocument(g inforce.Gone) InForceDocument {
	return InForceDocument{Document: g.ID, Title: g.Title, State: deletedSince, Version: g.Version, Approved: g.Approved, Removed: g.Removed,
		File: g.Path}
}

func inForceDocument(e inforce.Entry, there bool) InForceDocument {
	d := e.Document
	out := InForceDocument{Document: string(d.ID), Title: d.Title, Type: d.Type, State: e.State.String(), Version: e.Text, File: d.Path}
	if !there {
		out.State = "not-there"
	}
	v := e.Version
	if v == nil {
		return out
	}
	out.From, out.To, out.Said, out.Approved, out.Grade = v.From, v.To(), v.Said, v.On, v.Grade.String()
	if !v.Approver.IsZero() {
		p := report.PersonOf(v.Approver)
		out.Approver = &p
	}
	if v.Revision != nil {
		out.File = v.Revision.Path
		if v.Revision.Commit != nil {
			out.Commit = string(v.Revision.Commit.Hash)
		}
	}
	return out
}

// inForceNotes says what a reader has to know of the answer.
func inForceNotes(d *dossier.Dossier, on date.Date) []string {
	out := []string{}
	if d.History == nil || !d.History.Reliable() {
		out = append(out, "without a complete history, only what the documents themselves say is known; deleted documents are not listed")
	} else if first := d.History.First(); first != nil && on.Before(first.Committer.Day()) {
		out = append(out, fmt.Sprintf("the history begins on %s; what is listed for an earlier day was stated afterwards", first.Committer.Day()))
	}
	if on.After(d.AsOf.Day) {
		out = append(out, fmt.Sprintf("%s is still to come; the list shows what is scheduled as of %s", on, d.AsOf.Day))
	}
	return out
}

// count gives how many documents are in a state, or with an empty one how many are not in force.
func (r InForce) count(state string) int {
	n := 0
	for _, d := range r.Documents {
		if d.State == state || state == "" && d.State != inforce.InForce.String() {
			n++
		}
	}
	return n
}

// Summary tells in a line what was found, and in others what it does not rest on.
func (r InForce) Summary() []string {
	s := fmt.Sprintf("%s in force on %s", phrase.Plural(r.count(inforce.InForce.String()), "document", "documents"), r.On)
	if n := r.count(""); n > 0 {
		s += fmt.Sprintf(", %d not", n)
	}
	return append([]string{s + fmt.Sprintf(", as known on %s%s", r.AsOf, form.AtCommit(r.Commit))}, r.Notes...)
}

// WriteInForce writes the list in one of InForceFormats.
func WriteInForce(w io.Writer, r InForce, format string) error {
	switch format {
	case "json":
		return form.Encode(w, r)
	case "csv":
		return form.WriteCSV(w, r.table())
	case "md":
		return r.markdown(w)
	}
	return r.text(w)
}

// since says since when a version was in force, and since when that is known.
func (d InForceDocument) since() string {
	switch {
	case d.State == deletedSince:
		return "deleted on " + d.Removed.String() + ", approval not judged"
	case d.From.IsZero():
		return "-"
	case !d.Said.IsZero():
		return fmt.Sprintf("%s, said on %s", d.From, d.Said)
	}
	return d.From.String()
}

// by names the approver with the grade.
func (d InForceDocument) by() string {
	if d.Approver == nil {
		return "-"
	}
	return d.Approver.Words() + ", " + d.Grade
}

func (r InForce) text(w io.Writer) error {
	out := form.Writer{W: w}
	rows := [][]string{{"DOCUMENT", "VERSION", "STATE", "SINCE", "APPROVED BY", "TITLE"}}
	for _, d := range r.Documents {
		rows = append(rows, []string{form.Clean(d.Document), form.Clean(cmp.Or(d.Version, "-")), d.State, d.since(), form.Clean(d.by()),
			form.Clean(d.Title)})
	}
	widths := form.WidthsOf(rows)
	for i, row := range rows {
		if i > 0 || len(r.Documents) > 0 {
			out.Printf("%s\n", strings.TrimRight(form.Aligned(row, widths), " "))
		}
	}
	if out.Err != nil {
		return fmt.Errorf("write what was in force: %w", out.Err)
	}
	return nil
}

func (r InForce) markdown(w io.Writer) error {
	out := form.Writer{W: w}
	lines := r.Summary()
	out.Printf("### %s\n\n", form.Inert(form.SentenceCase(lines[0])))
	for _, note := range lines[1:] {
		out.Printf("%s.\n\n", form.Inert(form.SentenceCase(note)))
	}
	if len(r.Documents) > 0 {
		out.Printf("| document | version | state | since | approved by |\n| --- | --- | --- | --- | --- |\n")
	}
	for _, d := range r.Documents {
		out.Printf("| <code>%s</code> %s | %s | %s | %s | %s |\n", form.Inert(d.Document), form.Prose(d.Title), form.Inert(cmp.Or(d.Version,
			"-")), d.State,
			d.since(), form.Inert(d.by()))
	}
	if out.Err != nil {
		return fmt.Errorf("write Markdown: %w", out.Err)
	}
	return nil
}

func (r InForce) table() form.Table {
	t := form.Table{Name: "In force", Columns: []form.Column{{Key: "on"}, {Key: "document"}, {Key: "title"}, {Key: "type"},
		{Key: "state"}, {Key: "version"},
		{Key: "from"}, {Key: "to"}, {Key: "said_on"}, {Key: "approved_on"}, {Key: "approver"}, {Key: "grade"}, {Key: "commit"}, {Key: "file"},
		{Key: "deleted_on"}}}
	for _, d := range r.Documents {
		approver := ""
		if d.Approver != nil {
			approver = d.Approver.Words()
		}
		t.Rows = append(t.Rows, []form.Cell{form.Day(r.On), form.Text(d.Document), form.Text(d.Title), form.Text(d.Type), form.Text(d.State),
			form.Text(d.Version), form.Day(d.From),
			form.Day(d.To), form.Day(d.Said), form.Day(d.Approved), form.Text(approver), form.Text(d.Grade), form.Text(d.Commit), form.Text(d.File),
			form.Day(d.Removed)})
	}
	return t
}
