package export

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"clausebook/internal/form"
	"clausebook/internal/markdown"
	"clausebook/internal/phrase"
	"clausebook/internal/redline"
)

// Redline is what differs between two versions of a document.
type Redline struct {
	Tool     string `json:"tool,omitempty"`
	Document string `json:"document"`
	Title    string `json:"title"`
	redline.Redline
}

// WriteRedlineJSON writes a redline as one object. It holds both versions whole.
func WriteRedlineJSON(w io.Writer, r Redline) error { return form.Encode(w, r) }

// WriteRedlineText writes a redline for a terminal: [-deleted-] and {+inserted+} without colours, struck out and
// underlined with them. The sign at the start of a line says what became of the block.
func WriteRedlineText(w io.Writer, r Redline, colors bool) error {
	out := redlineWriter{Writer: form.Writer{W: w}, Painter: form.NewPainter(colors), marks: marksOf(colors)}
	out.head(r)
	out.fields(r.Fields)
	out.text(r.Redline)
	for _, n := range r.Notes {
		out.Printf("\nnote: %s\n", form.Clean(n))
	}
	if out.Err != nil {
		return fmt.Errorf("write the redline: %w", out.Err)
	}
	return nil
}

type redlineWriter struct {
	form.Writer
	form.Painter
	marks map[redline.Change]func(string) string
}

// marksOf gives what marks a passage.
func marksOf(colors bool) map[redline.Change]func(string) string {
	if !colors {
		return map[redline.Change]func(string) string{
			redline.Deleted:  func(s string) string { return "[-" + s + "-]" },
			redline.Inserted: func(s string) string { return "{+" + s + "+}" },
		}
	}
	deleted, inserted := form.Paint(true, form.Struck), form.Paint(true, form.Underlined)
	return map[redline.Change]func(string) string{
		redline.Deleted:  func(s string) string { return deleted(s) },
		redline.Inserted: func(s string) string { return inserted(s) },
	}
}

func (w *redlineWriter) head(r Redline) {
	w.Printf("%s  %s\n", w.Bold(form.Clean(r.Document)), form.Clean(r.Title))
	w.Printf("from  %s\n", editionWords(r.Old))
	w.Printf("to    %s\n", editionWords(r.New))
	if r.Old.Path != r.New.Path {
		w.Printf("moved from %s to %s\n", form.Clean(r.Old.Path), form.Clean(r.New.Path))
	}
	w.Printf("%s\n", r.Counts.Summary(len(r.Fields)))
}

// editionWords says which version it is.
func editionWords(e redline.Edition) string {
	s := "version " + cmp.Or(e.Version, "(no number)")
	if e.Status != "" {
		s += ", " + e.Status
	}
	if e.Commit == "" {
		return form.Clean(s + ", not committed")
	}
	return form.Clean(fmt.Sprintf("%s, commit %s of %s", s, e.Commit[:min(len(e.Commit), 12)], e.Day))
}

func (w *redlineWriter) fields(fields []redline.Field) {
	if len(fields) == 0 {
		return
	}
	w.Printf("\n%s\n", w.Bold("Front matter"))
	for _, f := range fields {
		w.Printf("%s %s: %s\n", signs[f.Change], form.Clean(f.Key), w.segments(f.Segments, "    "))
	}
}

// signs stand at the start of a block.
var signs = map[redline.Change]string{
	redline.Same:     " ",
	redline.Changed:  "~",
	redline.Inserted: "+",
	redline.Deleted:  "-",
	redline.Moved:    ">",
	redline.Left:     "<",
}

func (w *redlineWriter) text(r redline.Redline) {
	if len(r.Blocks) == 0 {
		return
	}
	w.Printf("\n%s\n", w.Bold("Text"))
	for _, p := range r.Parts(1) {
		if p.Folded {
			w.Printf("%s\n", w.Dim(folded(p)))
			continue
		}
		for _, b := range p.Blocks {
			w.block(b)
		}
	}
}

func folded(p redline.Part) string {
	s := "  … " + phrase.Plural(len(p.Blocks), "block", "blocks") + " unchanged"
	if p.Reformatted > 0 {
		s += fmt.Sprintf(", %d changed in formatting only", p.Reformatted)
	}
	return s + " …"
}

// block writes a block with what shows what it is: the marks that Markdown has for it.
func (w *redlineWriter) block(b redline.Block) {
	indent := strings.Repeat("  ", max(0, b.Depth-1))
	switch b.Change {
	case redline.Left:
		w.Printf("< %s%s\n", indent, w.Dim(fmt.Sprintf("(moved from line %d to line %d)", b.OldLine, b.NewLine)))
		return
	case redline.Moved:
		w.Printf("> %s%s\n", indent, w.Dim(fmt.Sprintf("(moved here from line %d)", b.OldLine)))
	}
	cells := make([]string, len(b.Cells))
	for i, c := range b.Cells {
		cells[i] = w.segments(c.Segments, "    "+indent)
	}
	s := lead(b) + strings.Join(cells, " | ")
	if b.Kind == markdown.BlockHeading {
		s = w.Bold(s)
	}
	if b.Reformatted {
		s += w.Dim(" (formatting only)")
	}
	w.Printf("%s %s%s\n", signs[b.Change], indent, s)
}

// lead gives what stands before the text of a block.
func lead(b redline.Block) string {
	quote := strings.Repeat("│ ", min(b.Quote, 8))
	switch b.Kind {
	case markdown.BlockHeading:
		return quote + strings.Repeat("#", b.Level) + " "
	case markdown.BlockItem:
		return quote + b.Marker + " "
	case markdown.BlockNote:
		return quote + "[^" + b.Marker + "] "
	case markdown.BlockRow:
		return quote + "| "
	case markdown.BlockComment:
		return quote + "(comment) "
	case markdown.BlockCode:
		return quote + "(code) "
	case markdown.BlockParagraph:
		if b.Depth > 0 {
			return quote + "  "
		}
	}
	return quote
}

// segments writes segments. The lines of code and of long values go on under each other.
func (w *redlineWriter) segments(list []redline.Segment, indent string) string {
	var b strings.Builder
	for _, s := range list {
		mark, text := w.marks[s.Change], s.Text
		if s.Style&markdown.Target != 0 {
			if mark == nil {
				continue // where a link points is shown where it changed
			}
			target := strings.TrimSpace(text)
			text = strings.Replace(text, target, "<"+target+">", 1)
		}
		for i, line := range strings.Split(text, "\n") {
			if i > 0 {
				b.WriteString("\n" + indent)
			}
			if line = form.Clean(line); mark != nil && line != "" {
				line = mark(line)
			}
			b.WriteString(line)
		}
	}
	return b.String()
}
