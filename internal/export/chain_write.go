package export

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"clausebook/internal/form"
	"clausebook/internal/report"
	"clausebook/internal/trace"
)

// WriteChainJSON writes a chain as one object.
func WriteChainJSON(w io.Writer, c Chain) error { return form.Encode(w, c) }

// WriteChainText writes a chain as a tree: each link with its state, and below it the reason and the place.
func WriteChainText(w io.Writer, c Chain, colors bool) error {
	t := treeWriter{Writer: form.Writer{W: w}, Painter: form.NewPainter(colors), states: statePaint(colors)}
	for i, root := range c.Roots {
		if i > 0 {
			t.Printf("\n")
		}
		t.link(root, "", "")
	}
	if t.Err != nil {
		return fmt.Errorf("write the chain: %w", t.Err)
	}
	return nil
}

type treeWriter struct {
	form.Writer
	form.Painter
	states map[string]func(a ...any) string
}

func statePaint(colors bool) map[string]func(a ...any) string {
	out := map[string]func(a ...any) string{}
	for state, c := range map[trace.State]form.Colour{
		trace.Missing: form.Red, trace.Draft: form.Yellow, trace.Overdue: form.Red, trace.Partly: form.Yellow,
		trace.Unapproved: form.Yellow, trace.Waived: form.Cyan, trace.NotApplicable: form.Grey, trace.Met: form.Green,
	} {
		out[string(state)] = form.Paint(colors, c)
	}
	return out
}

// link writes a link and all below it. first stands before its first line and rest before its other lines.
func (t *treeWriter) link(l Link, first, rest string) {
	t.Printf("%s%s\n", first, t.headline(l))
	below := rest + "    "
	if len(l.Links) > 0 {
		below = rest + "│   "
	}
	for _, line := range l.details() {
		t.Printf("%s%s\n", below, line)
	}
	for i, child := range l.Links {
		branch, cont := "├── ", "│   "
		if i == len(l.Links)-1 {
			branch, cont = "└── ", "    "
		}
		t.link(child, rest+branch, rest+cont)
	}
}

func (t *treeWriter) headline(l Link) string {
	s := t.Bold(form.Clean(l.ID)) + "  " + form.Clean(l.Title)
	if l.Relation != "" {
		s = t.Dim(l.Relation) + " " + s
	} else {
		s += " (" + strings.ReplaceAll(l.Kind, "-", " ") + ")"
	}
	if l.State == "" {
		return s
	}
	state := form.Clean(l.State)
	if paint, ok := t.states[state]; ok {
		state = paint(state)
	}
	return s + ": " + state
}

// details gives what is known of a link beside its headline, a line each.
func (l Link) details() []string {
	var out []string
	add := func(label, value string) {
		if value != "" {
			out = append(out, fmt.Sprintf("%-9s %s", label+":", form.Clean(value)))
		}
	}
	if l.Reason != l.State {
		add("reason", l.Reason)
	}
	add("lacks", strings.Join(l.Missing, "; "))
	if l.Place.File != "" {
		add("at", l.Place.Words()+inSection(l.Section))
	}
	if l.Kind == "document" && l.Place.File != "" && l.Place.Commit == "" {
		add("commit", "not in the history")
	}
	if l.Approval != nil {
		add("approval", l.Approval.Words())
	}
	if l.Owner != nil && (l.Kind == "document" || l.Relation == "") {
		add("owner", l.Owner.Words())
	}
	if l.Kind == "document" || l.Relation == "" {
		add("due", l.Due.String())
	}
	if l.State != string(trace.Met) {
		add("fix", l.Fix)
	}
	return out
}

func inSection(heading string) string {
	if heading == "" {
		return ""
	}
	return ", section “" + heading + "”"
}

// WriteHistoryJSON writes the history of a document as one object.
func WriteHistoryJSON(w io.Writer, h History) error { return form.Encode(w, h) }

// WriteHistoryText writes the approved versions of a document and then its revisions, both newest first.
func WriteHistoryText(w io.Writer, h History, colors bool) error {
	out := form.Writer{W: w}
	p := form.NewPainter(colors)
	out.Printf("%s  %s\n%s\n", p.Bold(form.Clean(h.Document)), form.Clean(h.Title), form.Clean(h.now()))
	out.Printf("\n%s\n", p.Bold("Approved versions"))
	if len(h.Versions) == 0 {
		out.Printf("  none\n")
	}
	for _, v := range h.Versions {
		out.Printf("  %s\n", form.Clean(v.Words()))
		for _, line := range approvalDetails(v) {
			out.Printf("      %s\n", form.Clean(line))
		}
	}
	out.Printf("\n%s\n", p.Bold("Revisions"))
	rows := [][]string{{"DAY", "COMMIT", "CLASS", "VERSION", "STATUS", "AUTHOR", "WHAT"}}
	for _, r := range h.Revisions {
		rows = append(rows, r.row())
	}
	widths := form.WidthsOf(rows)
	for i, row := range rows {
		out.Printf("  %s\n", form.Aligned(row, widths))
		if i > 0 && h.Revisions[i-1].From != "" {
			out.Printf("      moved from %s\n", form.Clean(h.Revisions[i-1].From))
		}
	}
	if out.Err != nil {
		return fmt.Errorf("write the history: %w", out.Err)
	}
	return nil
}

// now tells what the document is today.
func (h History) now() string {
	if h.Former {
		return h.Path + ", deleted"
	}
	s := fmt.Sprintf("%s, version %s, %s, owner %s", h.Path, cmp.Or(h.Version, "none"), cmp.Or(h.Status, "no status"), h.Owner.Words())
	if h.Uncommitted {
		s += "; the file differs from the last commit"
	}
	return s
}

func approvalDetails(a report.Approval) []string {
	var out []string
	if a.Commit != "" {
		out = append(out, "commit:   "+a.Commit[:min(len(a.Commit), 12)])
	}
	if len(a.Authors) > 0 {
		out = append(out, "authors:  "+report.Names(a.Authors))
	}
	for _, e := range a.Evidence {
		out = append(out, "evidence: "+e.Words())
	}
	for _, v := range a.Verdicts {
		word := "doubt:    "
		if v.Voids {
			word = "voided:   "
		}
		out = append(out, word+v.Rule+": "+v.Message)
	}
	return out
}

func (r Revision) row() []string {
	class := r.Class
	switch {
	case r.Deleted:
		class = "deleted"
	case r.Added:
		class = "added"
	}
	cells := []string{r.Day.String(), r.Commit[:min(len(r.Commit), 12)], class, r.Version, r.Status, r.Author.Words(), r.Subject}
	for i := range cells {
		cells[i] = form.Clean(cmp.Or(cells[i], "-"))
	}
	return cells
}
