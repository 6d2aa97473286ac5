package language

import (
	"cmp"
	"slices"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/markdown"
	"clausebook/internal/standard"
	"clausebook/internal/strictyaml"
)

// Thing is what a text can name.
type Thing struct {
	What    What
	Name    string // a qualified item, an id
	Heading string // of a document, its fragment; empty for the document as a whole
}

// What tells things apart.
type What string

// What a text can name.
const (
	Document What = "document"
	Item     What = "item" // of a standard: a clause, requirement, required document or process
	Role     What = "role"
	Person   What = "person"
	Party    What = "party"
)

// Mention is a place at which a text names a thing.
type Mention struct {
	Thing
	Pos  diag.Pos
	Self bool           // it is where the thing itself stands: the id of a document, a heading
	link *markdown.Link // nil for front matter
}

// mentions lists what a document names, and its own id and headings.
func (a *Answers) mentions(d *doc.Document) []Mention {
	var out []Mention
	for key, value := range d.Front.Pairs() {
		for _, n := range leaves(value) {
			if m, ok := a.named(key.Text(), n); ok && n.Line > 0 && n.EndCol > 0 {
				m.Pos = diag.Pos{File: d.Path, Line: n.Line, Col: n.Col, EndCol: n.EndCol}
				m.Self = key.Text() == "id" && m.What == Document
				out = append(out, m)
			}
		}
	}
	for _, c := range d.Covers {
		if ref, _, ok := a.Standards.Resolve(c.Target); ok && c.Section >= 0 {
			out = append(out, Mention{Thing: Thing{What: Item, Name: ref.String()}, Pos: c.Pos})
		}
	}
	for i := range d.Body.Links {
		if m, ok := a.linked(d, &d.Body.Links[i]); ok {
			out = append(out, m)
		}
	}
	for _, h := range d.Body.Headings {
		out = append(out, Mention{Thing: Thing{Document, string(d.ID), h.ID}, Self: true,
			Pos: diag.Pos{File: d.Path, Line: h.Line, Col: h.Col, EndCol: h.EndCol}})
	}
	return out
}

// leaves gives the scalars of a value and of everything in it.
func leaves(n *strictyaml.Node) []*strictyaml.Node {
	if n == nil {
		return nil
	}
	if n.Kind == strictyaml.Scalar {
		return []*strictyaml.Node{n}
	}
	var out []*strictyaml.Node
	for _, v := range n.Values {
		out = append(out, leaves(v)...)
	}
	return out
}

// named tells what a value of the front matter names.
func (a *Answers) named(key string, n *strictyaml.Node) (m Mention, ok bool) {
	text := n.Text()
	switch keyOf(key).means {
	case meansDocument:
		return Mention{Thing: Thing{What: Document, Name: text}}, a.Docs.ByID(doc.ID(text)) != nil
	case meansItem, meansRequired:
		ref, _, ok := a.Standards.Resolve(text)
		return Mention{Thing: Thing{What: Item, Name: ref.String()}}, ok
	case meansParty:
		_, ok := a.People.Party(text)
		return Mention{Thing: Thing{What: Party, Name: text}}, ok
	case meansRole, meansPerson, meansAuthority:
		if _, ok := a.People.Role(text); ok {
			return Mention{Thing: Thing{What: Role, Name: text}}, true
		}
		_, ok := a.People.Person(text)
		return Mention{Thing: Thing{What: Person, Name: text}}, ok
	}
	return m, false
}

// linked tells what a link leads to.
func (a *Answers) linked(d *doc.Document, l *markdown.Link) (m Mention, ok bool) {
	m.Pos, m.link = diag.Pos{File: d.Path, Line: l.Line, Col: l.Col, EndCol: l.EndCol}, l
	if l.Kind == markdown.LinkClause {
		ref, _, ok := a.Standards.Resolve(l.Target)
		m.Thing = Thing{What: Item, Name: ref.String()}
		return m, ok
	}
	t := a.Docs.Resolve(d, *l)
	if t.Document == nil {
		return m, false
	}
	m.Thing = Thing{What: Document, Name: string(t.Document.ID)}
	if t.Heading != nil {
		m.Heading = t.Heading.ID
	}
	return m, true
}

// At gives what stands at a place of a file; ok is false where nothing does that has a name.
func (a *Answers) At(at diag.Pos) (m Mention, ok bool) {
	d := a.Docs.ByPath(at.File)
	if d == nil {
		return m, false
	}
	for _, m := range a.mentions(d) {
		whole := m.Self && m.Heading != "" // a heading is meant from anywhere on its line
		if m.Pos.Line == at.Line && (whole || m.Pos.Col <= at.Col && at.Col <= max(m.Pos.EndCol, m.Pos.Col)) {
			return m, true
		}
	}
	return m, false
}

