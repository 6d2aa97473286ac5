package page

import (
	"cmp"
	"slices"
	"strings"

	"clausebook/internal/address"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
	"clausebook/internal/view"
)

// homePage answers "are we ready?": in words, in counts, and with the table behind every count.
type homePage struct {
	view.Shell
	Standard  view.Link
	Status    theme.Text // what kind of document the primary standard is
	Words     []string
	Tiles     []Tile
	Clauses   []ClauseRow
	Trend     *trendOf
	Owners    []OwnerRow
	Rest      view.Link // to the owners that have no room here
	Areas     []EntryRow
	Stages    []EntryRow
	Recent    []view.RecentRow
	Since     view.Link // the last audit
	SinceDay  string
	SinceList view.Link  // what became of documents since
	Changed   int        // revisions of documents since
	NoRecent  theme.Text // why there are none
	Activity  *view.Chart
	Findings  view.Link
	Pages     []view.Link
}

// Tile is a number with the list behind it.
type Tile struct {
	Count int
	Tag   view.Tag
	Text  string
	Href  string
}

// ClauseRow sums up a clause: how many of its requirements and required documents are evidenced.
type ClauseRow struct {
	Clause       view.Link
	Title        theme.Text
	State        view.Tag
	Requirements view.Bar
	Required     view.Bar
	Gaps         view.Link // number of required documents with a gap, leading to them
	Overdue      int
}

// OwnerRow sums up what one role answers for.
type OwnerRow struct {
	Owner               view.Link
	Total, Gaps         int
	Overdue, Soon, Held int
}

// EntryRow is a way into the standards by subject or stage, for readers who do not think in clause numbers.
type EntryRow struct {
	Link    view.Link
	Summary theme.Text
	State   view.Tag
	Parts   []view.Link
}

var homeKind = Kind{Name: "home", Fixed: []string{"index.html"}, Menu: view.Menu{Section: "Readiness"},
	Pages: fixed("index.html", homeData),
	Empty: homePage{}, Golden: "index.html"}

const shownOwners = 40 // on the home page, those with most gaps

func homeData(p view.Page) any {
	h := homePage{Shell: p.Shell(p.T("Readiness"), "index.html")}
	h.Description = theme.Own(p.T("How much of the documentation required by the standard is evidenced"))
	primary := p.Standards.Primary()
	if primary != nil {
		h.Standard = p.Link(view.NameOf(primary), p.Addr.Standards[primary.ID])
		h.Status = p.Quote(primary.Language, primary.Status)
		m := p.MatrixOf(primary.ID)
		h.Words, h.Tiles = readiness(p.View, m), tiles(p, m)
		h.Clauses = clauseRows(p, primary, view.Children(primary, ""))
		owners := ownerRows(p, m)
		h.Owners = owners[:min(len(owners), shownOwners)]
		h.Rest = p.More(len(owners)-len(h.Owners), "people.html")
		h.Trend = homeTrend(p, primary)
	}
	h.Areas, h.Stages = areas(p), stages(p)
	h.Recent, h.Activity = recent(p, 10), activityChart(p)
	fillSince(p, &h)
	if len(h.Recent) == 0 {
		h.NoRecent = p.HistoryWords()
	}
	h.Findings = p.Link(p.T("%s from the checks", p.N(len(p.Dossier.Findings), "finding", "findings")), "findings.html")
	return h
}

// fillSince counts what changed since the last audit that there is a report of.
func fillSince(p view.Page, h *homePage) {
	var last *doc.Document
	for _, d := range p.Index.ByType()["audit-report"] {
		if !d.Date.IsZero() && !d.Date.After(p.AsOf.Day) && (last == nil || last.Date.Before(d.Date)) {
			last = d
		}
	}
	if last == nil || !p.History.Reliable() {
		return
	}
	h.Since, h.SinceDay = p.Named(last), last.Date.String()
	h.SinceList = p.Link(p.T("All changes since then"), p.Addr.Since[last])
	for _, d := range p.Docs.Documents {
		for _, r := range p.History.Revisions(d.Path) { // newest first
			if r.Commit == nil || view.DayOf(r.Commit) <= h.SinceDay {
				break
			}
			h.Changed++
		}
	}
}

