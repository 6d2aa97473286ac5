package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/fatih/color"

	"clausebook/internal/trace"
)

// WriteChainJSON writes a chain as one object.
func WriteChainJSON(w io.Writer, c Chain) error { return encode(w, c) }

// WriteChainText writes a chain as a tree: each link with its state, and below it the reason and the place.
func WriteChainText(w io.Writer, c Chain, colors bool) error {
	t := treeWriter{errWriter: errWriter{w: w}, painter: newPainter(colors), states: statePaint(colors)}
	for i, root := range c.Roots {
		if i > 0 {
			t.printf("\n")
		}
		t.link(root, "", "")
	}
	if t.err != nil {
		return fmt.Errorf("write the chain: %w", t.err)
	}
	return nil
}

type treeWriter struct {
	errWriter
	painter
	states map[string]func(a ...any) string
}

func statePaint(colors bool) map[string]func(a ...any) string {
	out := map[string]func(a ...any) string{}
	for state, attr := range map[trace.State]color.Attribute{
		trace.Missing: color.FgRed, trace.Draft: color.FgYellow, trace.Overdue: color.FgRed, trace.Partly: color.FgYellow,
		trace.Unapproved: color.FgYellow, trace.Waived: color.FgCyan, trace.NotApplicable: color.FgHiBlack, trace.Met: color.FgGreen,
	} {
		c := color.New(attr)
		if colors {
			c.EnableColor()
		} else {
			c.DisableColor()
		}
		out[string(state)] = c.SprintFunc()
	}
	return out
}

// link writes a link and all below it. first stands before its first line and rest before its other lines.
func (t *treeWriter) link(l Link, first, rest string) {
	t.printf("%s%s\n", first, t.headline(l))
	below := rest + "    "
	if len(l.Links) > 0 {
		below = rest + "│   "
	}
	for _, line := range l.details() {
		t.printf("%s%s\n", below, line)
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
	s := t.bold(Clean(l.ID)) + "  " + Clean(l.Title)
	if l.Relation != "" {
		s = t.dim(l.Relation) + " " + s
	} else {
		s += " (" + strings.ReplaceAll(l.Kind, "-", " ") + ")"
	}
	if l.State == "" {
		return s
	}
	state := Clean(l.State)
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
			out = append(out, fmt.Sprintf("%-9s %s", label+":", Clean(value)))
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
func WriteHistoryJSON(w io.Writer, h History) error { return encode(w, h) }

// WriteHistoryText writes the approved versions of a document and then its revisions, both newest first.
func WriteHistoryText(w io.Writer, h History, colors bool) error {
	out := errWriter{w: w}
	p := newPainter(colors)
	out.printf("%s  %s\n%s\n", p.bold(Clean(h.Document)), Clean(h.Title), Clean(h.now()))
	out.printf("\n%s\n", p.bold("Approved versions"))
	if len(h.Versions) == 0 {
		out.printf("  none\n")
	}
	for _, v := range h.Versions {
		out.printf("  %s\n", Clean(v.Words()))
		for _, line := range v.details() {
			out.printf("      %s\n", Clean(line))
		}
	}
	out.printf("\n%s\n", p.bold("Revisions"))
	rows := [][]string{{"DAY", "COMMIT", "CLASS", "VERSION", "STATUS", "AUTHOR", "WHAT"}}
	for _, r := range h.Revisions {
		rows = append(rows, r.row())
	}
	widths := widthsOf(rows)
	for i, row := range rows {
		out.printf("  %s\n", aligned(row, widths))
		if i > 0 && h.Revisions[i-1].From != "" {
			out.printf("      moved from %s\n", Clean(h.Revisions[i-1].From))
		}
	}
	if out.err != nil {
		return fmt.Errorf("write the history: %w", out.err)
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

func (a Approval) details() []string {
	var out []string
	if a.Commit != "" {
		out = append(out, "commit:   "+a.Commit[:min(len(a.Commit), 12)])
	}
	if len(a.Authors) > 0 {
		out = append(out, "authors:  "+names(a.Authors))
	}
	for _, e := range a.Evidence {
		out = append(out, "evidence: "+e.words())
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
		cells[i] = Clean(cmp.Or(cells[i], "-"))
	}
	return cells
}
