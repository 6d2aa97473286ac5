package page

import (
	"clausebook/internal/days"
	"clausebook/internal/doc"
	"clausebook/internal/people"
	"clausebook/internal/sheet"
	"clausebook/internal/view"
)

// personPage shows a person: roles over time, and approvals given.
type personPage struct {
	view.Shell
	ID        string
	Since     string
	Active    bool
	Bot       bool
	Roles     []HoldingRow
	Owned     []OwnedRow      // of each role held on the as-of day
	Due       []days.DutyList // of these roles
	Approvals []ApprovalRow
	Pager     view.Pager
}

// ApprovalRow is one approval that a person gave.
type ApprovalRow struct {
	Document view.Link
	Version  view.Link // to its text
	On       string
	Role     view.Link
	Grade    string
	Record   []view.Link // what shows it on paper
	Counts   view.Tag
}

var personKind = sheet.Kind{Name: "person", Empty: personPage{}, Golden: "people/bob.html",
	Claim: func(s *view.View) {
		for _, m := range s.People.People {
			claimPerson(s, m)
		}
	},
	Pages: func(s *view.View) []sheet.Sheet {
		var out []sheet.Sheet
		seen := map[string]bool{}
		for _, m := range s.People.People {
			if at := s.Addr.People[m.ID]; !seen[at] {
				seen[at] = true
				out = append(out, sheet.Parts(at, len(s.Index.Given()[m.ID]), rowsPerPage, func(p view.Page, part view.Pager) any {
					return personData(p, m, part)
				})...)
			}
		}
		return out
	}}

// claimPerson gives a person an address, which does not name the person where pages do not.
func claimPerson(s *view.View, m people.Person) {
	switch _, known := s.Addr.People[m.ID]; {
	case known:
	case s.Masks != nil:
		s.Addr.People[m.ID] = s.Addr.Page("people/", m.Name)
	default:
		s.Addr.People[m.ID] = s.Addr.Page("people/", m.ID)
	}
}

func since(p view.Page, m people.Person) string {
	if m.From.IsZero() && m.To.IsZero() {
		return ""
	}
	return p.Span(doc.Span{From: m.From, To: m.To})
}

// membership says since when and until when somebody is a member; nothing where neither is given.
func membership(p view.Page, m people.Person) string {
	switch {
	case m.From.IsZero() && m.To.IsZero():
		return ""
	case m.To.IsZero():
		return p.T("Member since %s.", m.From)
	case m.From.IsZero():
		return p.T("Member until %s.", m.To)
	}
	return p.T("Member from %s to %s.", m.From, m.To)
}

func personData(p view.Page, m people.Person, at view.Pager) any {
	out := personPage{Shell: p.Shell(p.Person(m.ID).Text, "people.html", p.Link(p.T("People"), "people.html")), ID: m.ID, Since: membership(p,
		m),
		Active: m.Active(p.AsOf.Day), Bot: m.Bot, Pager: at}
	p.Local(&out.Shell, p.T("People"), p.Menu("people.html")...)
	for _, r := range p.People.Roles {
		for _, h := range r.Holders {
			if h.Person == m.ID {
				out.Roles = append(out.Roles, holding(p, r, h))
			}
		}
	}
	roles := p.People.RolesOf(m.ID, p.AsOf.Day)
	for _, id := range roles {
		out.Owned = append(out.Owned, ownedRow(p, id))
	}
	if at.From == 0 {
		out.Due = days.DutyRows(p, days.DueOfPerson(p.View, m.ID))
	}
	for _, v := range p.Index.Given()[m.ID][at.From:at.To] {
		row := p.VersionRow(v)
		out.Approvals = append(out.Approvals, ApprovalRow{Document: p.Document(v.Document), Version: row.Text, On: row.On, Role: row.Role,
			Grade: p.Plain(v.Grade.Words()), Record: row.Record, Counts: row.Counts})
	}
	return out
}

// OwnedRow is a role, and how many documents it owns, leading to them.
type OwnedRow struct {
	Role, Documents view.Link
}

func ownedRow(p view.Page, role string) OwnedRow {
	n := len(p.Index.Owned()[role])
	row := OwnedRow{Role: p.Role(role), Documents: ofThisRole(p, role, n, "owned")}
	row.Documents.Text = p.N(n, "document", "documents")
	return row
}
