package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"clausebook/internal/form"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
)

// StandardFormats are the forms in which a standard can be shown.
var StandardFormats = []string{"text", "json", "csv"}

// shownStandard is a standard as other programs read it.
type shownStandard struct {
	ID          string         `json:"id"`
	Name        string         `json:"name"`
	Edition     string         `json:"edition"`
	Title       string         `json:"title"`
	Status      string         `json:"status"`
	Language    string         `json:"language"`
	Published   string         `json:"published,omitempty"`
	Certifiable bool           `json:"certifiable"`
	Reviewed    bool           `json:"reviewed"`
	Licence     string         `json:"licence,omitempty"`
	Path        string         `json:"path,omitempty"` // of a file of the project; empty for an included one
	Sources     []shownSource  `json:"sources"`
	Mappings    []shownMapping `json:"mappings"`
	Items       []shownItem    `json:"items"`  // in the order of the standard: clauses with their requirements, required documents, processes
	Counts      map[string]int `json:"counts"` // by kind of item
}

type shownSource struct {
	ID      string `json:"id"`
	Text    string `json:"text"`
	Kind    string `json:"kind,omitempty"`
	Edition string `json:"edition,omitempty"`
	URL     string `json:"url,omitempty"`
	Seen    string `json:"seen,omitempty"`
}

type shownMapping struct {
	To       string `json:"to"`
	Rows     int    `json:"rows"`
	Reviewed bool   `json:"reviewed"`
	Basis    string `json:"basis"`
}

// shownItem is one item, a row of the table.
type shownItem struct {
	Item     string   `json:"item"`
	Kind     string   `json:"kind"` // clause, requirement, required-document or process
	Parent   string   `json:"parent,omitempty"`
	Title    string   `json:"title"`
	Asks     string   `json:"asks_for,omitempty"` // document, record or activity
	Strength string   `json:"strength,omitempty"`
	Type     string   `json:"type,omitempty"`
	Clauses  []string `json:"clauses,omitempty"`
	Required []string `json:"required,omitempty"` // ids of required documents
	Cadence  string   `json:"cadence,omitempty"`
	level    int
}

// WriteStandard writes what a standard holds in one of the forms of StandardFormats.
func WriteStandard(w io.Writer, std *standard.Standard, format string) error {
	s := shown(std)
	switch format {
	case "json":
		return form.Encode(w, s)
	case "csv":
		return form.WriteCSV(w, s.table())
	}
	return s.write(w)
}

func shown(std *standard.Standard) shownStandard {
	s := shownStandard{ID: std.ID, Name: std.Name, Edition: std.Edition, Title: std.Title, Status: std.Status, Language: std.Language,
		Published: std.Published, Certifiable: std.Certifiable, Reviewed: !std.Unreviewed, Licence: std.Licence,
		Sources: []shownSource{}, Mappings: []shownMapping{}, Items: []shownItem{}, Counts: map[string]int{}}
	if !std.Builtin {
		s.Path = std.Path
	}
	for _, x := range std.Sources {
		s.Sources = append(s.Sources, shownSource{x.ID, x.Text, string(x.Kind), x.Edition, x.URL, x.Seen.String()})
	}
	for _, m := range std.Mappings {
		s.Mappings = append(s.Mappings, shownMapping{m.To, len(m.Rows), m.Reviewed, m.Basis})
	}
	for _, c := range std.Clauses {
		s.Items = append(s.Items, shownItem{Item: c.ID, Kind: string(standard.KindClause), Parent: c.Parent, Title: c.Title,
			Required: c.Required, level: c.Level})
		for _, r := range c.Requirements {
			s.Items = append(s.Items, shownItem{Item: r.ID, Kind: string(standard.KindRequirement), Parent: c.ID, Title: r.Text,
				Asks: r.Kind, Required: r.Required, level: c.Level + 1})
		}
	}
	for _, d := range std.Required {
		s.Items = append(s.Items, shownItem{Item: d.ID, Kind: string(standard.KindRequired), Title: d.Title, Asks: d.Kind,
			Strength: string(d.Strength), Type: d.Type, Clauses: d.Clauses, Cadence: d.Cadence.String(), level: 1})
	}
	for _, p := range std.Processes {
		s.Items = append(s.Items, shownItem{Item: p.ID, Kind: string(standard.KindProcess), Title: p.Name, level: 1})
	}
	for _, it := range s.Items {
		s.Counts[it.Kind]++
	}
	return s
}

