// Package machine is what other programs read of a site: the calendar and the feeds, the registers as JSON, and what a search finds.
package machine

import (
	"cmp"
	"path"

	"clausebook/internal/address"
	"clausebook/internal/doc"
	"clausebook/internal/inforce"
	"clausebook/internal/trace"
	"clausebook/internal/view"
	"clausebook/internal/witness"
)

// jsonCell is a cell of the matrix as the file of its standard has it.
type jsonCell struct {
	Item     string         `json:"item"`
	Kind     string         `json:"kind"`
	Title    string         `json:"title"`
	Strength string         `json:"strength,omitempty"`
	State    trace.State    `json:"state"`
	Reason   string         `json:"reason"`
	Owner    string         `json:"owner,omitempty"`
	Due      string         `json:"due,omitempty"`
	Since    string         `json:"since,omitempty"` // of a gap, the day of its cause
	Missing  []string       `json:"missing,omitempty"`
	Fix      string         `json:"fix,omitempty"`
	Page     string         `json:"page,omitempty"`
	Also     []string       `json:"also,omitempty"`    // of a gap: the items of other standards that ask for the same
	Listed   string         `json:"listed,omitempty"`  // of a gap that is listed with another one: that other
	Carried  []jsonCarried  `json:"carried,omitempty"` // what is evidenced for other standards and says something here
	Evidence []jsonEvidence `json:"evidence"`
}

type jsonCarried struct {
	From     string      `json:"from"`
	Way      []string    `json:"way,omitempty"` // items between
	Relation string      `json:"relation"`      // of this item to the other
	Reviewed bool        `json:"reviewed"`
	State    trace.State `json:"state"`   // of the other item, by its own documents
	Counted  bool        `json:"counted"` // the state here follows from it
}

type jsonEvidence struct {
	Document string      `json:"document"` // documents.json has its path and the commit that last changed it
	Line     int         `json:"line,omitempty"`
	Section  string      `json:"section,omitempty"`
	How      string      `json:"how"`
	Through  string      `json:"through,omitempty"` // the item of another standard that the document serves
	State    trace.State `json:"state"`
}

// jsonHead says from what and as of when a file was made.
type jsonHead struct {
	AsOf   string `json:"as_of"`
	Commit string `json:"commit,omitempty"`
	Tool   string `json:"tool,omitempty"`
}

func head(s *view.View) jsonHead {
	return jsonHead{AsOf: s.AsOf.Day.String(), Commit: string(s.History.Head), Tool: s.Tool}
}

// MatrixPath is the address of what leads to the matrix of each standard.
const MatrixPath = "matrix.json"

// MatrixOf gives the address of the matrix of a standard.
func MatrixOf(s *view.View, standard string) string {
	return "matrix/" + path.Base(path.Dir(s.Addr.Standards[standard])) + ".json"
}

// MatrixJSON names the file of each standard's matrix, from the root of the site.
func MatrixJSON(s *view.View) any {
	type part struct {
		Standard string `json:"standard"`
		File     string `json:"file"`
		Cells    int    `json:"cells"`
	}
	out := struct {
		jsonHead
		Standards []part `json:"standards"`
	}{jsonHead: head(s), Standards: []part{}}
	for _, m := range s.Matrix.Standards {
		n := 0
		for _, cells := range cellsOf(m) {
			n += len(cells)
		}
		out.Standards = append(out.Standards, part{m.Standard, MatrixOf(s, m.Standard), n})
	}
	return out
}

// MatrixOfJSON is the matrix of one standard, cell by cell. What is the same wherever a document is evidence, documents.json has.
func MatrixOfJSON(s *view.View, m trace.StandardMatrix) any {
	out := struct {
		jsonHead
		Standard string     `json:"standard"`
		Cells    []jsonCell `json:"cells"`
	}{jsonHead: head(s), Standard: m.Standard, Cells: []jsonCell{}}
	for _, cells := range cellsOf(m) {
		for _, c := range cells {
			out.Cells = append(out.Cells, newJSONCell(s, c))
		}
	}
	return out
}

func cellsOf(m trace.StandardMatrix) [][]trace.Cell {
	return [][]trace.Cell{m.Clauses, m.Requirements, m.Required, m.Processes}
}

// throughWords names the item of another standard by which evidence counts.
func throughWords(e trace.Evidence) string {
	if e.Through.Item == "" {
		return ""
	}
	return e.Through.String()
}

func newJSONCell(s *view.View, c trace.Cell) jsonCell {
	out := jsonCell{Item: c.Ref.Item, Kind: string(c.Kind), Title: c.Title, Strength: string(c.Strength), State: c.State,
		Reason: c.Reason.String(),
		Owner:  c.Owner, Due: c.Due.String(), Since: c.Since.String(), Missing: c.Missing, Fix: c.Fix.String(), Page: s.Addr.Items[c.Ref],
		Evidence: []jsonEvidence{}}
	for _, ref := range c.Also {
		out.Also = append(out.Also, ref.String())
	}
	if c.Listed.Item != "" {
		out.Listed = c.Listed.String()
	}
	for _, x := range c.Carried {
		carried := jsonCarried{From: x.From().String(), Relation: string(x.Relation()), Reviewed: x.Reviewed(),
			State: x.State, Counted: x.Counted}
		for _, r := range x.Rows[1:] {
			carried.Way = append(carried.Way, r.From.String())
		}
		out.Carried = append(out.Carried, carried)
	}
	for _, e := range c.Evidence {
		out.Evidence = append(out.Evidence, jsonEvidence{Through: throughWords(e), Document: string(e.Document), Line: e.Line,
			Section: e.Section, How: e.How, State: e.State})
	}
	return out
}

