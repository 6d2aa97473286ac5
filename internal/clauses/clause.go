package clauses

import (
	"slices"

	"clausebook/internal/address"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
	"clausebook/internal/sheet"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
	"clausebook/internal/view"
)

// clausePage shows what a clause asks for and how far it is evidenced, down to the commit and the approval.
type clausePage struct {
	view.Shell
	Standard     view.Link
	ID           string
	Untitled     bool
	Informative  bool
	Summary      theme.Text
	Note         theme.Text
	Reason       theme.Text
	Children     []TreeRow
	Requirements []RequirementRow
	Required     []RequiredGroup
	Chain        []chainRow
	ChainRest    view.Link // to the rows that have no room here
	Since        *SinceAudit
	Changes      []view.RecentRow
	Subjects     []view.FactRow // areas and stages that it belongs to
	Processes    []view.Link
	Crosswalk    []view.FactRow
	Carried      []CarriedRow // what the evidence for other standards counts here
	Matrix       view.Link
	Pack         view.Link
}

// RequiredGroup is the required documents of a clause that are gaps, or those that are none.
type RequiredGroup struct {
	Title, Anchor string
	Count         int
	Rows          []view.RequiredRow
	Brief         bool // in a table, where there are many
	Rest          view.Link
}

// RequirementRow is a requirement with its state.
type RequirementRow struct {
	ID, Anchor string
	Text       theme.Text
	Kind       string
	Planned    bool
	Since      string
	Condition  theme.Text
	State      view.Tag
	Reason     theme.Text
	Documents  []view.Link // required documents that would show it
	Evidence   []AnswerRow
	Rest       view.Link // to the evidence that is not shown
	Owner      view.Link
	Due        string
	Waiver     *view.WaiverRow
	Fix        *view.FixRow
}

const (
	maxEvidence = 3  // documents shown beside a requirement; the chain below has the others
	maxAnswers  = 20 // beside all requirements of a clause, unless there are more of these

	fullRequired = 6  // required documents that a clause page shows in full
	maxBrief     = 16 // and in a table, gaps first
)

// ClauseKind has a page for each clause.
var ClauseKind = sheet.Kind{Name: "clause", Empty: clausePage{}, Golden: "standards/one-2018/8.5.html",
	Claim: func(s *view.View) {
		for _, std := range s.StandardsOnce() {
			for _, c := range std.Clauses {
				at := s.Addr.Page(standardFolder(std), c.ID)
				s.Addr.Items[std.Ref(c.ID)] = at
				for _, r := range c.Requirements {
					s.Addr.Items[std.Ref(r.ID)] = at + "#" + address.Anchor("req", r.ID)
				}
			}
		}
	},
	Pages: func(s *view.View) []sheet.Sheet {
		var out []sheet.Sheet
		last := changedSince(s)
		for _, std := range s.StandardsOnce() {
			for i := range std.Clauses {
				if c := &std.Clauses[i]; std.Clause(c.ID) == c { // a file of the user's may name a clause twice
					give := func(p view.Page) any { return clauseData(p, std, i, last()) }
					out = append(out, sheet.Sheet{At: s.Addr.Items[std.Ref(c.ID)], Data: give})
				}
			}
		}
		return out
	}}

