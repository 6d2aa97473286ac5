package site

import (
	"cmp"
	"slices"
	"strings"

	"clausebook/internal/address"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
)

// homePage answers "are we ready?": in words, in counts, and with the table behind every count.
type homePage struct {
	Shell
	Standard Link
	Status   theme.Text // what kind of document the primary standard is
	Words    []string
	Tiles    []Tile
	Clauses  []ClauseRow
	Trend    *trendOf
	Owners   []OwnerRow
	Rest     Link // to the owners that have no room here
	Areas    []EntryRow
	Stages   []EntryRow
	Recent   []RecentRow
	Since    Link // the last audit
	SinceDay string
	Changed  int        // revisions of documents since
	NoRecent theme.Text // why there are none
	Activity *Chart
	Findings Link
	Pages    []Link
}

// Tile is a number with the list behind it.
type Tile struct {
	Count int
	Tag   Tag
	Text  string
	Href  string
}

// ClauseRow sums up a clause: how many of its requirements and required documents are evidenced.
type ClauseRow struct {
	Clause       Link
	Title        theme.Text
	State        Tag
	Requirements Bar
	Required     Bar
	Gaps         Link // number of required documents with a gap, leading to them
	Overdue      int
}

// Bar is a share of a whole, drawn and in words.
type Bar struct {
	Done, Total int
	Text        string
	Parts       []BarPart
}

// BarPart is a stretch of a bar; X and Width are in percent.
type BarPart struct {
	Kind     string
	X, Width float64
	Title    string
}

// OwnerRow sums up what one role answers for.
type OwnerRow struct {
	Owner               Link
	Total, Gaps         int
	Overdue, Soon, Held int
}

// EntryRow is a way into the standards by subject or stage, for readers who do not think in clause numbers.
type EntryRow struct {
	Link    Link
	Summary theme.Text
	State   Tag
	Parts   []Link
}

// RecentRow is a change of a document.
type RecentRow struct {
	Day      string
	Document Link
	Class    string
	Subject  string
	Author   string
	Commit   Link
}

var homeKind = Kind{Name: "home", Fixed: []string{"index.html"}, Menu: Menu{Section: "Readiness"}, Pages: fixed("index.html", page.home),
	Empty: homePage{}, Golden: "index.html"}

const shownOwners = 40 // on the home page, those with most gaps

func (p page) home() any {
	h := homePage{Shell: p.shell(p.t("Readiness"), "index.html")}
	h.Description = theme.Own(p.t("How far the documentation that the standard asks for is evidenced"))
	primary := p.Standards.Primary()
	if primary != nil {
		h.Standard = p.link(nameOf(primary), p.addr.standards[primary.ID])
		h.Status = p.quote(primary.Language, primary.Status)
		m := p.matrixOf(primary.ID)
		h.Words, h.Tiles = p.readiness(m), p.tiles(m)
		h.Clauses = p.clauseRows(primary, children(primary, ""))
		owners := p.ownerRows(m)
		h.Owners = owners[:min(len(owners), shownOwners)]
		h.Rest = p.more(len(owners)-len(h.Owners), "people.html")
		h.Trend = p.homeTrend(primary)
	}
	h.Areas, h.Stages = p.areas(), p.stages()
	h.Recent, h.Activity = p.recent(10), p.activityChart()
	p.fillSince(&h)
	if len(h.Recent) == 0 {
		h.NoRecent = p.historyWords()
	}
	h.Findings = p.link(p.t("%s from the checks", p.n(len(p.Dossier.Findings), "finding", "findings")), "findings.html")
	return h
}

// fillSince counts what changed since the last audit that there is a report of.
func (p page) fillSince(h *homePage) {
	var last *doc.Document
	for _, d := range p.index.byType()["audit-report"] {
		if !d.Date.IsZero() && !d.Date.After(p.AsOf.Day) && (last == nil || last.Date.Before(d.Date)) {
			last = d
		}
	}
	if last == nil || !p.History.Reliable() {
		return
	}
	h.Since, h.SinceDay = p.named(last), last.Date.String()
	for _, d := range p.Docs.Documents {
		for _, r := range p.History.Revisions(d.Path) { // newest first
			if r.Commit == nil || dayOf(r.Commit) <= h.SinceDay {
				break
			}
			h.Changed++
		}
	}
}

