package aims

import (
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/nearest"
	"clausebook/internal/strictyaml"
	"clausebook/internal/witness"
)

// reader reads aims and values into a book.
type reader struct {
	book *Book
	docs *doc.Set
	acts *witness.Book
	told map[*doc.Document]int    // faults
	kept map[*doc.Document][]*Aim // the aims of which a data file has the values
}

// maxFaults is how many faults of one document are told one by one.
const maxFaults = 50

func (r *reader) fault(d *doc.Document, pos diag.Pos, message, hint string) {
	r.told[d]++
	switch n := r.told[d]; {
	case n > maxFaults+1:
		return
	case n > maxFaults:
		message, hint = "more values cannot be used", "correct those above first"
	}
	r.book.faults = append(r.book.faults, Fault{pos, d, message, hint})
}

// Qualified parts a name into the document that it names, if it does, and the id.
func Qualified(name string) (doc.ID, string) {
	if of, id, ok := strings.Cut(name, "#"); ok {
		return doc.ID(of), id
	}
	return "", name
}

// aims reads what a document wants to reach. What lacks a part that the schema wants is left out: the schema says so.
func (r *reader) aims(d *doc.Document) {
	seen := map[string]bool{}
	for _, kind := range Kinds {
		for i, n := range d.Front.Get(string(kind)).Items() {
			a := aimOf(d, kind, i, n)
			if a == nil {
				continue
			}
			if seen[a.ID] {
				r.fault(d, a.Pos("id"), fmt.Sprintf("`%s` stands twice in this document", a.ID), "give each objective and benefit an id of its own")
				continue
			}
			seen[a.ID] = true
			if !a.From.IsZero() && a.Due.Before(a.From) && !a.Due.IsZero() {
				r.fault(d, a.Pos("due"), fmt.Sprintf("`%s` is due on %s, before it begins on %s", a.ID, a.Due, a.From), "correct one of the days")
			}
			r.book.aims = append(r.book.aims, a)
			r.book.of[a.ID] = append(r.book.of[a.ID], a)
			r.book.in[d] = append(r.book.in[d], a)
		}
	}
}

func aimOf(d *doc.Document, kind Kind, number int, n *strictyaml.Node) *Aim {
	text := func(key string) string { return n.Get(key).Text() }
	day := func(key string) date.Date { on, _ := date.Parse(text(key)); return on } // the schema reports what is none
	a := &Aim{Kind: kind, Document: d, Number: number, ID: text("id"), Text: text("text"), Measure: text("measure"), Unit: text("unit"),
		Lower: text("better") == "lower", From: day("from"), Due: day("due"), Owner: d.Owner, node: n}
	if owner := text("owner"); owner != "" {
		a.Owner = owner
	}
	a.Every, _ = date.ParsePeriod(text("every"))
	a.Baseline, _ = quantity(text("baseline"))
	for _, id := range n.Get("evidence").Texts() {
		a.Evidence = append(a.Evidence, doc.ID(id))
	}
	var ok bool
	a.Target, ok = quantity(text("target"))
	if !ok || a.ID == "" || !a.Lower && text("better") != "higher" {
		return nil
	}
	return a
}

// Pos gives the place of a key of the aim.
func (a *Aim) Pos(key string) diag.Pos {
	return a.Document.Pos(string(a.Kind), fmt.Sprint(a.Number), key)
}

// Name is the id with that of the document, by which it is known everywhere.
func (a *Aim) Name() string { return string(a.Document.ID) + "#" + a.ID }

// counts tells whether what a document measured counts: it is in use, and no record that is only announced.
func (r *reader) counts(d *doc.Document) bool { return d.Status.Current() && !r.acts.Ahead(d) }

// measured reads the values that the front matter of a document states.
func (r *reader) measured(d *doc.Document) {
	for i, n := range d.Front.Get("measured").Items() {
		pos := func(key string) diag.Pos { return d.Pos("measured", fmt.Sprint(i), key) }
		q, ok := quantity(n.Get("value").Text())
		name := n.Get("of").Text()
		if !ok || name == "" {
			continue // the schema says so
		}
		a := r.find(d, pos("of"), name)
		written := n.Get("period").Text()
		s, ok := span(written)
		switch {
		case a == nil:
			continue
		case written == "" && !d.Period.To.IsZero():
			s = d.Period
		case written == "" && !d.Date.IsZero():
			s = doc.Span{From: d.Date, To: d.Date}
		case written == "":
			r.fault(d, pos("value"), fmt.Sprintf("nothing says over which period the value of `%s` was measured", name), "add `period`")
			continue
		case !ok:
			r.fault(d, pos("period"), fmt.Sprintf("`%s` is no period", written), periodHint)
			continue
		}
		r.take(a, Value{Quantity: q, Span: s, Document: d, Row: -1, Pos: pos("value")}, pos("period"))
	}
}

const periodHint = "write 2026, 2026-H1, 2026-Q3, 2026-07, a day, or two days with a slash between them"

// find gives the aim that a value is of; nil where nobody can tell which.
func (r *reader) find(d *doc.Document, pos diag.Pos, name string) *Aim {
	a, could := r.book.Find(name, d)
	switch _, id := Qualified(name); {
	case a != nil:
	case could > 1:
		r.fault(d, pos, fmt.Sprintf("%d documents have an objective or benefit `%s`", could, id), "name the document too: DOCUMENT#"+id)
	default:
		hint := "use the `id` of one under `objectives` or `benefits`"
		if near, ok := nearest.Name(id, r.ids()); ok {
			hint = "did you mean `" + near + "`?"
		}
		r.fault(d, pos, fmt.Sprintf("no objective or benefit is called `%s`", name), hint)
	}
	return a
}

func (r *reader) ids() []string {
	var out []string
	for id := range r.book.of {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

// take adds a value, unless its period is not over.
func (r *reader) take(a *Aim, v Value, period diag.Pos) {
	if !r.counts(v.Document) {
		return
	}
	if v.Span.To.After(r.book.Day) {
		r.fault(v.Document, period, fmt.Sprintf("the period of this value of `%s` ends on %s, after %s", a.ID, v.Span.To, r.book.Day),
			"write down what was measured once its period is over")
		return
	}
	a.Values = append(a.Values, v)
}
