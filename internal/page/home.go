package page

import (
	"cmp"
	"slices"

	"clausebook/internal/address"
	"clausebook/internal/date"
	"clausebook/internal/days"
	"clausebook/internal/sheet"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
	"clausebook/internal/view"
)

// homePage answers "are we ready?": in words, in counts, and with the table behind every count.
type homePage struct {
	view.Shell
	Set       *setOf // what is there, of an adopted set
	Standard  view.Link
	Status    theme.Text // what kind of document the primary standard is
	Words     []string
	Tiles     TileGroup
	Now       []Tile        // how much is overdue, and due soon
	Due       []view.DueRow // overdue or due soon, the first few
	DueRest   view.Link
	Clauses   []ClauseRow
	Trend     *days.TrendOf
	Owners    []OwnerRow
	Rest      view.Link // to the owners that have no room here
	Areas     []EntryRow
	Stages    []EntryRow
	Recent    []view.RecentRow
	Since     view.Link // the last audit
	SinceDay  string
	SinceList view.Link  // how much became of documents since, leading to it
	NoRecent  theme.Text // why there are none
	Activity  *days.Chart
	Findings  view.Link
	Pages     []view.Link
}

// ClauseRow sums up a clause: how many of its requirements and required documents are evidenced.
type ClauseRow struct {
	Clause       view.Link
	Title        theme.Text
	State        view.Tag
	Requirements view.Bar
	Required     view.Bar
	Gaps         view.Link // number of required documents with a gap, leading to them
	Overdue      view.Link // of them past their due day, likewise
}

// OwnerRow sums up what one role answers for.
type OwnerRow struct {
	Owner view.Link
	// How many, leading to them.
	Total, Gaps, Overdue, Soon, Held view.Link
	total, gaps, overdue, soon       int
}

// EntryRow is a way into the standards by subject or stage, for readers who do not think in clause numbers.
type EntryRow struct {
	Link    view.Link
	Summary theme.Text
	State   view.Tag
	Total   int
	Groups  []PartGroup // its parts by their states
}

var homeKind = sheet.Kind{Name: "home", Fixed: []string{"index.html"}, Menu: view.Menu{Section: "Readiness"},
	Pages: sheet.Fixed("index.html", homeData),
	Empty: homePage{}, Golden: "index.html"}

const shownOwners = 40 // on the home page, those with most gaps

func homeData(p view.Page) any {
	h := homePage{Shell: p.Shell(p.T("Readiness"), "index.html")}
	h.Description = theme.Own(p.T("How much of the documentation required by the standard is evidenced"))
	h.Set = homeSet(p)
	primary := p.Standards.Primary()
	if primary != nil {
		h.Standard = p.Link(view.NameOf(primary), p.Addr.Standards[primary.ID])
		h.Status = p.Quote(primary.Language, primary.Status)
		m := p.MatrixOf(primary.ID)
		h.Words, h.Tiles = readiness(p.View, m), requiredTiles(p, primary, m)
		h.Clauses = clauseRows(p, primary, view.Children(primary, ""))
		owners := ownerRows(p)
		h.Owners = owners[:min(len(owners), shownOwners)]
		h.Rest = p.More(len(owners)-len(h.Owners), ownersPath)
		h.Trend = days.HomeTrend(p, primary)
	}
	fillDue(p, &h)
	h.Areas, h.Stages = areas(p), stages(p)
	h.Recent, h.Activity = recent(p, 10), activityChart(p)
	fillSince(p, &h)
	if len(h.Recent) == 0 {
		h.NoRecent = p.HistoryWords()
	}
	h.Findings = p.Link(p.T("%s from the checks", p.N(len(p.Dossier.Findings), "finding", "findings")), "findings.html")
	return h
}

