package export

import (
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/report"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
)

// Chain is what one name leads to: from an item of a standard to its evidence, or from a document to what it serves.
// A name can mean an item and a document; then there are two roots.
type Chain struct {
	Tool   string    `json:"tool,omitempty"`
	AsOf   date.Date `json:"as_of"`
	Commit string    `json:"commit,omitempty"`
	Asked  string    `json:"asked"`
	Roots  []Link    `json:"roots"`
}

// Link is one thing of a chain and what hangs on it.
type Link struct {
	Relation string            `json:"relation,omitempty"` // how it hangs on the link above, such as "fulfils"
	Kind     string            `json:"kind"`               // clause | requirement | required-document | process | outcome | document
	ID       string            `json:"id"`                 // qualified for items of standards
	Title    string            `json:"title"`
	Strength standard.Strength `json:"strength,omitempty"`
	State    string            `json:"state,omitempty"` // of an item or a piece of evidence; for a document its status
	Reason   string            `json:"reason,omitempty"`
	Owner    *report.Owner     `json:"owner,omitempty"`
	Due      date.Date         `json:"due,omitzero"`
	Missing  []string          `json:"missing,omitempty"`
	Fix      string            `json:"fix,omitempty"`
	Place    report.Place      `json:"place,omitzero"`
	Section  string            `json:"section,omitempty"` // heading
	Approval *report.Approval  `json:"approval,omitempty"`
	Links    []Link            `json:"links,omitempty"`
}

// ChainOf gives the chain of a clause, requirement, required document, process, outcome or document, named as
// documents name them. Nothing has that name where it is not ok.
func ChainOf(d *dossier.Dossier, name string) (c Chain, ok bool) {
	c = Chain{Tool: d.Tool, AsOf: d.AsOf.Day, Commit: report.Head(d), Asked: name}
	t := tracer{d}
	if ref, kind, found := d.Standards.Resolve(name); found {
		c.Roots = append(c.Roots, t.item(ref, kind))
	}
	if found := FindDocument(d, name); found != nil {
		c.Roots = append(c.Roots, t.document(found))
	}
	return c, len(c.Roots) > 0
}

// FindDocument gives the document with this id or path, or nil.
func FindDocument(d *dossier.Dossier, name string) *doc.Document {
	if found := d.Docs.ByID(doc.ID(name)); found != nil {
		return found
	}
	return d.Docs.ByPath(name)
}

// Names gives every name that ChainOf knows: documents, then items of the standards, those of the primary one without
// prefix.
func Names(d *dossier.Dossier) []string {
	out := DocumentNames(d)
	for _, m := range d.Matrix.Standards {
		for _, cells := range [][]trace.Cell{m.Clauses, m.Requirements, m.Required, m.Processes} {
			for _, c := range cells {
				name := c.Ref.String()
				if p := d.Standards.Primary(); p != nil && p.ID == c.Ref.Standard {
					name = c.Ref.Item
				}
				out = append(out, name)
			}
		}
	}
	return out
}

// DocumentNames gives the id of every document.
func DocumentNames(d *dossier.Dossier) []string {
	var out []string
	for _, x := range d.Docs.Documents {
		out = append(out, string(x.ID))
	}
	return out
}

type tracer struct{ *dossier.Dossier }

// item gives an item with everything below it.
func (t tracer) item(ref standard.Ref, kind standard.Kind) Link {
	std := t.Standards.Standard(ref.Standard)
	switch kind {
	case standard.KindClause:
		return t.clause(std, std.Clause(ref.Item))
	case standard.KindRequirement:
		r := std.Requirement(ref.Item)
		l := t.requirement(std, r, map[string]bool{})
		l.Links = slices.Concat([]Link{t.brief(ref.Standard, r.Clause, standard.KindClause, "part of")}, l.Links)
		return l
	case standard.KindRequired:
		return t.asked(std, std.RequiredDocument(ref.Item))
	case standard.KindProcess:
		return t.process(std, std.Process(ref.Item))
	}
	return t.brief(ref.Standard, ref.Item, kind, "")
}

