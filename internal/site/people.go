package site

import (
	"slices"

	"clausebook/internal/doc"
	"clausebook/internal/people"
)

// peoplePage lists people and roles. E-mail addresses are not shown: the site may be public, and an auditor asks
// for names and roles.
type peoplePage struct {
	Shell
	Roles  []RoleRow
	People []PersonRow
	// Unresolved are identities of commits that belong to nobody in the register, with the way to join them.
	Unresolved     []FindingRow
	UnresolvedRest Link
	Pager          Pager
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
	ID       string
	Holders  []HoldingRow
	Gaps     []RequiredRow
	GapsRest Link
	Due      []DueRow
	DueRest  Link
	Rows     []DocumentRow
	Pager    Pager
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
	Owned     []NavLink // roles held on the as-of day, with the number of documents of each
	Due       []DueRow  // of these roles
	DueRest   Link
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

// partiesPage lists customers and suppliers.
type partiesPage struct {
	Shell
	Rows  []PartyRow
	Pager Pager
}

// PartyRow is a customer or supplier.
type PartyRow struct {
	ID        string
	Link      Link
	Kind      string
	Documents int
}

// partyPage shows what was agreed with a customer or supplier.
type partyPage struct {
	Shell
	ID, Type string
	Rows     []DocumentRow
	Pager    Pager
}

const (
	partiesPath   = "parties.html"
	peoplePerPage = 150
	rolePerPage   = 100
	roleGaps      = 12 // on the page of a role
	roleDue       = 30
)

var peopleKind = Kind{Name: "people", Fixed: []string{"people.html"}, Menu: Menu{Section: "People", Local: "People and roles"},
	Empty: peoplePage{}, Golden: "people.html",
	Pages: func(s *site) []Sheet {
		return parts("people.html", len(s.People.Roles)+len(s.People.People), peoplePerPage, page.people)
	}}

var partiesKind = Kind{Name: "parties", Fixed: []string{partiesPath}, Menu: Menu{Under: "people.html", Local: "Customers and suppliers"},
	Empty: partiesPage{}, Golden: partiesPath,
	Pages: func(s *site) []Sheet {
		parties := s.parties()
		return parts(partiesPath, len(parties), rowsPerPage, func(p page, part Pager) any { return p.partiesPage(parties, part) })
	}}

var roleKind = Kind{Name: "role", Empty: rolePage{}, Golden: "roles/manager.html",
	Claim: func(s *site) {
		for _, r := range s.People.Roles {
			s.claimOnce(s.addr.roles, "roles/", r.ID)
		}
	},
	Pages: func(s *site) []Sheet {
		var out []Sheet
		seen := map[string]bool{}
		for _, r := range s.People.Roles {
			if at := s.addr.roles[r.ID]; !seen[at] {
				seen[at] = true
				out = append(out, parts(at, len(s.index.owned()[r.ID]), rolePerPage, func(p page, part Pager) any { return p.rolePage(r, part) })...)
			}
		}
		return out
	}}

var personKind = Kind{Name: "person", Empty: personPage{}, Golden: "people/bob.html",
	Claim: func(s *site) {
		for _, m := range s.People.People {
			s.claimPerson(m)
		}
	},
	Pages: func(s *site) []Sheet {
		var out []Sheet
		seen := map[string]bool{}
		for _, m := range s.People.People {
			if at := s.addr.people[m.ID]; !seen[at] {
				seen[at] = true
				out = append(out, parts(at, len(s.index.given()[m.ID]), rowsPerPage, func(p page, part Pager) any { return p.personPage(m, part) })...)
			}
		}
		return out
	}}

var partyKind = Kind{Name: "party", Empty: partyPage{}, Golden: "parties/acme.html",
	Claim: func(s *site) {
		for _, x := range s.People.Parties {
			s.claimOnce(s.addr.parties, "parties/", x.ID)
		}
	},
	Pages: func(s *site) []Sheet {
		var out []Sheet
		for _, x := range s.parties() {
			give := func(p page, part Pager) any { return p.partyPage(x, part) }
			out = append(out, parts(s.addr.parties[x.ID], len(s.index.with()[x.ID]), rowsPerPage, give)...)
		}
		return out
	}}

// claimOnce gives an id an address; of two with one id the first keeps it.
func (s *site) claimOnce(addresses map[string]string, folder, id string) {
	if _, known := addresses[id]; !known {
		addresses[id] = s.addr.Page(folder, id)
	}
}

// claimPerson gives a person an address, which does not name the person where pages do not.
func (s *site) claimPerson(m people.Person) {
	switch _, known := s.addr.people[m.ID]; {
	case known:
	case s.masks != nil:
		s.addr.people[m.ID] = s.addr.Page("people/", m.Name)
	default:
		s.addr.people[m.ID] = s.addr.Page("people/", m.ID)
	}
}

// people shows a part of the roles and then of the people, as one list.
func (p page) people(at Pager) any {
	out := peoplePage{Shell: p.shell(p.t("People and roles"), "people.html"), Pager: at}
	p.local(&out.Shell, p.t("People"), p.menu("people.html")...)
	gaps, due := map[string]int{}, map[string]int{}
	for _, c := range p.Matrix.Gaps() {
		gaps[c.Owner]++
	}
	for _, e := range p.due() {
		if p.AsOf.Day.DaysUntil(e.day) <= dueSoon {
			due[e.owner]++
		}
	}
	if at.From == 0 {
		p.fillUnresolved(&out)
	}
	n := len(p.People.Roles)
	for _, r := range p.People.Roles[min(at.From, n):min(at.To, n)] {
		row := RoleRow{Link: p.role(r.ID), Owned: len(p.index.owned()[r.ID]), Gap: gaps[r.ID], Due: due[r.ID]}
		for _, id := range p.People.Holders(r.ID, p.AsOf.Day) {
			row.Holders = append(row.Holders, p.person(id))
		}
		out.Roles = append(out.Roles, row)
	}
	for _, m := range p.People.People[max(at.From-n, 0):max(at.To-n, 0)] {
		out.People = append(out.People, p.personRow(m))
	}
	return out
}

const shownUnresolved = 20

// fillUnresolved shows what the rule on unknown identities found.
func (p page) fillUnresolved(out *peoplePage) {
	n := 0
	for _, f := range p.Dossier.Findings {
		if f.Rule != ruleUnknownIdentity {
			continue
		}
		if n++; n <= shownUnresolved {
			out.Unresolved = append(out.Unresolved, p.findingRow(f))
		}
	}
	out.UnresolvedRest = p.more(n-len(out.Unresolved), "findings.html")
}

// ruleUnknownIdentity finds identities of commits that people.yaml does not list.
const ruleUnknownIdentity = "HI004"

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
	p.local(&out.Shell, p.t("People"), p.menu("people.html")...)
	if at.From == 0 {
		p.fillRole(&out, r)
	}
	for _, d := range p.index.owned()[r.ID][at.From:at.To] {
		out.Rows = append(out.Rows, p.documentRow(d))
	}
	return out
}