func clauseData(p view.Page, std *standard.Standard, i int, last sinceAudit) any {
	c := &std.Clauses[i]
	ref := standard.Ref{Standard: std.ID, Item: c.ID}
	out := clausePage{Shell: p.Titled(phrase.In(std.LanguageOf(c.Title), c.ID+" "+c.Title), "standards.html", Crumbs(p, std, c)...),
		Standard: p.Link(view.NameOf(std), p.Addr.Standards[std.ID]), ID: c.ID, Untitled: c.Untitled, Informative: c.Informative,
		Summary: p.Stated(std, c.Summary), Note: p.Stated(std, c.Note)}
	p.Local(&out.Shell, p.T("Standards"), standardsNav(p, std)...)
	openTop(p, &out.Shell, std, c)
	out.Description = out.Summary
	cell := p.Cell(std.ID, c.ID)
	out.Eyebrow, out.Tags, out.Reason = view.NameOf(std), []view.Tag{p.State(cell.State)}, p.Say(cell.Reason)
	out.Children = treeRows(p, std, std.Children(c.ID))
	for j := range c.Requirements {
		out.Requirements = append(out.Requirements, requirementRow(p, std, &c.Requirements[j], answersEach(len(c.Requirements))))
	}
	out.Required = requiredGroups(p, std, ref)
	pieces := clausePieces(p.View, std, c)
	out.Chain = chainRows(p, chainBeginning(pieces))
	out.ChainRest = p.More(len(pieces)-len(out.Chain), p.Addr.Chains[ref])
	documents := documentsOf(p.View, pieces)
	out.Since = since(p, last, documents)
	out.Changes = newest(p, documents, 8)
	out.Subjects, out.Processes = subjectsOf(p, std, c), processesOf(p, ref)
	out.Crosswalk = crosswalk(p, std, c.ID)
	out.Carried = carriedRows(p, std, c)
	if i > 0 {
		out.Prev = p.StepTo(std, &std.Clauses[i-1])
	}
	if i+1 < len(std.Clauses) {
		out.Next = p.StepTo(std, &std.Clauses[i+1])
	}
	if at := p.Addr.Matrices[std.ID]; at != "" {
		out.Matrix = p.Link(p.T("Matrix"), slice(p.View, std, c.ID))
	}
	top := std.Top(c).ID
	at := p.Addr.Packs[std.Ref(top)]
	if at == "" && p.Packs == view.UsualPacks && len(documents) > 0 {
		at = view.PacksOnRequest
	}
	if at != "" {
		out.Pack = p.Link(p.T("Print the documents of clause %s", top), at)
	}
	return out
}

// answersEach is how many documents stand beside each of so many requirements.
func answersEach(requirements int) int { return max(1, min(maxEvidence, maxAnswers/requirements)) }

// requiredGroups lists the required documents of a clause, gaps first: in full where they are few, else in a table.
func requiredGroups(p view.Page, std *standard.Standard, clause standard.Ref) []RequiredGroup {
	gaps, rest := requiredUnder(p.View, std, clause.Item)
	brief := len(gaps)+len(rest) > fullRequired
	var out []RequiredGroup
	add := func(title, anchor, what string, cells []trace.Cell, room int) {
		if len(cells) == 0 {
			return
		}
		g := RequiredGroup{Title: title, Anchor: anchor, Count: len(cells), Brief: brief}
		evidence := maxEvidence
		if brief {
			evidence = 0
		}
		for _, cell := range cells[:min(len(cells), room)] {
			g.Rows = append(g.Rows, p.RequiredRow(std, std.RequiredDocument(cell.Ref.Item), evidence))
		}
		g.Rest = p.More(len(cells)-len(g.Rows), p.Addr.Lists[view.ListKey{What: what, Of: clause.String()}])
		out = append(out, g)
	}
	add(p.T("Not evidenced"), gapsAnchor, gapsUnder, gaps, maxBrief)
	add(p.T("Evidenced or not applicable"), "required-met", restUnder, rest, roomBeside(gaps))
	return out
}

// gapsAnchor names the list of gaps on the page of a clause.
const gapsAnchor = "required-gaps"

// openTop marks the top-level clause of the page in the menu.
func openTop(p view.Page, s *view.Shell, std *standard.Standard, c *standard.Clause) {
	at := p.Href(p.Addr.Items[standard.Ref{Standard: std.ID, Item: std.Top(c).ID}])
	for i := range s.Local {
		if s.Local[i].Href == at {
			s.Local[i].Open = true
		}
	}
}

// Crumbs lead to a clause from above.
func Crumbs(p view.Page, std *standard.Standard, c *standard.Clause) []view.Link {
	crumbs := wayTo(p, std)
	var above []view.Link
	at := std.Clause(c.Parent)
	for range std.Clauses {
		if at == nil {
			break
		}
		above = append(above, p.StepTo(std, at))
		at = std.Clause(at.Parent)
	}
	slices.Reverse(above)
	return append(crumbs, above...)
}

func treeRows(p view.Page, std *standard.Standard, clauses []*standard.Clause) []TreeRow {
	var out []TreeRow
	for _, c := range clauses {
		cell := p.Cell(std.ID, c.ID)
		out = append(out, TreeRow{Level: c.Level, Clause: p.Clause(std.ID, c.ID), Title: p.Stated(std, c.Title),
			State: p.State(cell.State), Reason: p.Thread(p.Say(cell.Reason)), Bar: p.Bar(p.RequirementCells(std, c.ID))})
	}
	return out
}