// fillSince counts what became of documents since the last audit that there is a report of, and leads to the list of it.
func fillSince(p view.Page, h *homePage) {
	held := days.HeldAudits(p.View)
	if len(held) == 0 || !p.History.Reliable() {
		return
	}
	last := held[0]
	n := len(p.InForce.Changes(days.AuditDay(last), p.AsOf.Day))
	h.Since, h.SinceDay = p.Named(last), days.AuditDay(last).String()
	h.SinceList = p.Link(p.N(n, "change to a document", "changes to documents"), p.Addr.Since[last])
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

// requiredTiles counts the required documents of the standard, and says what each state means.
func requiredTiles(p view.Page, std *standard.Standard, m trace.StandardMatrix) TileGroup {
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

// fillDue lists what is overdue or due soon.
func fillDue(p view.Page, h *homePage) {
	soon := days.DueSoon(p.View)
	now := days.DueNow(p.View)
	h.Now = []Tile{dueTile(p, len(now)-len(soon), "overdue", p.T("Overdue"), p.T("past its due date")),
		dueTile(p, len(soon), "soon", p.T("Due soon"), p.T("due within %d days", view.DueSoon))}
	for _, e := range now[:min(len(now), days.HomeDue)] {
		h.Due = append(h.Due, p.DueRow(e))
	}
	h.DueRest = p.More(len(now)-len(h.Due), days.NowPath)
}

// dueTile counts what is due, and leads to that part of the calendar.
func dueTile(p view.Page, n int, kind, word, text string) Tile {
	out := Tile{Count: n, Tag: view.Tag{Kind: kind, Text: word}, Text: text}
	if n > 0 {
		out.Href = p.Href("reviews.html#" + kind)
	}
	return out
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

// countOwners sums the required documents up by the role that owns their evidence. The empty id stands for nobody.
func countOwners(s *view.View) map[string]*OwnerRow {
	rows := map[string]*OwnerRow{}
	at := func(id string) *OwnerRow {
		if rows[id] == nil {
			rows[id] = &OwnerRow{}
		}
		return rows[id]
	}
	for _, m := range s.Matrix.Standards {
		for i := range m.Required {
			c := &m.Required[i]
			r := at(c.Owner)
			r.total++
			if c.State.Gap() {
				r.gaps++
			}
			if c.State == trace.Overdue {
				r.overdue++
			}
		}
	}
	for _, e := range days.DueSoon(s) {
		if _, role := s.People.Role(e.Owner); role { // actions may be given to a person
			at(e.Owner).soon++
		}
	}
	for id, documents := range s.Index.Owned() {
		if id != "" && len(documents) > 0 {
			at(id)
		}
	}
	return rows
}

// ownerRows shows who answers for what, the one with most gaps first.
func ownerRows(p view.Page) []OwnerRow {
	rows := countOwners(p.View)
	out := make([]OwnerRow, 0, len(rows))
	for _, id := range view.SortedKeys(rows) {
		row := *rows[id]
		row.Owner = p.Whoever(id)
		if id == "" {
			row.Owner = view.Link{Text: p.T("nobody named")}
		}
		list := func(what string) string { return p.Addr.Lists[view.ListKey{What: what, Of: id}] }
		row.Total, row.Overdue = sheet.NumberTo(p, row.total, list(requiredOf)), sheet.NumberTo(p, row.overdue, list(overdueOf))
		row.Gaps, row.Soon, row.Held = sheet.NumberTo(p, row.gaps, list(gapsOf)), ofThisRole(p, id, row.soon, days.SoonList), view.Link{Text: "0"}
		if id != "" {
			row.Held = ofThisRole(p, id, len(p.Index.Owned()[id]), "owned")
		}
		out = append(out, row)
	}
	slices.SortStableFunc(out, func(a, b OwnerRow) int {
		return cmp.Or(cmp.Compare(b.gaps, a.gaps), cmp.Compare(a.Owner.Text, b.Owner.Text))
	})
	return out
}

// areas lists the groups of processes of every standard that has them.
func areas(p view.Page) []EntryRow {
	var out []EntryRow
	for _, std := range p.StandardsOnce() {
		for _, a := range std.Areas {
			link := p.Quoted(p.Link(a.Title, p.Addr.Standards[std.ID]+"#"+address.Anchor("area", a.ID)), std.Language)
			out = append(out, entryRow(p, link, nil, refsOf(std.ID, a.Processes)))
		}
	}
	return out
}

// stages lists the life-cycle stages of every standard that has them, with the clauses of the primary standard.
func stages(p view.Page) []EntryRow {
	var out []EntryRow
	for _, std := range p.StandardsOnce() {
		for _, st := range std.Stages {
			var parts []standard.Ref
			if primary := p.Standards.Primary(); primary != nil {
				parts = refsOf(primary.ID, st.Clauses[primary.ID])
			}
			link := p.Quoted(p.Link(st.Title, p.Addr.Standards[std.ID]+"#"+address.Anchor("stage", st.ID)), std.Language)
			out = append(out, entryRow(p, link, p.Quote(std.Language, st.Summary), parts))
		}
	}
	return out
}

// entryRow shows an area or stage with its parts by their states.
func entryRow(p view.Page, link view.Link, summary theme.Text, parts []standard.Ref) EntryRow {
	return EntryRow{Link: link, Summary: summary, State: p.State(worst(statesOf(p, parts))), Total: len(parts), Groups: partGroups(p, parts)}
}

func refsOf(std string, ids []string) []standard.Ref {
	out := make([]standard.Ref, len(ids))
	for i, id := range ids {
		out[i] = standard.Ref{Standard: std, Item: id}
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
func activityChart(p view.Page) *days.Chart {
	if !p.Dossier.History.Reliable() {
		return nil
	}
	counts := p.Index.Activity()
	c := days.Chart{ID: "activity", Title: p.T("Revisions and approvals, month by month"), Head: p.T("Month"),
		Desc:   p.T("Revisions of documents, and approvals that count, in each of the last twelve months. This shows work done, not readiness."),
		Series: []days.ChartSeries{{Name: p.T("Revisions"), Kind: "load"}, {Name: p.T("Approvals"), Kind: "met"}}}
	this := date.New(p.AsOf.Day.Year(), p.AsOf.Day.Month(), 1)
	for i := range view.ActivityMonths {
		name, label := p.MonthName(this.Add(date.Period{Months: i + 1 - view.ActivityMonths}))
		c.Rows = append(c.Rows, days.ChartRow{Name: view.Link{Text: name}, Label: label, Values: []int{counts.Revisions[i], counts.Approvals[i]}})
	}
	return c.Draw()
}
