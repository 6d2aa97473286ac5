package page

import (
	"cmp"

	"clausebook/internal/clauses"
	"clausebook/internal/days"
	"clausebook/internal/people"
	"clausebook/internal/sheet"
	"clausebook/internal/view"
)

// peoplePage lists people and roles. E-mail addresses are not shown: the site may be public, and an auditor asks
// for names and roles.
type peoplePage struct {
	view.Shell
	Roles  []RoleRow
	People []PersonRow
	// Unresolved are identities of commits that belong to nobody in the register, with the way to join them.
	Unresolved     []view.FindingRow
	UnresolvedRest view.Link
	Pager          view.Pager
}

// RoleRow is a role with who holds it on the as-of day.
type RoleRow struct {
	Link    view.Link
	Holders []view.Link
	// How many, leading to them.
	Owned, Gap, Overdue, Soon view.Link
}

// PersonRow is a person.
type PersonRow struct {
	Link      view.Link
	Since     string
	Active    bool
	Bot       bool
	Roles     []view.Link
	Approvals view.Link // how many, leading to them
}

const (
	partiesPath   = "parties.html"
	peoplePerPage = 150
	rolePerPage   = 100
	roleGaps      = 12 // on the page of a role
)

var peopleKind = sheet.Kind{Name: "people", Fixed: []string{"people.html"}, Menu: view.Menu{Section: "People", Local: "People and roles"},
	Empty: peoplePage{}, Golden: "people.html",
	Pages: func(s *view.View) []sheet.Sheet {
		return sheet.Parts("people.html", len(s.People.Roles)+len(s.People.People), peoplePerPage, peopleData)
	}}

// claimOnce gives an id an address; of two with one id the first keeps it.
func claimOnce(s *view.View, addresses map[string]string, folder, id string) {
	if _, known := addresses[id]; !known {
		addresses[id] = s.Addr.Page(folder, id)
	}
}

// peopleData shows a part of the roles and then of the people, as one list.
func peopleData(p view.Page, at view.Pager) any {
	out := peoplePage{Shell: p.Shell(p.T("People and roles"), "people.html"), Pager: at}
	p.Local(&out.Shell, p.T("People"), p.Menu("people.html")...)
	gaps, overdue, soon := clauses.GapsByOwner(p.View), map[string]int{}, map[string]int{}
	for _, e := range days.DueNow(p.View) {
		if e.Day.Before(p.AsOf.Day) {
			overdue[e.Owner]++
		} else {
			soon[e.Owner]++
		}
	}
	if at.From == 0 {
		fillUnresolved(p, &out)
	}
	n := len(p.People.Roles)
	for _, r := range p.People.Roles[min(at.From, n):min(at.To, n)] {
		row := RoleRow{Link: p.Role(r.ID), Owned: ofThisRole(p, r.ID, len(p.Index.Owned()[r.ID]), "owned"),
			Gap: ofThisRole(p, r.ID, len(gaps[r.ID]), "gaps"), Overdue: ofThisRole(p, r.ID, overdue[r.ID], days.OverdueList),
			Soon: ofThisRole(p, r.ID, soon[r.ID], days.SoonList)}
		for _, id := range p.People.Holders(r.ID, p.AsOf.Day) {
			row.Holders = append(row.Holders, p.Person(id))
		}
		out.Roles = append(out.Roles, row)
	}
	for _, m := range p.People.People[max(at.From-n, 0):max(at.To-n, 0)] {
		out.People = append(out.People, personRow(p, m))
	}
	return out
}

// ofThisRole gives a number that leads to the list of what it counts on the page of a role.
func ofThisRole(p view.Page, role string, n int, list string) view.Link {
	to := p.Addr.Roles[role]
	if to == "" {
		return sheet.NumberTo(p, n, "")
	}
	return sheet.NumberTo(p, n, to+"#"+list)
}

const shownUnresolved = 20

// fillUnresolved shows what the rule on unknown identities found.
func fillUnresolved(p view.Page, out *peoplePage) {
	found := p.Index.ByRule()[ruleUnknownIdentity]
	out.Unresolved = p.FindingRows(found, shownUnresolved)
	out.UnresolvedRest = p.More(len(found)-len(out.Unresolved), cmp.Or(p.Addr.Lists[ruleKey(ruleUnknownIdentity)], "findings.html"))
}

// ruleUnknownIdentity finds identities of commits that people.yaml does not list.
const ruleUnknownIdentity = "HI004"

func personRow(p view.Page, m people.Person) PersonRow {
	row := PersonRow{Link: p.Person(m.ID), Since: since(p, m), Active: m.Active(p.AsOf.Day), Bot: m.Bot,
		Approvals: sheet.NumberTo(p, len(p.Index.Given()[m.ID]), p.Addr.People[m.ID]+"#approvals")}
	for _, id := range p.People.RolesOf(m.ID, p.AsOf.Day) {
		row.Roles = append(row.Roles, p.Role(id))
	}
	return row
}