// readiness puts the counts into sentences, worst first, so that the answer needs no picture.
func readiness(s *view.View, m trace.StandardMatrix) []string {
	n := trace.Tally(m.Required)
	applicable := len(m.Required) - n[trace.NotApplicable]
	out := []string{s.T("%d of %d required documents and records are evidenced.", n[trace.Met], applicable)}
	for _, state := range trace.States {
		if count := n[state]; count > 0 && state.Gap() {
			out = append(out, s.T("%s: %d.", s.State(state).Text, count))
		}
	}
	if count := n[trace.NotApplicable]; count > 0 {
		out = append(out, s.T("%d do not apply here; the reasons are given.", count))
	}
	r := trace.Tally(m.Requirements)
	if len(m.Requirements) > 0 {
		out = append(out, s.T("%d of %d requirements are evidenced.", r[trace.Met], len(m.Requirements)-r[trace.NotApplicable]))
	}
	return out
}

func tiles(p view.Page, m trace.StandardMatrix) []Tile {
	n := trace.Tally(m.Required)
	soon := 0
	for _, r := range p.Due() {
		if days := p.AsOf.Day.DaysUntil(r.Day); days >= 0 && days <= view.DueSoon {
			soon++
		}
	}
	tile := func(count int, tag view.Tag, text, to string) Tile {
		if count == 0 {
			to, _, _ = strings.Cut(to, "#")
		}
		return Tile{Count: count, Tag: tag, Text: text, Href: p.Href(to)}
	}
	return []Tile{
		tile(n[trace.Missing], p.State(trace.Missing), p.T("required but not present"), stateGap(p.View, trace.Missing)),
		tile(n[trace.Overdue], p.State(trace.Overdue), p.T("review or record is past its due date"), stateGap(p.View, trace.Overdue)),
		tile(soon, view.Tag{Kind: "soon", Text: p.T("Due soon")}, p.T("due within %d days", view.DueSoon), "reviews.html#soon"),
		tile(n[trace.Draft], p.State(trace.Draft), p.T("written, not yet approved"), stateGap(p.View, trace.Draft)),
	}
}

func clauseRows(p view.Page, std *standard.Standard, clauses []*standard.Clause) []ClauseRow {
	var out []ClauseRow
	for _, c := range clauses {
		out = append(out, clauseRow(p, std, c))
	}
	return out
}

