package clauses

import (
	"clausebook/internal/sheet"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
	"clausebook/internal/view"
)

// Row sums up a clause: how many of its requirements and required documents are evidenced.
type Row struct {
	Clause       view.Link
	Title        theme.Text
	State        view.Tag
	Requirements view.Bar
	Required     view.Bar
	Gaps         view.Link // number of required documents with a gap, leading to them
	Overdue      view.Link // of them past their due day, likewise
}

// Readiness puts the counts into sentences, worst first, so that the answer needs no picture.
func Readiness(s *view.View, m trace.StandardMatrix) []string {
	n := trace.Tally(m.Required)
	out := []string{requiredEvidenced(s, m)}
	for _, state := range trace.States {
		if count := n[state]; count > 0 && state.Gap() {
			out = append(out, s.T("%s: %d.", s.State(state).Text, count))
		}
	}
	if count := n[trace.NotApplicable]; count > 0 {
		out = append(out, s.T("%d do not apply here; the reasons are given.", count))
	}
	return append(out, requirementsEvidenced(s, m)...)
}

// Evidenced says how many required documents and how many requirements are evidenced, beside tiles that have the rest.
func Evidenced(s *view.View, m trace.StandardMatrix) []string {
	return append([]string{requiredEvidenced(s, m)}, requirementsEvidenced(s, m)...)
}

func requiredEvidenced(s *view.View, m trace.StandardMatrix) string {
	n := trace.Tally(m.Required)
	return s.T("%d of %d required documents and records are evidenced.", n[trace.Met], len(m.Required)-n[trace.NotApplicable])
}

func requirementsEvidenced(s *view.View, m trace.StandardMatrix) []string {
	if len(m.Requirements) == 0 {
		return nil
	}
	n := trace.Tally(m.Requirements)
	return []string{s.T("%d of %d requirements are evidenced.", n[trace.Met], len(m.Requirements)-n[trace.NotApplicable])}
}

// RequiredTiles counts the required documents of the standard, and says what each state means.
func RequiredTiles(p view.Page, std *standard.Standard, m trace.StandardMatrix) TileGroup {
	meaning := map[trace.State]string{
		trace.Missing:       p.T("required but not present"),
		trace.Draft:         p.T("written, not yet approved"),
		trace.Overdue:       p.T("review or record is past its due date"),
		trace.Partly:        p.T("something is still missing"),
		trace.Unapproved:    p.T("no approval that counts"),
		trace.Waived:        p.T("gap accepted for a time"),
		trace.NotApplicable: p.T("not required here"),
		trace.Met:           p.T("present, approved and up to date"),
	}
	return tileGroup(p, std, p.T("Required documents and records"), requiredIn, m.Required, func(s trace.State) string { return meaning[s] })
}

// Rows sums up clauses.
func Rows(p view.Page, std *standard.Standard, clauses []*standard.Clause) []Row {
	var out []Row
	for _, c := range clauses {
		out = append(out, clauseRow(p, std, c))
	}
	return out
}

func clauseRow(p view.Page, std *standard.Standard, c *standard.Clause) Row {
	ref := standard.Ref{Standard: std.ID, Item: c.ID}
	required := requiredCells(p.View, std, ref)
	row := Row{Clause: p.Clause(std.ID, c.ID), Title: p.Stated(std, c.Title), State: p.State(p.Cell(std.ID, c.ID).State),
		Requirements: p.Bar(p.RequirementCells(std, c.ID)), Required: p.Bar(required)}
	gaps := 0
	for _, cell := range required {
		if cell.State.Gap() {
			gaps++
		}
	}
	row.Overdue = sheet.NumberTo(p, trace.Tally(required)[trace.Overdue], p.Addr.Lists[view.ListKey{What: overdueUnder,
		Of: std.Ref(c.ID).String()}])
	row.Gaps = view.Link{Text: theme.Group(gaps)}
	if gaps > 0 {
		row.Gaps.Href = row.Clause.Href + "#" + gapsAnchor
	}
	return row
}

// requiredCells gives the cells of all required documents under a clause.
func requiredCells(s *view.View, std *standard.Standard, clause standard.Ref) []trace.Cell {
	var out []trace.Cell
	for _, id := range s.Index.Required()[clause] {
		out = append(out, s.Cell(std.ID, id))
	}
	return out
}
