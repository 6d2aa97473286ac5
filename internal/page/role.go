package page

import (
	"clausebook/internal/clauses"
	"clausebook/internal/days"
	"clausebook/internal/people"
	"clausebook/internal/sheet"
	"clausebook/internal/view"
)

// rolePage shows a role: who held it when, and what it answers for.
type rolePage struct {
	view.Shell
	ID       string
	Holders  []HoldingRow
	Gaps     []view.RequiredRow
	GapsRest view.Link
	Due      []days.DutyList
	Rows     []view.DocumentRow
	Pager    view.Pager
}

// HoldingRow is the time during which a person held a role.
type HoldingRow struct {
	Person, Role view.Link
	From, To     string
	Now          bool
}

var roleKind = sheet.Kind{Name: "role", Empty: rolePage{}, Golden: "roles/manager.html",
	Claim: func(s *view.View) {
		for _, r := range s.People.Roles {
			claimOnce(s, s.Addr.Roles, "roles/", r.ID)
		}
	},
	Pages: func(s *view.View) []sheet.Sheet {
		var out []sheet.Sheet
		seen := map[string]bool{}
		for _, r := range s.People.Roles {
			if at := s.Addr.Roles[r.ID]; !seen[at] {
				seen[at] = true
				out = append(out, sheet.Parts(at, len(s.Index.Owned()[r.ID]), rolePerPage,
					func(p view.Page, part view.Pager) any { return roleData(p, r, part) })...)
			}
		}
		return out
	}}

func roleData(p view.Page, r people.Role, at view.Pager) any {
	out := rolePage{Shell: p.Shell(p.Role(r.ID).Text, "people.html", p.Link(p.T("People"), "people.html")), ID: r.ID, Pager: at}
	p.Local(&out.Shell, p.T("People"), p.Menu("people.html")...)
	if at.From == 0 {
		fillRole(p, &out, r)
	}
	for _, d := range p.Index.Owned()[r.ID][at.From:at.To] {
		out.Rows = append(out.Rows, p.DocumentRow(d))
	}
	return out
}

// fillRole puts on the first page of a role what stands above its documents.
func fillRole(p view.Page, out *rolePage, r people.Role) {
	for _, h := range r.Holders {
		if !p.People.Nobody(h.Person) {
			out.Holders = append(out.Holders, holding(p, r, h))
		}
	}
	gaps := clauses.GapsByOwner(p.View)[r.ID]
	for _, c := range gaps[:min(len(gaps), roleGaps)] {
		out.Gaps = append(out.Gaps, p.GapRow(c))
	}
	out.GapsRest = p.More(len(gaps)-len(out.Gaps), p.Addr.Lists[view.ListKey{What: clauses.GapsOf, Of: r.ID}])
	out.Due = days.DutyRows(p, days.DueOfRole(p.View, r.ID))
}

func holding(p view.Page, r people.Role, h people.Holding) HoldingRow {
	day := p.AsOf.Day
	now := (h.From.IsZero() || !day.Before(h.From)) && (h.To.IsZero() || !day.After(h.To))
	return HoldingRow{Person: p.Person(h.Person), Role: p.Role(r.ID), From: h.From.String(), To: h.To.String(), Now: now}
}