// brief gives an item without what hangs on it.
func (t tracer) brief(std, item string, kind standard.Kind, relation string) Link {
	ref := standard.Ref{Standard: std, Item: item}
	l := Link{Relation: relation, Kind: string(kind), ID: ref.String(), Place: t.itemPlace(ref)}
	c := t.Matrix.Cell(ref)
	if c == nil {
		l.Title = t.itemTitle(ref)
		return l
	}
	l.Title, l.Strength, l.State, l.Reason, l.Due, l.Missing, l.Fix = c.Title, c.Strength, string(
		c.State,
	), c.Reason.String(), c.Due, c.Missing, c.Fix.String()
	if c.Owner != "" {
		o := report.OwnerOf(t.Dossier, c.Owner, "")
		l.Owner = &o
	}
	return l
}

// itemTitle gives the words of an item that has no cell, such as an outcome.
func (t tracer) itemTitle(ref standard.Ref) string {
	std := t.Standards.Standard(ref.Standard)
	if std == nil {
		return ""
	}
	for _, p := range std.Processes {
		for _, o := range p.Outcomes {
			if o.ID == ref.Item {
				return o.Text
			}
		}
	}
	return ""
}

// itemPlace gives where the standard's file has the item. A standard that clausebook brings along has no file of the
// repository.
func (t tracer) itemPlace(ref standard.Ref) report.Place {
	std := t.Standards.Standard(ref.Standard)
	if std == nil || std.Builtin {
		return report.Place{}
	}
	p := report.Place{File: report.InRepository(t.Dossier, std.Path)}
	if c := std.Clause(ref.Item); c != nil {
		p.Line = c.Pos.Line
	} else if r := std.Requirement(ref.Item); r != nil {
		p.Line = r.Pos.Line
	} else if r := std.RequiredDocument(ref.Item); r != nil {
		p.Line = r.Pos.Line
	} else if process := std.Process(ref.Item); process != nil {
		p.Line = process.Pos.Line
	}
	return p
}

// clause gives a clause with its requirements, the required documents that none of them names, its sub-clauses and what covers it.
func (t tracer) clause(std *standard.Standard, c *standard.Clause) Link {
	l := t.brief(std.ID, c.ID, standard.KindClause, "")
	if c.Parent != "" {
		l.Links = append(l.Links, t.brief(std.ID, c.Parent, standard.KindClause, "part of"))
	}
	shown := map[string]bool{}
	for i := range c.Requirements {
		r := t.requirement(std, &c.Requirements[i], shown)
		r.Relation = "has requirement"
		l.Links = append(l.Links, r)
	}
	for _, id := range c.Required {
		if r := std.RequiredDocument(id); r != nil && !shown[id] {
			l.Links = append(l.Links, t.required(std, r, "requires"))
		}
	}
	for _, sub := range std.Clauses {
		if sub.Parent == c.ID {
			l.Links = append(l.Links, t.brief(std.ID, sub.ID, standard.KindClause, "has part"))
		}
	}
	if len(c.Requirements) == 0 { // otherwise what covers the clause stands under each requirement
		l.Links = append(l.Links, t.evidence(l.ID, "covers")...)
	}
	return l
}

// requirement gives a requirement with its required documents and what covers it. A required document is told in full once.
func (t tracer) requirement(std *standard.Standard, r *standard.Requirement, shown map[string]bool) Link {
	l := t.brief(std.ID, r.ID, standard.KindRequirement, "")
	for _, id := range r.Required {
		switch required := std.RequiredDocument(id); {
		case required == nil:
		case shown[id]:
			again := t.brief(std.ID, id, standard.KindRequired, "requires")
			again.Reason, again.Fix, again.Missing = "see above", "", nil
			l.Links = append(l.Links, again)
		default:
			shown[id] = true
			l.Links = append(l.Links, t.required(std, required, "requires"))
		}
	}
	l.Links = append(l.Links, t.evidence(l.ID, "covers")...)
	return l
}

// required gives a required document with the documents that fulfil it.
func (t tracer) required(std *standard.Standard, r *standard.RequiredDocument, relation string) Link {
	l := t.brief(std.ID, r.ID, standard.KindRequired, relation)
	l.Links = t.evidence(l.ID, "fulfils")
	return l
}

