package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/fatih/color"

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
func WriteRedlineJSON(w io.Writer, r Redline) error { return encode(w, r) }

// WriteRedlineText writes a redline for a terminal: [-deleted-] and {+inserted+} without colours, struck out and
// underlined with them. The sign at the start of a line says what became of the block.
func WriteRedlineText(w io.Writer, r Redline, colors bool) error {
	out := redlineWriter{errWriter: errWriter{w: w}, painter: newPainter(colors), marks: marksOf(colors)}
	out.head(r)
	out.fields(r.Fields)
	out.text(r.Redline)
	for _, n := range r.Notes {
		out.printf("\nnote: %s\n", Clean(n))
	}
	if out.err != nil {
		return fmt.Errorf("write the redline: %w", out.err)
	}
	return nil
}

type redlineWriter struct {
	errWriter
	painter
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
	paint := func(attrs ...color.Attribute) func(string) string {
		c := color.New(attrs...)
		c.EnableColor()
		return func(s string) string { return c.Sprint(s) }
	}
	return map[redline.Change]func(string) string{
		redline.Deleted:  paint(color.FgRed, color.CrossedOut),
		redline.Inserted: paint(color.FgGreen, color.Underline),
	}
}

func (w *redlineWriter) head(r Redline) {
	w.printf("%s  %s\n", w.bold(Clean(r.Document)), Clean(r.Title))
	w.printf("from  %s\n", editionWords(r.Old))
	w.printf("to    %s\n", editionWords(r.New))
	if r.Old.Path != r.New.Path {
		w.printf("moved from %s to %s\n", Clean(r.Old.Path), Clean(r.New.Path))
	}
	w.printf("%s\n", r.Counts.Summary(len(r.Fields)))
}

// editionWords says which version it is.
func editionWords(e redline.Edition) string {
	s := "version " + cmp.Or(e.Version, "(no number)")
	if e.Status != "" {
		s += ", " + e.Status
	}
	if e.Commit == "" {
		return Clean(s + ", not committed")
	}
	return Clean(fmt.Sprintf("%s, commit %s of %s", s, e.Commit[:min(len(e.Commit), 12)], e.Day))
}

func (w *redlineWriter) fields(fields []redline.Field) {
	if len(fields) == 0 {
		return
	}
	w.printf("\n%s\n", w.bold("Front matter"))
	for _, f := range fields {
		w.printf("%s %s: %s\n", signs[f.Change], Clean(f.Key), w.segments(f.Segments, "    "))
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
	w.printf("\n%s\n", w.bold("Text"))
	for _, p := range r.Parts(1) {
		if p.Folded {
			w.printf("%s\n", w.dim(folded(p)))
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
		w.printf("< %s%s\n", indent, w.dim(fmt.Sprintf("(moved from line %d to line %d)", b.OldLine, b.NewLine)))
		return
	case redline.Moved:
		w.printf("> %s%s\n", indent, w.dim(fmt.Sprintf("(moved here from line %d)", b.OldLine)))
	}
	cells := make([]string, len(b.Cells))
	for i, c := range b.Cells {
		cells[i] = w.segments(c.Segments, "    "+indent)
	}
	s := lead(b) + strings.Join(cells, " | ")
	if b.Kind == markdown.BlockHeading {
		s = w.bold(s)
	}
	if b.Reformatted {
		s += w.dim(" (formatting only)")
	}
	w.printf("%s %s%s\n", signs[b.Change], indent, s)
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
			if line = Clean(line); mark != nil && line != "" {
				line = mark(line)
			}
			b.WriteString(line)
		}
	}
	return b.String()
}
