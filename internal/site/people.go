package site

import (
	"clausebook/internal/doc"
	"clausebook/internal/people"
)

// peoplePage lists people and roles. E-mail addresses are not shown: the site may be public, and an auditor asks
// for names and roles.
type peoplePage struct {
	Shell
	Roles  []RoleRow
	People []PersonRow
}

// RoleRow is a role with who holds it on the as-of day.
type RoleRow struct {
	Link            Link
	Holders         []Link
	Owned, Due, Gap int
}

// PersonRow is a person.
type PersonRow struct {
	Link      Link
	Since     string
	Active    bool
	Bot       bool
	Roles     []Link
	Approvals int
}

// rolePage shows a role: who held it when, and what it answers for.
type rolePage struct {
	Shell
	ID      string
	Holders []HoldingRow
	Gaps    []RequiredRow
	Due     []DueRow
	Rows    []DocumentRow
	Pager   Pager
}

// HoldingRow is the time during which a person held a role.
type HoldingRow struct {
	Person, Role Link
	From, To     string
	Now          bool
}

// personPage shows a person: roles over time, and approvals given.
type personPage struct {
	Shell
	ID        string
	Since     string
	Active    bool
	Bot       bool
	Roles     []HoldingRow
	Approvals []ApprovalRow
	Pager     Pager
}

// ApprovalRow is one approval that a person gave.
type ApprovalRow struct {
	Document Link
	Version  string
	On       string
	Role     Link
	Grade    string
	Counts   Tag
}

// partiesPage lists customers and suppliers with what was agreed with them.
type partiesPage struct {
	Shell
	Groups []PartyGroup
}

// PartyGroup is the parties of one kind.
type PartyGroup struct {
	Kind    string
	Parties []PartyRow
}

// PartyRow is a customer or supplier.
type PartyRow struct {
	ID, Anchor, Name string
	Documents        []Link
	More             int
}

func (p page) peopleNav() []NavLink {
	return []NavLink{p.nav(p.t("People and roles"), "people.html"), p.nav(p.t("Customers and suppliers"), "parties.html")}
}

func (s *site) planPeople() {
	seen := map[string]bool{}
	for _, r := range s.People.Roles {
		if at := s.addr.roles[r.ID]; !seen[at] {
			seen[at] = true
			s.parts(at, "role", len(s.index.owned()[r.ID]), rowsPerPage, func(p page, part Pager) any { return p.rolePage(r, part) })
		}
	}
	for _, m := range s.People.People {
		if at := s.addr.people[m.ID]; !seen[at] {
			seen[at] = true
			s.parts(at, "person", len(s.index.given()[m.ID]), rowsPerPage, func(p page, part Pager) any { return p.personPage(m, part) })
		}
	}
}

func (p page) people() any {
	out := peoplePage{Shell: p.shell(p.t("People and roles"), "people.html")}
	p.local(&out.Shell, p.t("People"), p.peopleNav()...)
	gaps, due := map[string]int{}, map[string]int{}
	for _, c := range p.Matrix.Gaps() {
		gaps[c.Owner]++
	}
	for _, e := range p.due() {
		if p.AsOf.Day.DaysUntil(e.day) <= dueSoon {
			due[e.owner]++
		}
	}
	for _, r := range p.People.Roles {
		row := RoleRow{Link: p.role(r.ID), Owned: len(p.index.owned()[r.ID]), Gap: gaps[r.ID], Due: due[r.ID]}
		for _, id := range p.People.Holders(r.ID, p.AsOf.Day) {
			row.Holders = append(row.Holders, p.person(id))
		}
		out.Roles = append(out.Roles, row)
	}
	for _, m := range p.People.People {
		out.People = append(out.People, p.personRow(m))
	}
	return out
}

func (p page) personRow(m people.Person) PersonRow {
	row := PersonRow{Link: p.person(m.ID), Since: p.since(m), Active: m.Active(p.AsOf.Day), Bot: m.Bot, Approvals: len(p.index.given()[m.ID])}
	for _, id := range p.People.RolesOf(m.ID, p.AsOf.Day) {
		row.Roles = append(row.Roles, p.role(id))
	}
	return row
}

