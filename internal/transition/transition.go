// Package transition compares two standards, such as two editions of one: what a set of documents that was written for the first lacks
// for the second, document by document.
//
// It goes by the crosswalk and by mappings between the two. What leads from one to the other says where to look, never that a
// document is enough: nothing is judged here, and nothing counts.
package transition

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"clausebook/internal/carry"
	"clausebook/internal/doc"
	"clausebook/internal/form"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
)

// Result is what a set written for one standard lacks for another.
type Result struct {
	From      string     `json:"from"`
	To        string     `json:"to"`
	Documents []Document `json:"documents"` // that serve the first, in the order of their paths
	Lacking   []Lack     `json:"lacking"`   // required documents of the second to which no document leads
	New       []Lack     `json:"new"`       // clauses that the second brought
	Dropped   []Dropped  `json:"dropped"`   // required documents that the second does not ask for, and who fulfils them
}

// Document is a document with what becomes of what it serves.
type Document struct {
	ID     doc.ID `json:"id"`
	Path   string `json:"path"`
	Title  string `json:"title"`
	Serves []Step `json:"serves"`
}

// Step leads from an item of the first standard to items of the second; to none where nothing is known of it.
type Step struct {
	Item string   `json:"item"`
	To   []string `json:"to"`
	Note string   `json:"note,omitempty"`
}

// Lack is an item of the second standard.
type Lack struct {
	Item     string            `json:"item"`
	Title    string            `json:"title"`
	Strength standard.Strength `json:"strength,omitempty"`
	Note     string            `json:"note,omitempty"`
}

// Dropped is a required document of the first standard alone.
type Dropped struct {
	Item      string   `json:"item"`
	Title     string   `json:"title"`
	Documents []doc.ID `json:"documents"`
}

// comparer holds both standards and what leads from one to the other.
type comparer struct {
	lib      *standard.Library // both, the first one primary, with the crosswalk
	inUse    *standard.Library // of the project, by which its documents name items
	from, to *standard.Standard
	steps    map[string]Step
	reached  map[string]bool // items of the second to which a document leads
}

// Between compares the first standard of a library with the second for a set of documents. InUse is the library by which the documents
// name items. It fails where nothing leads from the one to the other.
func Between(docs *doc.Set, inUse, lib *standard.Library) (Result, error) {
	c := &comparer{lib: lib, inUse: inUse, from: lib.Standards[0], to: lib.Standards[1], steps: map[string]Step{}, reached: map[string]bool{}}
	if c.lead(); len(c.steps) == 0 {
		return Result{}, fmt.Errorf("nothing leads from %s to %s: neither the crosswalk nor a mapping", c.from.ID, c.to.ID)
	}
	out := Result{From: c.from.ID, To: c.to.ID, Documents: []Document{}, Lacking: []Lack{}, New: []Lack{}, Dropped: []Dropped{}}
	fulfilled := map[string][]doc.ID{}
	for _, d := range docs.Documents {
		if d.Status == doc.Superseded || d.Status == doc.Withdrawn {
			continue
		}
		if served := c.serves(d, fulfilled); len(served) > 0 {
			out.Documents = append(out.Documents, Document{d.ID, d.Path, d.Title, served})
		}
	}
	out.Lacking, out.New, out.Dropped = c.lacking(), c.news(), c.dropped(fulfilled)
	return out, nil
}

// lead notes what leads from items of the first standard to the second: required documents of one name, the crosswalk, mappings.
func (c *comparer) lead() {
	for _, r := range c.from.Required {
		if c.to.RequiredDocument(r.ID) != nil && c.from.Name == c.to.Name {
			c.steps[r.ID] = Step{Item: r.ID, To: []string{r.ID}, Note: c.more(r.ID)}
		}
	}
	if x := c.lib.Crosswalk; x.From == c.from.ID && x.To == c.to.ID {
		for _, m := range x.Moves {
			c.steps[m.From] = Step{Item: m.From, To: m.To, Note: m.Note}
		}
	}
	ways := carry.Read(c.lib)
	for _, item := range itemsOf(c.to) {
		for _, w := range ways.To(c.to.Ref(item)) {
			if w.From().Standard != c.from.ID {
				continue
			}
			s := c.steps[w.From().Item]
			if s.Item = w.From().Item; !slices.Contains(s.To, item) {
				s.To = append(s.To, item)
				s.Note = w.Relation().Words().String()
			}
			c.steps[s.Item] = s
		}
	}
}

// more names the sections that the second standard expects of a required document and the first does not.
func (c *comparer) more(id string) string {
	before := c.from.RequiredDocument(id).Sections
	var added []string
	for _, name := range c.to.RequiredDocument(id).Sections {
		if !slices.Contains(before, name) {
			added = append(added, "“"+name+"”")
		}
	}
	if len(added) == 0 {
		return ""
	}
	return "expected as well: " + strings.Join(added, ", ")
}

func itemsOf(s *standard.Standard) []string {
	var out []string
	for _, r := range s.Required {
		out = append(out, r.ID)
	}
	for _, cl := range s.Clauses {
		out = append(out, cl.ID)
		for _, r := range cl.Requirements {
			out = append(out, r.ID)
		}
	}
	return out
}