// nameOf gives a standard's name with its edition.
func nameOf(std *standard.Standard) string {
	if std.Edition == "" {
		return std.Name
	}
	return std.Name + ":" + std.Edition
}

// matrixOf gives the cells of a standard; empty where it was not traced.
func (s *site) matrixOf(std string) trace.StandardMatrix {
	if m := s.Matrix.Standard(std); m != nil {
		return *m
	}
	return trace.StandardMatrix{Standard: std}
}

// readiness puts the counts into sentences, worst first, so that the answer needs no picture.
func (s *site) readiness(m trace.StandardMatrix) []string {
	n := trace.Tally(m.Required)
	applicable := len(m.Required) - n[trace.NotApplicable]
	out := []string{s.t("%d of %d required documents and records are evidenced.", n[trace.Met], applicable)}
	for _, state := range trace.States {
		if count := n[state]; count > 0 && state.Gap() {
			out = append(out, s.t("%s: %d.", s.state(state).Text, count))
		}
	}
	if count := n[trace.NotApplicable]; count > 0 {
		out = append(out, s.t("%d do not apply here, for reasons given.", count))
	}
	r := trace.Tally(m.Requirements)
	if len(m.Requirements) > 0 {
		out = append(out, s.t("%d of %d requirements are evidenced.", r[trace.Met], len(m.Requirements)-r[trace.NotApplicable]))
	}
	return out
}

func (p page) tiles(m trace.StandardMatrix) []Tile {
	n := trace.Tally(m.Required)
	soon := 0
	for _, r := range p.due() {
		if days := p.AsOf.Day.DaysUntil(r.day); days >= 0 && days <= dueSoon {
			soon++
		}
	}
	tile := func(count int, tag Tag, text, to string) Tile {
		if count == 0 {
			to, _, _ = strings.Cut(to, "#")
		}
		return Tile{Count: count, Tag: tag, Text: text, Href: p.href(to)}
	}
	return []Tile{
		tile(n[trace.Missing], p.state(trace.Missing), p.t("required, and not there"), p.stateGap(trace.Missing)),
		tile(n[trace.Overdue], p.state(trace.Overdue), p.t("review or record passed its day"), p.stateGap(trace.Overdue)),
		tile(soon, Tag{"soon", p.t("Due soon")}, p.t("due within %d days", dueSoon), "reviews.html#soon"),
		tile(n[trace.Draft], p.state(trace.Draft), p.t("written, not yet approved"), p.stateGap(trace.Draft)),
	}
}

func (p page) clauseRows(std *standard.Standard, clauses []*standard.Clause) []ClauseRow {
	var out []ClauseRow
	for _, c := range clauses {
		out = append(out, p.clauseRow(std, c))
	}
	return out
}

func (p page) clauseRow(std *standard.Standard, c *standard.Clause) ClauseRow {
	ref := standard.Ref{Standard: std.ID, Item: c.ID}
	required := p.requiredCells(std, ref)
	row := ClauseRow{Clause: p.clause(std.ID, c.ID), Title: p.quote(std.Language, c.Title), State: p.state(p.cell(std.ID, c.ID).State),
		Requirements: p.bar(p.requirementCells(std, c.ID)), Required: p.bar(required)}
	gaps := 0
	for _, cell := range required {
		if cell.State.Gap() {
			gaps++
		}
	}
	row.Overdue = trace.Tally(required)[trace.Overdue]
	row.Gaps = Link{Text: theme.Group(gaps)}
	if gaps > 0 {
		row.Gaps.Href = row.Clause.Href + "#required"
	}
	return row
}

// requirementCells gives the cells of all requirements under a clause.
func (s *site) requirementCells(std *standard.Standard, clause string) []trace.Cell {
	var out []trace.Cell
	for _, c := range below(std, clause) {
		for _, r := range c.Requirements {
			out = append(out, s.cell(std.ID, r.ID))
		}
	}
	return out
}