func (p page) since(m people.Person) string {
	if m.From.IsZero() && m.To.IsZero() {
		return ""
	}
	return p.span(doc.Span{From: m.From, To: m.To})
}

func (p page) rolePage(r people.Role, at Pager) any {
	out := rolePage{Shell: p.shell(p.role(r.ID).Text, "people.html", p.link(p.t("People"), "people.html")), ID: r.ID, Pager: at}
	p.local(&out.Shell, p.t("People"), p.peopleNav()...)
	for _, h := range r.Holders {
		out.Holders = append(out.Holders, p.holding(r, h))
	}
	for _, c := range p.Matrix.Gaps() {
		if c.Owner == r.ID {
			out.Gaps = append(out.Gaps, p.gapRow(c))
		}
	}
	for _, e := range p.due() {
		if e.owner == r.ID && p.AsOf.Day.DaysUntil(e.day) <= 90 && len(out.Due) < maxDue {
			out.Due = append(out.Due, p.dueRow(e))
		}
	}
	for _, d := range p.index.owned()[r.ID][at.From:at.To] {
		out.Rows = append(out.Rows, p.documentRow(d))
	}
	return out
}

func (p page) holding(r people.Role, h people.Holding) HoldingRow {
	day := p.AsOf.Day
	now := (h.From.IsZero() || !day.Before(h.From)) && (h.To.IsZero() || !day.After(h.To))
	return HoldingRow{Person: p.person(h.Person), Role: p.role(r.ID), From: h.From.String(), To: h.To.String(), Now: now}
}

func (p page) personPage(m people.Person, at Pager) any {
	out := personPage{Shell: p.shell(p.person(m.ID).Text, "people.html", p.link(p.t("People"), "people.html")), ID: m.ID, Since: p.since(m),
		Active: m.Active(p.AsOf.Day), Bot: m.Bot, Pager: at}
	p.local(&out.Shell, p.t("People"), p.peopleNav()...)
	for _, r := range p.People.Roles {
		for _, h := range r.Holders {
			if h.Person == m.ID {
				out.Roles = append(out.Roles, p.holding(r, h))
			}
		}
	}
	for _, v := range p.index.given()[m.ID][at.From:at.To] {
		row := p.versionRow(v)
		out.Approvals = append(out.Approvals, ApprovalRow{Document: p.document(v.Document), Version: v.Version, On: row.On, Role: row.Role, Grade: p.plain(v.Grade.Words()), Counts: row.Counts})
	}
	return out
}

// partyKinds puts the kinds of parties in order.
var partyKinds = []struct{ kind, title string }{{"customer", "Customers"}, {"supplier", "Suppliers"}, {"internal-supplier", "Internal suppliers"}}

const shownParty = 30 // documents beside a party

func (p page) parties() any {
	out := partiesPage{Shell: p.shell(p.t("Customers and suppliers"), "people.html", p.link(p.t("People"), "people.html"))}
	p.local(&out.Shell, p.t("People"), p.peopleNav()...)
	seen := map[string]bool{}
	for _, k := range partyKinds {
		g := PartyGroup{Kind: p.t(k.title)}
		for _, x := range p.People.Parties {
			if x.Kind == k.kind && !seen[x.ID] {
				seen[x.ID] = true
				g.Parties = append(g.Parties, p.partyRow(x))
			}
		}
		if len(g.Parties) > 0 {
			out.Groups = append(out.Groups, g)
		}
	}
	return out
}

func (p page) partyRow(x people.Party) PartyRow {
	row := PartyRow{ID: x.ID, Anchor: anchor("party", x.ID), Name: p.party(x.ID).Text}
	for _, d := range p.index.with()[x.ID] {
		if len(row.Documents) < shownParty {
			row.Documents = append(row.Documents, p.named(d))
		} else {
			row.More++
		}
	}
	return row
}