// fillRole puts on the first page of a role what stands above its documents.
func (p page) fillRole(out *rolePage, r people.Role) {
	for _, h := range r.Holders {
		out.Holders = append(out.Holders, p.holding(r, h))
	}
	gaps := 0
	for _, c := range p.Matrix.Gaps() {
		if c.Owner != r.ID {
			continue
		}
		if gaps++; gaps <= roleGaps {
			out.Gaps = append(out.Gaps, p.gapRow(c))
		}
	}
	out.GapsRest = p.more(gaps-len(out.Gaps), "gaps.html")
	out.Due, out.DueRest = p.dueOf(func(e dueDay) bool { return e.owner == r.ID })
}

// dueOf lists what is overdue or falls due within three months, of what the caller picks.
func (p page) dueOf(wanted func(dueDay) bool) ([]DueRow, Link) {
	var out []DueRow
	n := 0
	for _, e := range p.due() {
		if p.AsOf.Day.DaysUntil(e.day) > 90 {
			break
		}
		if !wanted(e) {
			continue
		}
		if n++; n <= roleDue {
			out = append(out, p.dueRow(e))
		}
	}
	return out, p.more(n-len(out), "reviews.html")
}

func (p page) holding(r people.Role, h people.Holding) HoldingRow {
	day := p.AsOf.Day
	now := (h.From.IsZero() || !day.Before(h.From)) && (h.To.IsZero() || !day.After(h.To))
	return HoldingRow{Person: p.person(h.Person), Role: p.role(r.ID), From: h.From.String(), To: h.To.String(), Now: now}
}