// requiredCells gives the cells of all required documents under a clause.
func (s *site) requiredCells(std *standard.Standard, clause standard.Ref) []trace.Cell {
	var out []trace.Cell
	for _, id := range s.index.required()[clause] {
		out = append(out, s.cell(std.ID, id))
	}
	return out
}

// bar draws how cells are spread over the states: what is met first, then worst last. What does not apply is left out.
func (s *site) bar(cells []trace.Cell) Bar {
	n := trace.Tally(cells)
	b := Bar{Done: n[trace.Met], Total: len(cells) - n[trace.NotApplicable]}
	if b.Total == 0 {
		b.Text = s.t("none")
		return b
	}
	b.Text = s.t("%d of %d", b.Done, b.Total)
	x := 0.0
	for _, state := range slices.Backward(trace.States[:]) {
		if state == trace.NotApplicable || n[state] == 0 {
			continue
		}
		width := 100 * float64(n[state]) / float64(b.Total)
		tag := s.state(state)
		b.Parts = append(b.Parts, BarPart{Kind: tag.Kind, X: round(x), Width: round(width), Title: tag.Text})
		x += width
	}
	return b
}

func round(x float64) float64 { return float64(int(x*100+0.5)) / 100 }

// ownerRows sums the required documents up by the role that owns their evidence, the one with most gaps first.
func (p page) ownerRows(m trace.StandardMatrix) []OwnerRow {
	rows := map[string]*OwnerRow{}
	at := func(id string) *OwnerRow {
		if rows[id] == nil {
			rows[id] = &OwnerRow{Owner: p.role(id)}
			if id == "" {
				rows[id].Owner = Link{Text: p.t("nobody named")}
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
	for _, e := range p.due() {
		if days := p.AsOf.Day.DaysUntil(e.day); e.owner != "" && days >= 0 && days <= dueSoon {
			at(e.owner).Soon++
		}
	}
	for id, documents := range p.index.owned() {
		if id != "" {
			at(id).Held = len(documents)
		}
	}
	out := make([]OwnerRow, 0, len(rows))
	for _, id := range sortedKeys(rows) {
		out = append(out, *rows[id])
	}
	slices.SortStableFunc(out, func(a, b OwnerRow) int {
		return cmp.Or(cmp.Compare(b.Gaps, a.Gaps), cmp.Compare(a.Owner.Text, b.Owner.Text))
	})
	return out
}

// areas lists the groups of processes of every standard that has them.
func (p page) areas() []EntryRow {
	var out []EntryRow
	for _, std := range p.Standards.Standards {
		for _, a := range std.Areas {
			row := EntryRow{Link: p.quoted(p.link(a.Title, p.addr.standards[std.ID]+"#"+address.Anchor("area", a.ID)), std.Language)}
			states := []trace.State{}
			for _, id := range a.Processes {
				row.Parts = append(row.Parts, p.item(standard.Ref{Standard: std.ID, Item: id}))
				states = append(states, p.cell(std.ID, id).State)
			}
			row.State = p.state(worst(states))
			out = append(out, row)
		}
	}
	return out
}

// stages lists the life-cycle stages of every standard that has them, with the clauses of the primary standard.
func (p page) stages() []EntryRow {
	var out []EntryRow
	for _, std := range p.Standards.Standards {
		for _, st := range std.Stages {
			row := EntryRow{Link: p.quoted(p.link(st.Title, p.addr.standards[std.ID]+"#"+address.Anchor("stage", st.ID)), std.Language), Summary: p.quote(std.Language, st.Summary)}
			states := []trace.State{}
			if primary := p.Standards.Primary(); primary != nil {
				for _, id := range st.Clauses[primary.ID] {
					row.Parts = append(row.Parts, p.clause(primary.ID, id))
					states = append(states, p.cell(primary.ID, id).State)
				}
			}
			row.State = p.state(worst(states))
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
func (p page) recent(n int) []RecentRow {
	var out []RecentRow
	for _, c := range p.changes(n) {
		out = append(out, p.recentRow(c))
	}
	return out
}

// dayOf gives the day of a commit, in UTC: the day on which it reached the history.
func dayOf(c *history.Commit) string { return c.Committer.When.UTC().Format("2006-01-02") }