// serves gives what becomes of what a document serves, each item once.
func (c *comparer) serves(d *doc.Document, fulfilled map[string][]doc.ID) []Step {
	names := slices.Clone(d.Fulfils)
	for _, cov := range d.Covers {
		names = append(names, cov.Target)
	}
	var out []Step
	seen := map[string]bool{}
	for _, name := range names {
		ref, kind, ok := c.resolve(name)
		if !ok || ref.Standard != c.from.ID {
			continue
		}
		if kind == standard.KindRequired {
			fulfilled[ref.Item] = append(fulfilled[ref.Item], d.ID)
		}
		item := ref.Item
		if r := c.from.Requirement(item); r != nil && c.steps[item].Item == "" {
			item = r.Clause // the crosswalk speaks of clauses
		}
		if seen[item] {
			continue
		}
		seen[item] = true
		step := c.steps[item]
		step.Item = item
		for _, to := range step.To {
			c.reached[to] = true
		}
		out = append(out, step)
	}
	return out
}

// resolve reads a name as the documents write it: by the standards in use where the first is one of them, else as one of its items.
func (c *comparer) resolve(name string) (standard.Ref, standard.Kind, bool) {
	if c.inUse.Standard(c.from.ID) != nil {
		return c.inUse.Resolve(name)
	}
	return c.lib.Resolve(name)
}

func (c *comparer) lacking() []Lack {
	out := []Lack{}
	for _, r := range c.to.Required {
		if c.reached[r.ID] {
			continue
		}
		note := "the first does not ask for it"
		for from, s := range c.steps {
			if slices.Contains(s.To, r.ID) {
				note = "the first asks for it too (" + from + "), and no document serves that"
				break
			}
		}
		var near []string
		for _, clause := range r.Clauses {
			if c.reached[clause] {
				near = append(near, clause)
			}
		}
		if len(near) > 0 {
			note += "; documents lead to " + strings.Join(near, ", ")
		}
		out = append(out, Lack{r.ID, r.Title, r.Strength, note})
	}
	return out
}

func (c *comparer) news() []Lack {
	out := []Lack{}
	if c.lib.Crosswalk.To != c.to.ID || c.lib.Crosswalk.From != c.from.ID {
		return out
	}
	for _, cl := range c.to.Clauses {
		if note, ok := c.lib.Crosswalk.New[cl.ID]; ok {
			out = append(out, Lack{Item: cl.ID, Title: cl.Title, Note: note})
		}
	}
	return out
}

func (c *comparer) dropped(fulfilled map[string][]doc.ID) []Dropped {
	out := []Dropped{}
	for _, r := range c.from.Required {
		if len(fulfilled[r.ID]) > 0 && len(c.steps[r.ID].To) == 0 {
			out = append(out, Dropped{r.ID, r.Title, fulfilled[r.ID]})
		}
	}
	return out
}

// Write writes a result as text or JSON.
func Write(w io.Writer, r Result, format string) error {
	if format == "json" {
		return form.Encode(w, r)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "From %s to %s\n", r.From, r.To)
	section := func(title string, n int) {
		if n > 0 {
			fmt.Fprintf(&b, "\n%s\n", title)
		}
	}
	section("What your documents serve, and where that went", len(r.Documents))
	for _, d := range r.Documents {
		fmt.Fprintf(&b, "  %s  %s (%s)\n", form.Clean(string(d.ID)), form.Clean(d.Title), form.Clean(d.Path))
		for _, s := range d.Serves {
			fmt.Fprintf(&b, "    %s\n", s.words())
		}
	}
	section("Not written yet for "+r.To, len(r.Lacking))
	for _, l := range r.Lacking {
		fmt.Fprintf(&b, "  %s  %s (%s): %s\n", l.Item, l.Title, l.Strength, l.Note)
	}
	section("New in "+r.To, len(r.New))
	for _, l := range r.New {
		fmt.Fprintf(&b, "  %s  %s: %s\n", l.Item, l.Title, l.Note)
	}
	section("No longer asked for by name", len(r.Dropped))
	for _, d := range r.Dropped {
		fmt.Fprintf(&b, "  %s  %s: %s\n", d.Item, d.Title, joined(d.Documents))
	}
	fmt.Fprintf(&b, "\n%s, %s not written yet. It says where to look; nobody has judged whether a text is enough.\n",
		phrase.Plural(len(r.Documents), "document", "documents"), phrase.Plural(len(r.Lacking), "required document", "required documents"))
	_, err := io.WriteString(w, b.String())
	return err
}

func joined(ids []doc.ID) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = form.Clean(string(id))
	}
	return strings.Join(out, ", ")
}

func (s Step) words() string {
	to := "leads nowhere that is known"
	if len(s.To) > 0 {
		to = "-> " + strings.Join(s.To, ", ")
	}
	if s.Note != "" {
		to += " (" + s.Note + ")"
	}
	return s.Item + " " + to
}

// Long is the help of the command.
const Long = `Diff tells what a set of documents that was written for one standard, such as the
edition before, lacks for another: for each document where what it serves went, by the
crosswalk that clausebook brings along and the mappings of both files; which required
documents of the other nothing leads to; which of its clauses are new; and what it no
longer asks for by name. It says where to look. Whether a text is enough, nobody has
judged.

A standard is named by its id, or by the path of a file in the project. Documents are read
by the standards in use. Where the first one is not in use, names without a prefix are
taken for its items.`
