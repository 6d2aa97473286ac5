package brought

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"clausebook/internal/author"
	"clausebook/internal/form"
	"clausebook/internal/phrase"
)

// The longest texts that the form of standards holds, in characters.
const (
	longLine = 300
	longText = 2000
)

// writer writes a standard as YAML.
type writer struct {
	*source
	from                   string // the name of the file that it was
	b                      strings.Builder
	cut                    int // texts that were too long
	clauses, asked, needed int
	documents              []*document
}

func (w *writer) line(format string, a ...any) { fmt.Fprintf(&w.b, format+"\n", a...) }

// field writes a text under a key, unless there is none.
func (w *writer) field(indent, key, text string, longest int) {
	if text = w.fit(text, longest); text != "" {
		w.line("%s%s: %s", indent, key, author.Quoted(text))
	}
}

// fit cuts a text that is too long.
func (w *writer) fit(text string, longest int) string {
	text = oneLine(form.Clean(text))
	if r := []rune(text); len(r) > longest {
		w.cut++
		return strings.TrimSpace(string(r[:longest-1])) + "…"
	}
	return text
}

var (
	yearBehind = regexp.MustCompile(`^(.+):((?:19|20)\d\d)$`)
	ofLanguage = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)
)

// file writes all of it.
func (w *writer) file() []byte {
	name, edition := cmp.Or(w.name, w.id), w.edition
	if m := yearBehind.FindStringSubmatch(name); m != nil { // ISO/IEC 27001:2022
		name, edition = m[1], m[2]
	}
	w.line("# Taken from %s, %s, by `clausebook standards add`.", form.Clean(w.from), w.form)
	w.line("# It is yours from here on: correct it, say which documents it asks for under `required:`, and how its parts lie to")
	w.line("# those of other standards under `mappings:`.\n")
	w.line("id: %s", author.Quoted(w.id))
	w.field("", "name", name, longLine)
	w.field("", "edition", cmp.Or(edition, "not stated"), longLine)
	if ofLanguage.MatchString(w.language) {
		w.line("language: %s", author.Quoted(w.language))
	}
	w.field("", "title", cmp.Or(w.title, name), longLine)
	w.line("status: %s", author.Quoted("brought along by you"))
	if w.published != "" {
		w.line("published: %s", author.Quoted(w.published))
	}
	w.line("certifiable: false\nreviewed: false")
	w.field("", "licence", w.attribution(), longText)
	w.line("\nsources:\n  - id: brought")
	w.field("    ", "text", cmp.Or(w.title, name)+" ("+w.from+", "+w.form+")", longText)
	w.line("    kind: data-set")
	w.field("    ", "edition", edition, longLine)
	if strings.HasPrefix(w.url, "https://") && !strings.ContainsAny(w.url, " <>\"") {
		w.field("    ", "url", w.url, 500)
	}
	w.line("\nclauses:")
	for _, r := range w.roots {
		w.clause(r, "")
	}
	w.required()
	return []byte(w.b.String())
}

// attribution is the licence with whoever published the texts.
func (w *writer) attribution() string {
	if w.licence == "" || w.publisher == "" || strings.Contains(w.licence, w.publisher) {
		return w.licence
	}
	return w.publisher + ": " + w.licence
}

// clause writes a part as a clause, with those of the parts below that are requirements of it, and then the others.
func (w *writer) clause(x *node, parent string) {
	w.clauses++
	w.line("  - id: %s", author.Quoted(x.id))
	if parent != "" {
		w.line("    parent: %s", author.Quoted(parent))
	}
	w.field("    ", "title", cmp.Or(x.title, x.id), longLine)
	if !x.asks && len(x.below) == 0 && len(x.texts) == 0 {
		w.line("    informative: true")
	}
	w.field("    ", "summary", x.about, longText)
	w.documentsOf(x, x.id)
	var lines []string
	for i, text := range x.texts {
		lines = append(lines, w.requirement(x.needed[i], text, x))
	}
	for _, b := range x.below {
		if isRequirement(b) {
			lines = append(lines, w.requirement(b.id, b.texts[0], b))
			for _, d := range b.needs {
				w.need(d, x.id)
			}
		}
	}
	if len(lines) > 0 {
		w.line("    requirements:\n%s", strings.Join(lines, "\n"))
	}
	for _, b := range x.below {
		if !isRequirement(b) {
			w.clause(b, x.id)
		}
	}
}

// isRequirement tells whether a part is but a sentence that asks for something, and no clause of its own.
func isRequirement(x *node) bool { return x.title == "" && len(x.texts) == 1 && len(x.below) == 0 }

// documentsOf names the documents that a clause itself asks for.
func (w *writer) documentsOf(x *node, clause string) {
	ids := idsOf(x.needs)
	if len(ids) > 0 {
		w.line("    required: [%s]", strings.Join(ids, ", "))
	}
	for _, d := range x.needs {
		w.need(d, clause)
	}
}

// need notes that a clause asks for a document.
func (w *writer) need(d *document, clause string) {
	if len(d.clauses) == 0 {
		w.documents = append(w.documents, d)
	}
	if clause = author.Quoted(clause); !slices.Contains(d.clauses, clause) {
		d.clauses = append(d.clauses, clause)
	}
}

func idsOf(needs []*document) []string {
	var out []string
	for _, d := range needs {
		out = append(out, author.Quoted(d.id))
	}
	return out
}

func (w *writer) requirement(id, text string, x *node) string {
	w.asked++
	line := fmt.Sprintf("      - {id: %s, text: %s, kind: %s", author.Quoted(id), author.Quoted(w.fit(text, longText)),
		cmp.Or(x.kind, "activity"))
	if ids := idsOf(x.needs); len(ids) > 0 {
		line += ", required: [" + strings.Join(ids, ", ") + "]"
	}
	return line + "}"
}

// required writes the documents that parts ask for.
func (w *writer) required() {
	if len(w.documents) == 0 {
		return
	}
	w.line("\nrequired:")
	for _, d := range w.documents {
		w.needed++
		w.line("  - id: %s", author.Quoted(d.id))
		w.field("    ", "title", d.title, longLine)
		w.line("    kind: %s\n    type: %s\n    clauses: [%s]\n    strength: %s", d.kind, d.typ, strings.Join(d.clauses, ", "), d.strength)
		many := "one"
		if d.kind == "record" {
			many = "many"
		}
		w.line("    cardinality: %s", many)
		if d.cadence != "" {
			w.line("    cadence: %s\n    cadence_basis: custom", d.cadence)
		}
		w.line("    sources: [brought]")
	}
}

// sum says what was taken.
func (w *writer) sum() string {
	return fmt.Sprintf("%s, %s: %s, %s, %s", w.from, w.form, phrase.Plural(w.clauses, "clause", "clauses"),
		phrase.Plural(w.asked, "requirement", "requirements"), phrase.Plural(w.needed, "required document", "required documents"))
}