func (p page) personPage(m people.Person, at Pager) any {
	out := personPage{Shell: p.shell(p.person(m.ID).Text, "people.html", p.link(p.t("People"), "people.html")), ID: m.ID, Since: p.since(m),
		Active: m.Active(p.AsOf.Day), Bot: m.Bot, Pager: at}
	p.local(&out.Shell, p.t("People"), p.menu("people.html")...)
	for _, r := range p.People.Roles {
		for _, h := range r.Holders {
			if h.Person == m.ID {
				out.Roles = append(out.Roles, p.holding(r, h))
			}
		}
	}
	roles := p.People.RolesOf(m.ID, p.AsOf.Day)
	for _, id := range roles {
		out.Owned = append(out.Owned, NavLink{Link: p.role(id), Count: p.n(len(p.index.owned()[id]), "document", "documents")})
	}
	if at.From == 0 && len(roles) > 0 {
		out.Due, out.DueRest = p.dueOf(func(e dueDay) bool { return slices.Contains(roles, e.owner) })
	}
	for _, v := range p.index.given()[m.ID][at.From:at.To] {
		row := p.versionRow(v)
		out.Approvals = append(out.Approvals, ApprovalRow{Document: p.document(v.Document), Version: v.Version, On: row.On, Role: row.Role, Grade: p.plain(v.Grade.Words()), Counts: row.Counts})
	}
	return out
}

// partyKinds puts the kinds of parties in order.
var partyKinds = []struct{ kind, title string }{{"customer", "Customer"}, {"supplier", "Supplier"}, {"internal-supplier", "Internal supplier"}}

// parties lists the customers and then the suppliers, each once.
func (s *site) parties() []people.Party {
	var out []people.Party
	seen := map[string]bool{}
	for _, k := range partyKinds {
		for _, x := range s.People.Parties {
			if x.Kind == k.kind && !seen[x.ID] {
				seen[x.ID] = true
				out = append(out, x)
			}
		}
	}
	return out
}

func (s *site) partyKind(kind string) string {
	for _, k := range partyKinds {
		if k.kind == kind {
			return s.t(k.title)
		}
	}
	return kind
}

func (p page) partiesPage(parties []people.Party, at Pager) any {
	out := partiesPage{Shell: p.shell(p.t("Customers and suppliers"), "people.html", p.link(p.t("People"), "people.html")), Pager: at}
	p.local(&out.Shell, p.t("People"), p.menu("people.html")...)
	for _, x := range parties[at.From:at.To] {
		out.Rows = append(out.Rows, PartyRow{ID: x.ID, Link: p.party(x.ID), Kind: p.partyKind(x.Kind), Documents: len(p.index.with()[x.ID])})
	}
	return out
}

func (p page) partyPage(x people.Party, at Pager) any {
	out := partyPage{Shell: p.shell(p.party(x.ID).Text, "people.html", p.link(p.t("People"), "people.html"), p.link(p.t("Customers and suppliers"), partiesPath)),
		ID: x.ID, Type: p.partyKind(x.Kind), Pager: at}
	out.Eyebrow = x.ID
	p.local(&out.Shell, p.t("People"), p.menu("people.html")...)
	for _, d := range p.index.with()[x.ID][at.From:at.To] {
		out.Rows = append(out.Rows, p.documentRow(d))
	}
	return out
}