// Definition gives where a thing stands.
func (a *Answers) Definition(t Thing) (diag.Pos, bool) {
	switch t.What {
	case Document:
		d := a.Docs.ByID(doc.ID(t.Name))
		if d == nil {
			return diag.Pos{}, false
		}
		if i := slices.IndexFunc(d.Body.Headings, func(h markdown.Heading) bool { return h.ID == t.Heading }); i >= 0 {
			h := d.Body.Headings[i]
			return diag.Pos{File: d.Path, Line: h.Line, Col: h.Col, EndCol: h.EndCol}, true
		}
		return d.Pos("id"), true
	case Role:
		r, ok := a.People.Role(t.Name)
		return r.Pos, ok
	case Person:
		p, ok := a.People.Person(t.Name)
		return p.Pos, ok
	case Party:
		p, ok := a.People.Party(t.Name)
		return p.Pos, ok
	case Item:
		return a.evidence(t)
	}
	return diag.Pos{}, false
}

// evidence gives where an item of a standard is answered best: the standard itself is no file of the project.
func (a *Answers) evidence(t Thing) (diag.Pos, bool) {
	ref, _, ok := a.Standards.Resolve(t.Name)
	cell := a.Matrix.Cell(ref)
	if !ok || cell == nil || len(cell.Evidence) == 0 {
		return diag.Pos{}, false
	}
	return diag.Pos{File: cell.Evidence[0].Path, Line: max(cell.Evidence[0].Line, 1), Col: 1}, true
}

// References gives every place that names a thing, by file and line. A document is named by links to its headings as well.
func (a *Answers) References(t Thing, itself bool) []Mention {
	var out []Mention
	for _, d := range a.Docs.Documents {
		for _, m := range a.mentions(d) {
			same := m.Thing == t || t.Heading == "" && m.What == t.What && m.Name == t.Name && !m.Self
			if same && (itself || !m.Self) {
				out = append(out, m)
			}
		}
	}
	slices.SortStableFunc(out, func(x, y Mention) int {
		return cmp.Or(cmp.Compare(x.Pos.File, y.Pos.File), cmp.Compare(x.Pos.Line, y.Pos.Line), cmp.Compare(x.Pos.Col, y.Pos.Col))
	})
	return out
}

// Symbol is a document or a heading, with what stands below it.
type Symbol struct {
	Name, Detail string
	Pos          diag.Pos
	Last         int // the last line that belongs to it
	Below        []Symbol
}

// Outline gives the headings of a file as a tree.
func (a *Answers) Outline(file string) []Symbol {
	d := a.Docs.ByPath(file)
	if d == nil {
		return nil
	}
	return outline(d, -1, strings.Count(string(d.Source), "\n")+1)
}

func outline(d *doc.Document, parent, last int) []Symbol {
	var out []Symbol
	for i, h := range d.Body.Headings {
		if h.Parent != parent {
			continue
		}
		if n := len(out); n > 0 {
			out[n-1].Last = max(h.Line-1, out[n-1].Pos.Line)
		}
		out = append(out, Symbol{Name: h.Text, Detail: "#" + h.ID, Pos: diag.Pos{File: d.Path, Line: h.Line, Col: h.Col, EndCol: h.EndCol},
			Last: max(last, h.Line), Below: outline(d, i, last)})
	}
	return out
}

// Find gives the documents and headings whose id or words hold a text, in any case.
func (a *Answers) Find(query string) []Symbol {
	query = strings.ToLower(query)
	var out []Symbol
	for _, d := range a.Docs.Documents {
		if strings.Contains(strings.ToLower(string(d.ID)+" "+d.Title), query) {
			out = append(out, Symbol{Name: string(d.ID) + " " + d.Title, Detail: d.Type, Pos: d.Pos("id")})
		}
		for _, h := range d.Body.Headings {
			if query != "" && strings.Contains(strings.ToLower(h.Text), query) {
				out = append(out, Symbol{Name: h.Text, Detail: string(d.ID), Pos: diag.Pos{File: d.Path, Line: h.Line, Col: h.Col, EndCol: h.EndCol}})
			}
		}
		if len(out) >= mostFound {
			return out[:mostFound]
		}
	}
	return out
}

// mostFound is how many symbols a search gives; who gets as many types another letter.
const mostFound = 500

// kindWords name the kinds of items.
var kindWords = map[standard.Kind]string{standard.KindClause: "clause", standard.KindRequirement: "requirement",
	standard.KindRequired: "required document", standard.KindProcess: "process", standard.KindOutcome: "outcome"}
