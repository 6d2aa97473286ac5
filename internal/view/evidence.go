package view

import (
	"slices"
	"strconv"

	"clausebook/internal/address"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
)

// ChainOf gives the address at which the whole evidence of an item stands; nothing where no page has it all.
func (s *View) ChainOf(ref standard.Ref) string {
	std := s.Standards.Standard(ref.Standard)
	if std == nil {
		return ""
	}
	at := func(id string) string { return s.Addr.Chains[standard.Ref{Standard: std.ID, Item: id}] }
	if r := std.Requirement(ref.Item); r != nil {
		return at(r.Clause)
	}
	if r := std.RequiredDocument(ref.Item); r != nil && len(r.Clauses) > 0 {
		return at(r.Clauses[0])
	}
	return at(ref.Item)
}

// FixRow says how to fix what an item lacks: by a command, or else by what to do.
type FixRow struct {
	Command string
	Do      theme.Text
}

// Fix gives nothing for what needs no fixing.
func (p Page) Fix(c trace.Cell) *FixRow {
	if c.Fix.IsZero() {
		return nil
	}
	return &FixRow{Command: c.Fix.Command, Do: p.Say(c.Fix.Do)}
}

// since says since when something is a gap, and what shows it.
func (p Page) since(c trace.Cell) theme.Text {
	switch {
	case !c.State.Gap() || c.SinceBy.IsZero():
		return nil
	case c.Since.IsZero():
		return p.Say(c.SinceBy)
	}
	age := phrase.Count(c.Since.DaysUntil(p.AsOf.Day), "%d day", "%d days")
	if c.State == trace.Missing {
		return p.Say(phrase.Of("missing since %s (%s): %s", c.Since, age, c.SinceBy))
	}
	return p.Say(phrase.Of("since %s (%s): %s", c.Since, age, c.SinceBy))
}

// GapRow shows a cell whether or not its standard is at hand.
func (p Page) GapRow(c trace.Cell) RequiredRow {
	if std := p.Standards.Standard(c.Ref.Standard); std != nil {
		if r := std.RequiredDocument(c.Ref.Item); r != nil {
			return p.RequiredRow(std, r, 3)
		}
	}
	row := RequiredRow{ID: c.Ref.Item, Anchor: address.Anchor("doc", c.Ref.Item), Title: theme.Own(c.Title), Link: Link{Text: c.Title},
		State:  p.State(c.State),
		Reason: p.Say(c.Reason), Since: p.since(c), Missing: p.lacking(c, nil, ""), Owner: p.Owner(c.Owner), Due: p.DueWords(c),
		Fix: p.Fix(c), Waiver: p.Waiver(c), Strength: p.strength(c.Strength)}
	row.Evidence, row.Rest = p.Evidence(c, 3)
	return row
}

// RequiredRow is a required document with its state.
type RequiredRow struct {
	ID, Anchor string
	Link       Link
	Title      theme.Text
	Kind       string
	Strength   string
	Clauses    []Link
	Cadence    theme.Text
	Retention  theme.Text
	Usual      theme.Text // the role that commonly owns it
	Sections   []theme.Text
	Note       theme.Text
	State      Tag
	Reason     theme.Text
	Since      theme.Text // since when it is a gap
	Missing    []theme.Text
	Evidence   []EvidenceRow
	Rest       Link
	Owner      Link
	Due        string
	Fix        *FixRow
	Waiver     *WaiverRow
}

// EvidenceRow is one piece of evidence: a document or a section of it.
type EvidenceRow struct {
	Document Link
	Title    theme.Text
	Section  Link
	How      string
	State    Tag
	Reason   theme.Text
	Place    string // file:line
	Commit   Link
	Revised  string
}

// ChainRow follows one piece of evidence from the clause to the approval.
type ChainRow struct {
	For      Link
	Evidence EvidenceRow
	Version  string
	Approval string
	Approver Link
	Grade    string
	Doubt    theme.Text
}

// WaiverRow is an accepted gap.
type WaiverRow struct {
	Reason     string
	ApprovedBy Link
	Expires    string
	Place      string
}

// RequiredRow shows a required document with at most so many pieces of evidence.
func (p Page) RequiredRow(std *standard.Standard, r *standard.RequiredDocument, evidence int) RequiredRow {
	cell := p.Cell(std.ID, r.ID)
	row := RequiredRow{ID: r.ID, Anchor: address.Anchor("doc", r.ID), Title: p.Quote(std.Language, r.Title), Kind: p.kindWords(r),
		Strength: p.strength(r.Strength),
		Link:     p.Item(standard.Ref{Standard: std.ID, Item: r.ID}), Clauses: p.Clauses(std.ID, r.Clauses), Cadence: p.Say(cadence(std, *r)),
		Retention: p.Quote(std.Language, r.Retention), Usual: p.Quote(std.Language, r.Owner), Sections: p.Quotes(std.Language, r.Sections),
		Note: p.Quote(std.Language, r.Note), State: p.State(cell.State), Since: p.since(cell), Reason: p.Say(cell.Reason),
		Missing: p.lacking(cell, r.Sections, std.Language), Owner: p.Owner(cell.Owner), Due: p.DueWords(cell), Fix: p.Fix(cell),
		Waiver: p.Waiver(cell)}
	row.Evidence, row.Rest = p.Evidence(cell, evidence)
	return row
}

const maxMissing = 8 // things named that are still missing