func requirementRow(p view.Page, std *standard.Standard, r *standard.Requirement, evidence int) RequirementRow {
	cell := p.Cell(std.ID, r.ID)
	row := RequirementRow{ID: r.ID, Anchor: address.Anchor("req", r.ID), Text: p.Stated(std, r.Text), Kind: r.Kind,
		Planned: r.Planned, Since: r.Since,
		Condition: condition(p, std, r.Condition), State: p.State(cell.State), Reason: p.Thread(p.Say(cell.Reason)),
		Owner: p.Owner(cell.Owner),
		Due:   p.DueWords(cell), Waiver: p.Waiver(cell), Fix: p.Fix(cell)}
	for _, id := range r.Required {
		row.Documents = append(row.Documents, p.Item(standard.Ref{Standard: std.ID, Item: id}))
	}
	if cell.State == trace.Met && !cell.Lent() {
		row.Reason = nil // what follows says it
	}
	row.Evidence, row.Rest = answers(p, cell, evidence)
	return row
}

func condition(p view.Page, std *standard.Standard, id string) theme.Text {
	if id == "" {
		return nil
	}
	words := phrase.Text(id)
	if c := std.Condition(id); c != nil {
		words = std.Say(c.Text)
	}
	return p.Say(phrase.Of("only if: %s", words))
}

// documentsOf gives the documents of a chain, each once.
func documentsOf(s *view.View, chain []piece) []*doc.Document {
	var out []*doc.Document
	seen := map[*doc.Document]bool{}
	for _, x := range chain {
		if d := s.Docs.ByPath(x.Evidence.Path); d != nil && !seen[d] {
			seen[d] = true
			out = append(out, d)
		}
	}
	return out
}

// newest lists the newest changes of documents.
func newest(p view.Page, documents []*doc.Document, n int) []view.RecentRow {
	var out []view.RecentRow
	for _, c := range p.Newest(documents, n) {
		out = append(out, p.RecentRow(c))
	}
	return out
}

// processesOf lists the processes of other standards with the same subject as a clause.
func processesOf(p view.Page, ref standard.Ref) []view.Link {
	var out []view.Link
	for _, std := range p.StandardsOnce() {
		for _, proc := range std.Processes {
			if slices.Contains(proc.Clauses[ref.Standard], ref.Item) {
				out = append(out, p.Item(standard.Ref{Standard: std.ID, Item: proc.ID}))
			}
		}
	}
	return out
}

// crosswalk lists where a clause came from, where it went, and its counterparts elsewhere.
func crosswalk(p view.Page, std *standard.Standard, id string) []view.FactRow {
	var out []view.FactRow
	if std == p.Standards.Primary() {
		out = append(out, primaryCrosswalk(p, std, id)...)
	}
	if primary := p.Standards.Primary(); primary != nil && primary.Supersedes == std.ID {
		for _, m := range p.Standards.Crosswalk.Moves {
			if m.From == id {
				out = append(out, view.FactRow{Label: view.NameOf(primary), Values: p.Clauses(primary.ID, m.To), Note: noted(p, m.Note)})
			}
		}
	}
	return out
}

// noted gives a note of the crosswalk in the language that it is in.
func noted(p view.Page, note string) theme.Text {
	return p.Quote(p.Standards.Crosswalk.LanguageOf(note), note)
}

func primaryCrosswalk(p view.Page, std *standard.Standard, id string) []view.FactRow {
	var out []view.FactRow
	if note := p.Standards.Crosswalk.New[id]; note != "" {
		out = append(out, view.FactRow{Label: p.T("New in this edition"), Note: noted(p, note)})
	}
	if old := p.Standards.Standard(std.Supersedes); old != nil {
		for _, m := range p.Standards.Crosswalk.Moves {
			if slices.Contains(m.To, id) {
				out = append(out, view.FactRow{Label: view.NameOf(old), Values: []view.Link{p.Clause(old.ID, m.From)},
					Note: noted(p, m.Note)})
			}
		}
	}
	for _, row := range p.Standards.Crosswalk.Rows {
		if row.Clause != id {
			continue
		}
		for _, other := range view.SortedKeys(row.Others) {
			f := view.FactRow{Label: other, Note: noted(p, row.Note)}
			for _, v := range row.Others[other] {
				f.Values = append(f.Values, p.Quoted(view.Link{Text: v}, phrase.Source))
			}
			if len(f.Values) > 0 {
				out = append(out, f)
			}
		}
	}
	return out
}