func (s shownStandard) table() form.Table {
	t := form.Table{Name: s.ID, Columns: []form.Column{{Key: "standard", Title: "Standard", Width: 18},
		{Key: "item", Title: "Item", Width: 20},
		{Key: "kind", Title: "Kind", Width: 18}, {Key: "parent", Title: "Parent", Width: 12}, {Key: "title", Title: "Title", Width: 60},
		{Key: "asks_for", Title: "Asks for", Width: 12}, {Key: "strength", Title: "Strength", Width: 12}, {Key: "type", Title: "Type", Width: 14},
		{Key: "clauses", Title: "Clauses", Width: 20}, {Key: "required", Title: "Required documents", Width: 30},
		{Key: "cadence", Title: "Cadence", Width: 10}}}
	for _, it := range s.Items {
		t.Rows = append(t.Rows, []form.Cell{form.Text(s.ID), form.Text(it.Item), form.Text(it.Kind), form.Text(it.Parent), form.Text(it.Title),
			form.Text(it.Asks), form.Text(it.Strength), form.Text(it.Type), form.Texts(it.Clauses), form.Texts(it.Required), form.Text(it.Cadence)})
	}
	return t
}

// write writes it for a terminal.
func (s shownStandard) write(w io.Writer) error {
	var b strings.Builder
	fact := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%-12s %s\n", name, form.Clean(value))
		}
	}
	fact(s.ID, s.Name+":"+s.Edition+", "+s.Title)
	fact("status", s.Status)
	fact("published", s.Published)
	fact("file", cmp.Or(s.Path, "included in clausebook"))
	fact("reviewed", map[bool]string{true: "compared with the text of the standard",
		false: "not reviewed: nobody has compared this file with the text of the standard"}[s.Reviewed])
	fact("certificates", map[bool]string{true: "are given against this document", false: "are not given against this document"}[s.Certifiable])
	fact("licence", s.Licence)
	for _, x := range s.Sources {
		fact("source", x.words())
	}
	for _, m := range s.Mappings {
		fact("mapping", "to "+m.To+", "+phrase.Plural(m.Rows, "row", "rows")+map[bool]string{false: ", not reviewed"}[m.Reviewed])
	}
	kind := ""
	for _, it := range s.Items {
		if h := headingOf(it.Kind); h != kind {
			kind = h
			fmt.Fprintf(&b, "\n%s\n", kind)
		}
		fmt.Fprintf(&b, "%s%s  %s%s\n", strings.Repeat("  ", it.level), form.Clean(it.Item), form.Clean(it.Title), form.Clean(it.more()))
	}
	fmt.Fprintf(&b, "\n%s\n", s.sum())
	_, err := io.WriteString(w, b.String())
	return err
}

func headingOf(kind string) string {
	switch standard.Kind(kind) {
	case standard.KindRequired:
		return "Required documents and records"
	case standard.KindProcess:
		return "Processes"
	}
	return "Clauses and requirements"
}

// more is what stands behind the title of an item.
func (it shownItem) more() string {
	var parts []string
	if standard.Kind(it.Kind) == standard.KindRequired {
		parts = []string{it.Asks, it.Strength, "clauses " + strings.Join(it.Clauses, ", ")}
		if it.Cadence != "" {
			parts = append(parts, it.Cadence)
		}
	} else if len(it.Required) > 0 {
		parts = []string{"needs " + strings.Join(it.Required, ", ")}
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, "; ") + ")"
}

func (x shownSource) words() string {
	out := x.ID + ": " + x.Text
	if x.Kind != "" {
		out += ", " + standard.SourceKind(x.Kind).Words().String()
	}
	if x.URL != "" {
		out += ", " + x.URL
	}
	if x.Seen != "" {
		out += ", seen " + x.Seen
	}
	return out
}

func (s shownStandard) sum() string {
	n := func(kind standard.Kind, one, many string) string {
		return phrase.Plural(s.Counts[string(kind)], one, many)
	}
	out := n(standard.KindClause, "clause", "clauses") + ", " + n(standard.KindRequirement, "requirement", "requirements") + ", " +
		n(standard.KindRequired, "required document", "required documents")
	if s.Counts[string(standard.KindProcess)] > 0 {
		out += ", " + n(standard.KindProcess, "process", "processes")
	}
	return out
}
