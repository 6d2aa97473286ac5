package page

import (
	"cmp"
	"slices"

	"clausebook/internal/address"
	"clausebook/internal/clauses"
	"clausebook/internal/days"
	"clausebook/internal/progress"
	"clausebook/internal/sheet"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
	"clausebook/internal/view"
)

// homePage answers "are we ready?": in words, in counts, and with the table behind every count.
type homePage struct {
	view.Shell
	Set                     *setOf // what is there, of an adopted set
	Standard                view.Link
	Status                  theme.Text // what kind of document the primary standard is
	Words                   []string
	Tiles                   clauses.TileGroup
	Overdue                 view.Link // how much is overdue, and due soon, leading to it
	Soon                    view.Link
	Due                     []view.DueRow // overdue or due soon but for approvals, the first few
	DueRest                 view.Link
	Certified               []theme.Text // what comes next of each certificate
	First                   []OwnedGaps  // gaps that nobody accepted, those to close first
	GapsAll                 view.Link    // how many, leading to them
	GapsRest                view.Link
	Accepted                view.Link    // gaps that somebody accepted
	Pending                 []PendingRow // approvals that are awaited or do not count
	PendingAll, PendingRest view.Link
	Clauses                 []clauses.Row
	Trend                   *days.TrendOf
	Owners                  []OwnerRow         // with gaps
	Others                  []OwnerRow         // without
	Rest                    view.Link          // to the owners that have no room here
	Beside                  []clauses.EntryRow // the other standards in use
	Areas                   []clauses.EntryRow
	Stages                  []clauses.EntryRow
	Progress                []view.Link // what of improvement needs attention
	Recent                  []view.RecentRow
	Since                   view.Link // the last audit
	SinceDay                string
	SinceList               view.Link  // how much became of documents since, leading to it
	NoRecent                theme.Text // why there are none
	Activity                *days.Chart
	Findings                view.Link
	Pages                   []view.Link
}

// OwnedGaps are gaps of one owner. Where nobody is named it says who usually owns such a thing.
type OwnedGaps struct {
	Owner view.Link
	Usual theme.Text
	Gaps  []view.RequiredRow
}

// OwnerRow sums up what one role answers for.
type OwnerRow struct {
	Owner view.Link
	// How many, leading to them.
	Total, Gaps, Overdue, Soon, Held view.Link
	total, gaps, overdue, soon       int
}

var homeKind = sheet.Kind{Name: "home", Fixed: []string{"index.html"}, Menu: view.Menu{Section: "Readiness", Local: "Readiness"},
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
		h.Words, h.Tiles = clauses.Evidenced(p.View, m), clauses.RequiredTiles(p, primary, m)
		h.Clauses = clauses.Rows(p, primary, primary.Children(""))
		fillOwners(p, &h)
		fillGapsLeft(p, &h)
		h.Trend = days.HomeTrend(p, primary)
	}
	fillDue(p, &h)
	fillPending(p, &h)
	h.Beside = clauses.Beside(p)
	h.Areas, h.Stages = clauses.Ways(p, standard.AreaKind), clauses.Ways(p, standard.StageKind)
	h.Progress = progress.Attention(p)
	h.Recent, h.Activity = recent(p, 10), days.ActivityChart(p)
	fillSince(p, &h)
	if len(h.Recent) == 0 {
		h.NoRecent = p.HistoryWords()
	}
	h.Findings = p.Link(p.T("%s from the checks", p.N(len(p.Dossier.Findings), "finding", "findings")), "findings.html")
	return h
}

// fillSince counts what became of documents since the last audit that there is a report of, and leads to the list of it.
func fillSince(p view.Page, h *homePage) {
	held := sheet.HeldAudits(p.View)
	if len(held) == 0 || !p.History.Reliable() {
		return
	}
	last := held[0]
	n := len(p.InForce.Changes(sheet.AuditDay(last), p.AsOf.Day))
	h.Since, h.SinceDay = p.Named(last), sheet.AuditDay(last).String()
	h.SinceList = p.Link(p.N(n, "change to a document", "changes to documents"), p.Addr.Since[last])
}