// lacking names what is missing, and counts what there is no room to name: sections as the standard calls them, in its
// language, or services, suppliers and months, which have names of their own.
func (s *View) lacking(c trace.Cell, sections []string, language string) []theme.Text {
	var out []theme.Text
	for _, name := range c.Missing[:min(len(c.Missing), maxMissing)] {
		if slices.Contains(sections, name) {
			out = append(out, s.Quote(language, name))
		} else {
			out = append(out, theme.Own(name))
		}
	}
	if more := len(c.Missing) - len(out); more > 0 {
		out = append(out, theme.Own(s.T("and %d more", more)))
	}
	return out
}

// cadence says whose interval it is. The standard's own data decides; where it names none, nothing is said.
func cadence(std *standard.Standard, r standard.RequiredDocument) phrase.Phrase {
	if r.Cadence.IsZero() && r.CadenceNote != "" {
		return phrase.In(std.Language, r.CadenceNote)
	}
	return r.CadenceWords()
}

func (p Page) kindWords(r *standard.RequiredDocument) string {
	if r.Kind == "record" {
		return p.T("record")
	}
	return p.T("document")
}

func (p Page) strength(s standard.Strength) string {
	switch s {
	case standard.Explicit:
		return p.T("required in writing")
	case standard.Implied:
		return p.T("implied: cannot be shown otherwise")
	case standard.Recommended:
		return p.T("recommended practice")
	}
	return string(s)
}

// Owner links to the role that answers; zero where nobody is named.
func (p Page) Owner(id string) Link {
	if id == "" {
		return Link{}
	}
	return p.Role(id)
}

// DueWords says when a cell falls due.
func (p Page) DueWords(c trace.Cell) string {
	if c.Due.IsZero() {
		return ""
	}
	return p.Day(c.Due)
}

// Waiver shows who accepted a gap; nil where nobody did.
func (p Page) Waiver(c trace.Cell) *WaiverRow {
	if c.Waiver == nil {
		return nil
	}
	return &WaiverRow{Reason: c.Waiver.Reason, ApprovedBy: p.Whoever(c.Waiver.ApprovedBy), Expires: p.Day(c.Waiver.Expires),
		Place: c.Waiver.Pos.String()}
}

// Evidence gives the first n pieces of a cell, and the way to the others.
func (p Page) Evidence(c trace.Cell, n int) ([]EvidenceRow, Link) {
	var out []EvidenceRow
	for _, e := range c.Evidence[:min(n, len(c.Evidence))] {
		out = append(out, p.evidenceRow(e))
	}
	return out, p.More(len(c.Evidence)-len(out), p.ChainOf(c.Ref))
}

func (p Page) evidenceRow(e trace.Evidence) EvidenceRow {
	row := EvidenceRow{Document: p.Document(e.Document).Untitled(), How: e.How, State: p.State(e.State), Reason: p.Say(e.Reason),
		Place:  e.Path,
		Commit: p.Commit(string(e.Commit)), Revised: e.Revised.String()}
	if e.Line > 0 {
		row.Place += ":" + strconv.Itoa(e.Line)
	}
	if d := p.Docs.ByID(e.Document); d != nil {
		row.Title = p.Say(TitleWords(d))
		if e.Section != "" {
			row.Section = p.section(d, e.Section)
		}
	}
	return row
}

// EvidenceLinks gives the documents of the first n pieces of evidence, each once.
func (p Page) EvidenceLinks(all []trace.Evidence, n int) []Link {
	var out []Link
	seen := map[doc.ID]bool{}
	for _, e := range all {
		if !seen[e.Document] && len(out) < n {
			seen[e.Document] = true
			out = append(out, p.Document(e.Document))
		}
	}
	return out
}

// Piece is one piece of evidence with what it is for.
type Piece struct {
	Ref      standard.Ref
	Evidence trace.Evidence
}

// Pieces lists the evidence of a clause and of its requirements, each document or section once.
func (s *View) Pieces(std *standard.Standard, c *standard.Clause) []Piece {
	items := make([]string, 0, len(c.Requirements)+len(c.Required)+1)
	for _, r := range c.Requirements {
		items = append(items, r.ID)
	}
	type key struct {
		document doc.ID
		section  string
	}
	var out []Piece
	seen := map[key]bool{}
	for _, id := range append(append(items, c.Required...), c.ID) {
		cell := s.Cell(std.ID, id)
		for _, e := range cell.Evidence {
			if k := (key{e.Document, e.Section}); !seen[k] {
				seen[k] = true
				out = append(out, Piece{cell.Ref, e})
			}
		}
	}
	return out
}

// ChainRows follows pieces of evidence to the commit and the approval.
func (p Page) ChainRows(pieces []Piece) []ChainRow {
	var out []ChainRow
	for _, x := range pieces {
		out = append(out, p.chainRow(x.Ref, x.Evidence))
	}
	return out
}

func (p Page) chainRow(ref standard.Ref, e trace.Evidence) ChainRow {
	row := ChainRow{For: p.Item(ref), Evidence: p.evidenceRow(e)}
	d := p.Docs.ByID(e.Document)
	if d == nil {
		return row
	}
	v, ok := p.Approvals.Current(d)
	if !ok {
		row.Approval = p.T("no approved version")
		return row
	}
	row.Version, row.Approval, row.Grade = v.Version, v.On.String(), p.Plain(v.Grade.Words())
	row.Approver = p.Approver(v)
	if len(v.Verdicts) > 0 {
		row.Doubt = p.Say(v.Verdicts[0].Message)
	}
	return row
}
