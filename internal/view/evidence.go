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

// share says how much there is of what is partly evidenced.
func (p Page) share(c trace.Cell) string {
	if c.State != trace.Partly || c.Share.Of == 0 {
		return ""
	}
	return p.T("%d of %d", c.Share.Have, c.Share.Of)
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
		State: p.State(c.State), Share: p.share(c),
		Reason: p.Thread(p.Say(c.Reason)), Since: p.since(c), Owner: p.Owner(c.Owner), Due: p.DueWords(c),
		Fix: p.Fix(c), Waiver: p.Waiver(c), Strength: p.strength(c.Strength)}
	row.Missing, row.Others = p.lacking(c, nil, nil)
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
	Share      string // how much of it is there, of what is partly evidenced
	Reason     theme.Text
	Since      theme.Text // since when it is a gap
	Missing    []theme.Text
	MissingOf  Link         // to all that is missing, where that is more
	Others     []theme.Text // all else that is missing, where the row stands in the documentation set
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
	row := RequiredRow{ID: r.ID, Anchor: address.Anchor("doc", r.ID), Title: p.Stated(std, r.Title), Kind: p.kindWords(r),
		Strength: p.strength(r.Strength),
		Link:     p.Item(standard.Ref{Standard: std.ID, Item: r.ID}), Clauses: p.Clauses(std.ID, r.Clauses), Cadence: p.Say(cadence(std, *r)),
		Retention: p.Stated(std, r.Retention), Usual: p.Stated(std, r.Owner), Sections: p.AllStated(std, r.Sections),
		Note: p.Stated(std, r.Note), State: p.State(cell.State), Share: p.share(cell), Since: p.since(cell),
		Reason: p.Thread(p.Say(cell.Reason)),
		Owner:  p.Owner(cell.Owner), Due: p.DueWords(cell), Fix: p.Fix(cell), Waiver: p.Waiver(cell)}
	missing, others := p.lacking(cell, r.Sections, std)
	row.Missing, row.MissingOf = missing, p.More(len(others), p.Addr.Items[cell.Ref])
	row.Evidence, row.Rest = p.Evidence(cell, evidence)
	return row
}

// WholeRow shows a required document with all that is missing, as the documentation set has it.
func (p Page) WholeRow(std *standard.Standard, r *standard.RequiredDocument, evidence int) RequiredRow {
	row := p.RequiredRow(std, r, evidence)
	_, row.Others = p.lacking(p.Cell(std.ID, r.ID), r.Sections, std)
	row.MissingOf = Link{}
	return row
}

const maxMissing = 8 // things named that are still missing

// lacking names what is missing, what there is room for and the others: sections as the standard calls them, in its language,
// or services, suppliers and months, which have names of their own.
func (p Page) lacking(c trace.Cell, sections []string, std *standard.Standard) (first, others []theme.Text) {
	var out []theme.Text
	for _, name := range c.Missing {
		if slices.Contains(sections, name) {
			out = append(out, p.Stated(std, name))
		} else {
			out = append(out, p.Thread(theme.Own(name)))
		}
	}
	n := min(len(out), maxMissing)
	return out[:n], out[n:]
}

// cadence says whose interval it is. The standard's own data decides; where it names none, nothing is said.
func cadence(std *standard.Standard, r standard.RequiredDocument) phrase.Phrase {
	if r.Cadence.IsZero() && r.CadenceNote != "" {
		return std.Say(r.CadenceNote)
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
		Place: Place(c.Waiver.Pos)}
}

// Evidence gives the first n pieces of a cell, and the way to the others.
func (p Page) Evidence(c trace.Cell, n int) ([]EvidenceRow, Link) {
	var out []EvidenceRow
	for _, e := range c.Evidence[:min(n, len(c.Evidence))] {
		out = append(out, p.EvidenceRow(e))
	}
	return out, p.More(len(c.Evidence)-len(out), p.Addr.Rows[c.Ref])
}

// EvidenceRow shows one piece.
func (p Page) EvidenceRow(e trace.Evidence) EvidenceRow {
	row := EvidenceRow{Document: p.Document(e.Document).Untitled(), How: e.How, State: p.State(e.State), Reason: p.Thread(p.Say(e.Reason)),
		Place:  e.Path,
		Commit: p.Commit(string(e.Commit)).Untitled(), Revised: e.Revised.String()}
	if e.Line > 0 {
		row.Place += ":" + strconv.Itoa(e.Line)
	}
	if d := p.Docs.ByID(e.Document); d != nil {
		row.Title = p.Say(TitleWords(d))
		if e.Section != "" {
			row.Section = p.SectionLink(d, e.Section)
		}
	}
	return row
}

// EvidenceLinks gives the documents of the first pieces of evidence of an item, each once and at most n of them, and the way
// to the others.
func (p Page) EvidenceLinks(of standard.Ref, all []trace.Evidence, n int) ([]Link, Link) {
	var out []Link
	seen := map[doc.ID]bool{}
	for _, e := range all {
		if !seen[e.Document] && len(seen) < n {
			out = append(out, p.Document(e.Document))
		}
		seen[e.Document] = true
	}
	return out, p.More(len(seen)-len(out), p.Addr.Rows[of])
}