func clauseRow(p view.Page, std *standard.Standard, c *standard.Clause) ClauseRow {
	ref := standard.Ref{Standard: std.ID, Item: c.ID}
	required := requiredCells(p.View, std, ref)
	row := ClauseRow{Clause: p.Clause(std.ID, c.ID), Title: p.Quote(std.Language, c.Title), State: p.State(p.Cell(std.ID, c.ID).State),
		Requirements: p.Bar(p.RequirementCells(std, c.ID)), Required: p.Bar(required)}
	gaps := 0
	for _, cell := range required {
		if cell.State.Gap() {
			gaps++
		}
	}
	row.Overdue = trace.Tally(required)[trace.Overdue]
	row.Gaps = view.Link{Text: theme.Group(gaps)}
	if gaps > 0 {
		row.Gaps.Href = row.Clause.Href + "#required"
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

// ownerRows sums the required documents up by the role that owns their evidence, the one with most gaps first.
func ownerRows(p view.Page, m trace.StandardMatrix) []OwnerRow {
	rows := map[string]*OwnerRow{}
	at := func(id string) *OwnerRow {
		if rows[id] == nil {
			rows[id] = &OwnerRow{Owner: p.Role(id)}
			if id == "" {
				rows[id].Owner = view.Link{Text: p.T("nobody named")}
			}
		}
		return rows[id]
	}
	for _, c := range m.Required {
		r := at(c.Owner)
		r.Total++
		if c.State.Gap() {
			r.Gaps++
		}
		if c.State == trace.Overdue {
			r.Overdue++
		}
	}
	for _, e := range p.Due() {
		if days := p.AsOf.Day.DaysUntil(e.Day); e.Owner != "" && days >= 0 && days <= view.DueSoon {
			at(e.Owner).Soon++
		}
	}
	for id, documents := range p.Index.Owned() {
		if id != "" {
			at(id).Held = len(documents)
		}
	}
	out := make([]OwnerRow, 0, len(rows))
	for _, id := range view.SortedKeys(rows) {
		out = append(out, *rows[id])
	}
	slices.SortStableFunc(out, func(a, b OwnerRow) int {
		return cmp.Or(cmp.Compare(b.Gaps, a.Gaps), cmp.Compare(a.Owner.Text, b.Owner.Text))
	})
	return out
}

// areas lists the groups of processes of every standard that has them.
func areas(p view.Page) []EntryRow {
	var out []EntryRow
	for _, std := range p.Standards.Standards {
		for _, a := range std.Areas {
			row := EntryRow{Link: p.Quoted(p.Link(a.Title, p.Addr.Standards[std.ID]+"#"+address.Anchor("area", a.ID)), std.Language)}
			states := []trace.State{}
			for _, id := range a.Processes {
				row.Parts = append(row.Parts, p.Item(standard.Ref{Standard: std.ID, Item: id}))
				states = append(states, p.Cell(std.ID, id).State)
			}
			row.State = p.State(worst(states))
			out = append(out, row)
		}
	}
	return out
}

// stages lists the life-cycle stages of every standard that has them, with the clauses of the primary standard.
func stages(p view.Page) []EntryRow {
	var out []EntryRow
	for _, std := range p.Standards.Standards {
		for _, st := range std.Stages {
			row := EntryRow{Link: p.Quoted(p.Link(st.Title, p.Addr.Standards[std.ID]+"#"+address.Anchor("stage", st.ID)), std.Language),
				Summary: p.Quote(std.Language, st.Summary)}
			states := []trace.State{}
			if primary := p.Standards.Primary(); primary != nil {
				for _, id := range st.Clauses[primary.ID] {
					row.Parts = append(row.Parts, p.Clause(primary.ID, id))
					states = append(states, p.Cell(primary.ID, id).State)
				}
			}
			row.State = p.State(worst(states))
			out = append(out, row)
		}
	}
	return out
}

// worst gives the worst of the states, and none where there is nothing to judge.
func worst(states []trace.State) trace.State {
	if len(states) == 0 || slices.Contains(states, "") {
		return ""
	}
	return trace.Worst(states...)
}

// recent lists the newest changes of documents.
func recent(p view.Page, n int) []view.RecentRow {
	var out []view.RecentRow
	for _, c := range p.Changes(n) {
		out = append(out, p.RecentRow(c))
	}
	return out
}

// activityChart shows how much work the documents saw. It does not say how ready the system was at the time, which the
// trend does.
func activityChart(p view.Page) *view.Chart {
	if !p.Dossier.History.Reliable() {
		return nil
	}
	counts := p.Index.Activity()
	c := view.Chart{ID: "activity", Title: p.T("Revisions and approvals, month by month"), Head: p.T("Month"),
		Desc:   p.T("Revisions of documents, and approvals that count, in each of the last twelve months. This shows work done, not readiness."),
		Series: []view.ChartSeries{{Name: p.T("Revisions"), Kind: "load"}, {Name: p.T("Approvals"), Kind: "met"}}}
	this := date.New(p.AsOf.Day.Year(), p.AsOf.Day.Month(), 1)
	for i := range view.ActivityMonths {
		name, label := p.MonthName(this.Add(date.Period{Months: i + 1 - view.ActivityMonths}))
		c.Rows = append(c.Rows, view.ChartRow{Name: view.Link{Text: name}, Label: label, Values: []int{counts.Revisions[i], counts.Approvals[i]}})
	}
	return c.Draw()
}