// asked gives a required document with what asks for it and what fulfils it.
func (t tracer) asked(std *standard.Standard, r *standard.RequiredDocument) Link {
	l := t.required(std, r, "")
	var above []Link
	for _, c := range std.Clauses {
		for _, q := range c.Requirements {
			if slices.Contains(q.Required, r.ID) {
				above = append(above, t.brief(std.ID, q.ID, standard.KindRequirement, "required by"))
			}
		}
	}
	for _, id := range r.Clauses {
		above = append(above, t.brief(std.ID, id, standard.KindClause, "evidence for"))
	}
	l.Links = slices.Concat(above, l.Links)
	return l
}

// process gives a process with its outcomes, the clauses with the same subject and what covers it.
func (t tracer) process(std *standard.Standard, p *standard.Process) Link {
	l := t.brief(std.ID, p.ID, standard.KindProcess, "")
	for _, o := range p.Outcomes {
		l.Links = append(l.Links, t.brief(std.ID, o.ID, standard.KindOutcome, "has outcome"))
	}
	for _, other := range t.Standards.Standards {
		for _, id := range p.Clauses[other.ID] {
			l.Links = append(l.Links, t.brief(other.ID, id, standard.KindClause, "same subject"))
		}
	}
	l.Links = append(l.Links, t.evidence(l.ID, "covers")...)
	return l
}

// evidence gives the pieces of evidence of an item that serve it in this way.
func (t tracer) evidence(ref, how string) []Link {
	at, _, _ := t.Standards.Resolve(ref)
	c := t.Matrix.Cell(at)
	if c == nil {
		return nil
	}
	var out []Link
	for _, e := range c.Evidence {
		if e.How == how {
			out = append(out, t.piece(e))
		}
	}
	return out
}

// relations are the ways in which a document serves an item, as they read from the item down.
var relations = map[string]string{"fulfils": "fulfilled by", "covers": "covered by", "stated": "said to be shown by"}

func (t tracer) piece(e trace.Evidence) Link {
	l := Link{Relation: relations[e.How], Kind: "document", ID: string(e.Document), State: string(e.State), Reason: e.Reason.String(),
		Place: report.PlaceOfEvidence(t.Dossier, e), Section: e.Heading}
	d := t.Docs.ByPath(e.Path)
	if d == nil {
		return l
	}
	l.Title, l.Due, l.Approval = d.Title, trace.ReviewDue(d, t.Approvals, t.Acts), t.current(d)
	o := report.OwnerOf(t.Dossier, d.Owner, "")
	l.Owner = &o
	return l
}

// current gives the approval of the version that the document claims now, or nil.
func (t tracer) current(d *doc.Document) *report.Approval {
	if t.Approvals == nil {
		return nil
	}
	v, ok := t.Approvals.Current(d)
	if !ok {
		return nil
	}
	a := report.ApprovalOf(t.Dossier, v)
	return &a
}

// document gives a document with what it serves.
func (t tracer) document(d *doc.Document) Link {
	o := report.OwnerOf(t.Dossier, d.Owner, "")
	l := Link{
		Kind:     "document",
		ID:       string(d.ID),
		Title:    d.Title,
		State:    string(trace.Status(d, t.Approvals, t.Acts)),
		Owner:    &o,
		Due:      trace.ReviewDue(d, t.Approvals, t.Acts),
		Approval: t.current(d),
		Place:    t.documentPlace(d),
	}
	for _, u := range t.Matrix.Uses(d.ID) {
		use := t.brief(u.Ref.Standard, u.Ref.Item, u.Kind, u.How)
		if use.Title == "" {
			use.Title = u.Title
		}
		use.State = string(u.State)
		for _, h := range d.Body.Headings {
			if u.Section != "" && h.ID == u.Section {
				use.Section = h.Text
			}
		}
		l.Links = append(l.Links, use)
	}
	return l
}

// documentPlace gives the file with the commit that last changed it.
func (t tracer) documentPlace(d *doc.Document) report.Place {
	p := report.Place{Document: string(d.ID), File: report.InRepository(t.Dossier, d.Path)}
	if t.History == nil || !t.History.Reliable() {
		return p
	}
	if revisions := t.History.Revisions(d.Path); len(revisions) > 0 && revisions[0].Commit != nil {
		p.Commit, p.Day = string(revisions[0].Commit.Hash), report.DayOf(revisions[0].Commit)
	}
	return p
}