// fillDue lists what is overdue or due soon. Approvals stand in a list of their own.
func fillDue(p view.Page, h *homePage) {
	soon := len(days.DueSoon(p.View))
	now := days.DueNow(p.View)
	h.Overdue, h.Soon = dueNumber(p, len(now)-soon, "overdue"), dueNumber(p, soon, "soon")
	for _, e := range now {
		if len(h.Due) < days.HomeDue && !e.OfApproval() {
			h.Due = append(h.Due, p.DueRow(e))
		}
	}
	h.Certified = days.NextSteps(p)
	h.DueRest = p.More(len(now)-len(h.Due), days.NowPath)
}

// dueNumber counts what is due, and leads to that part of the calendar.
func dueNumber(p view.Page, n int, kind string) view.Link {
	return sheet.NumberTo(p, n, "reviews.html#"+kind)
}

const shownGaps = 5 // on the home page

// fillGapsLeft lists the gaps to close first by owner, and counts all of them and those that somebody accepted. Those of the standard of
// which the page tells stand before those of others.
func fillGapsLeft(p view.Page, h *homePage) {
	all, left := p.Matrix.Gaps(), open(p.View)
	of := p.Standards.Primary().ID
	slices.SortStableFunc(left, func(a, b trace.Cell) int { return cmp.Compare(rankOf(a, of), rankOf(b, of)) })
	var rows []view.RequiredRow
	for _, c := range left[:min(len(left), shownGaps)] {
		rows = append(rows, p.GapRow(c))
	}
	fillFirst(h, rows)
	const list = "gaps.html#list"
	h.GapsAll, h.GapsRest = sheet.NumberTo(p, len(all), list), p.More(len(all)-len(rows), list)
	if n := len(all) - len(left); n > 0 {
		last := address.Numbered("gaps.html", max(len(left)-1, 0)/gapsPerPage)
		h.Accepted = p.Link(p.N(n, "gap accepted for a time", "gaps accepted for a time"), last+"#"+stateAnchor(trace.Waived))
	}
}

// rankOf tells whether a gap is of a standard, or counts for it too, or of others alone.
func rankOf(c trace.Cell, standardID string) int {
	if c.Ref.Standard == standardID || slices.ContainsFunc(c.Also, func(r standard.Ref) bool { return r.Standard == standardID }) {
		return 0
	}
	return 1
}

// fillFirst lists rows by owner.
func fillFirst(h *homePage, rows []view.RequiredRow) {
	type owner struct{ named, usual string }
	of := func(r view.RequiredRow) owner {
		if r.Owner.Text != "" {
			return owner{named: r.Owner.Text}
		}
		return owner{usual: r.Usual.String()}
	}
	var last owner
	for i, r := range trace.Foremost(rows, shownGaps, of) {
		if who := of(r); i == 0 || who != last {
			h.First, last = append(h.First, OwnedGaps{Owner: r.Owner, Usual: r.Usual}), who
		}
		group := &h.First[len(h.First)-1]
		group.Gaps = append(group.Gaps, r)
	}
}

// fillPending lists the approvals that are awaited or do not count.
func fillPending(p view.Page, h *homePage) {
	all := days.PendingApprovals(p.View)
	for _, x := range all[:min(len(all), shownPending)] {
		h.Pending = append(h.Pending, pendingRow(p, x))
	}
	h.PendingAll, h.PendingRest = sheet.NumberTo(p, len(all), pendingPath), p.More(len(all)-len(h.Pending), pendingPath)
}

// fillOwners shows who has gaps, and apart from them who has none.
func fillOwners(p view.Page, h *homePage) {
	owners := ownerRows(p)
	shown := owners[:min(len(owners), shownOwners)]
	first := len(shown)
	if i := slices.IndexFunc(shown, func(r OwnerRow) bool { return r.gaps == 0 }); i >= 0 {
		first = i
	}
	h.Owners, h.Others = shown[:first], shown[first:]
	h.Rest = p.More(len(owners)-len(shown), ownersPath)
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
		row.Total, row.Overdue = sheet.NumberTo(p, row.total, list(clauses.RequiredOf)), sheet.NumberTo(p, row.overdue, list(clauses.OverdueOf))
		row.Gaps, row.Soon = sheet.NumberTo(p, row.gaps, list(clauses.GapsOf)), ofThisRole(p, id, row.soon, days.SoonList)
		row.Held = view.Link{Text: "0"}
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

// recent lists the newest changes of documents.
func recent(p view.Page, n int) []view.RecentRow {
	var out []view.RecentRow
	for _, c := range p.Changes(n) {
		out = append(out, p.RecentRow(c))
	}
	return out
}