type jsonDocument struct {
	ID        string     `json:"id"`
	Title     string     `json:"title"`
	Type      string     `json:"type"`
	Version   string     `json:"version,omitempty"`
	Status    doc.Status `json:"status"`
	Owner     string     `json:"owner,omitempty"`
	Approved  string     `json:"approved_on,omitempty"`
	State     string     `json:"state"` // of the text: draft, proposed, scheduled, in-force and so on
	InForce   *jsonForce `json:"in_force,omitempty"`
	Scheduled *jsonForce `json:"scheduled,omitempty"` // approved, and takes effect later
	ReviewDue string     `json:"review_due,omitempty"`
	Path      string     `json:"path"`
	Page      string     `json:"page"`
	SHA256    string     `json:"sha256,omitempty"`
	Commit    string     `json:"commit,omitempty"`  // that last changed it; none is known of a document that was never committed
	Revised   string     `json:"revised,omitempty"` // the day of that commit
	// Acts are what the document says was done, with who wrote that down.
	Acts []witness.Statement `json:"acts"`
}

// jsonForce is the version in force on the day of judgement, or the one that takes effect next.
type jsonForce struct {
	Version string `json:"version"`
	From    string `json:"from"`
	Said    string `json:"said_on,omitempty"`
	Page    string `json:"page,omitempty"`
}

func newJSONForce(s *view.View, v *inforce.Tenure) *jsonForce {
	return &jsonForce{Version: v.Number(), From: v.From.String(), Said: v.Said.String(), Page: s.Addr.Texts[v]}
}

// DocumentsJSON is the register of documents.
func DocumentsJSON(s *view.View) any {
	out := struct {
		jsonHead
		Documents []jsonDocument `json:"documents"`
	}{jsonHead: head(s), Documents: []jsonDocument{}}
	for _, d := range s.Docs.Documents {
		j := jsonDocument{ID: string(d.ID), Title: view.TitleOf(d), Type: d.Type, Version: d.Version, Status: s.Standing(d), Owner: d.Owner,
			ReviewDue: s.ReviewDue(d).String(), Path: d.Path, Page: s.Addr.Documents[d], SHA256: d.SHA256,
			Acts: s.Acts.Statements(d, s.History, s.People)}
		if v, ok := s.Approvals.Current(d); ok {
			j.Approved = v.On.String()
		}
		if r := s.History.Revisions(d.Path); len(r) > 0 && r[0].Commit != nil {
			j.Commit, j.Revised = string(r[0].Commit.Hash), r[0].Commit.Committer.Day().String()
		}
		life := s.InForce.Of(d)
		j.State = life.Text().String()
		if v := life.On(s.AsOf.Day); v != nil {
			j.InForce = newJSONForce(s, v)
		}
		if v := life.Coming(s.AsOf.Day); v != nil {
			j.Scheduled = newJSONForce(s, v)
		}
		out.Documents = append(out.Documents, j)
	}
	return out
}

// LinkedData is the address of what search engines and catalogues read. It stands beside the pages, for a page holds no
// script, not even one that is data.
const LinkedData = "documents.jsonld"

// linkedDocument is a document in the words of schema.org. Addresses are relative to the file unless the site's own is
// known.
type linkedDocument struct {
	ID         string     `json:"@id"`
	Type       string     `json:"@type"`
	Identifier string     `json:"identifier"`
	Name       string     `json:"name"`
	Genre      string     `json:"genre,omitempty"`
	Version    string     `json:"version,omitempty"`
	Status     doc.Status `json:"creativeWorkStatus"`
	Published  string     `json:"datePublished,omitempty"`
	Language   string     `json:"inLanguage,omitempty"`
	Owner      *linkedOne `json:"maintainer,omitempty"`
	Publisher  *linkedOne `json:"publisher,omitempty"`
}

type linkedOne struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

// LinkedJSON lists the documents that may be found by a search. The vocabulary is named and not loaded: whoever reads
// the file needs no connection.
func LinkedJSON(s *view.View) any {
	context := map[string]string{"@vocab": "https://schema.org/"}
	if s.Site.BaseURL != "" {
		context["@base"] = s.Absolute("")
	}
	out := struct {
		Context map[string]string `json:"@context"`
		Graph   []linkedDocument  `json:"@graph"`
	}{context, []linkedDocument{}}
	for _, d := range s.Index.Titles() {
		out.Graph = append(out.Graph, newLinked(s, d))
	}
	return out
}

func newLinked(s *view.View, d *doc.Document) linkedDocument {
	l := linkedDocument{ID: address.Relative("", s.Addr.Documents[d]), Type: "DigitalDocument", Identifier: string(d.ID),
		Name:    view.TitleOf(d),
		Genre:   d.Type,
		Version: d.Version, Status: s.Standing(d), Language: cmp.Or(d.Language, s.Language())}
	if v, ok := s.Approvals.Current(d); ok {
		l.Published = v.On.String()
	}
	if r, ok := s.People.Role(d.Owner); ok {
		l.Owner = &linkedOne{"Role", cmp.Or(r.Title, d.Owner)}
	}
	if s.Site.Organization != "" {
		l.Publisher = &linkedOne{"Organization", s.Site.Organization}
	}
	return l
}
