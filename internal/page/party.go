package page

import (
	"clausebook/internal/people"
	"clausebook/internal/sheet"
	"clausebook/internal/view"
)

// partiesPage lists customers and suppliers.
type partiesPage struct {
	view.Shell
	Rows  []PartyRow
	Pager view.Pager
}

// PartyRow is a customer or supplier.
type PartyRow struct {
	ID        string
	Link      view.Link
	Kind      string
	Documents view.Link
}

// partyPage shows what was agreed with a customer or supplier.
type partyPage struct {
	view.Shell
	ID, Type string
	Rows     []view.DocumentRow
	Pager    view.Pager
}

var partiesKind = sheet.Kind{Name: "parties", Fixed: []string{partiesPath},
	Menu:  view.Menu{Under: "people.html", Local: "Customers and suppliers"},
	Empty: partiesPage{}, Golden: partiesPath,
	Pages: func(s *view.View) []sheet.Sheet {
		parties := parties(s)
		return sheet.Parts(partiesPath, len(parties), rowsPerPage, func(p view.Page, part view.Pager) any {
			return partiesData(p, parties,
				part)
		})
	}}

var partyKind = sheet.Kind{Name: "party", Empty: partyPage{}, Golden: "parties/acme.html",
	Claim: func(s *view.View) {
		for _, x := range s.People.Parties {
			claimOnce(s, s.Addr.Parties, "parties/", x.ID)
		}
	},
	Pages: func(s *view.View) []sheet.Sheet {
		var out []sheet.Sheet
		for _, x := range parties(s) {
			give := func(p view.Page, part view.Pager) any { return partyData(p, x, part) }
			out = append(out, sheet.Parts(s.Addr.Parties[x.ID], len(s.Index.With()[x.ID]), rowsPerPage, give)...)
		}
		return out
	}}

// partyKinds puts the kinds of parties in order.
var partyKinds = []struct{ kind, title string }{{"customer", "Customer"}, {"supplier", "Supplier"},
	{"internal-supplier", "Internal supplier"}}

// parties lists the customers and then the suppliers, each once.
func parties(s *view.View) []people.Party {
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

func wordOfParty(s *view.View, kind string) string {
	for _, k := range partyKinds {
		if k.kind == kind {
			return s.T(k.title)
		}
	}
	return kind
}

func partiesData(p view.Page, parties []people.Party, at view.Pager) any {
	out := partiesPage{Shell: p.Shell(p.T("Customers and suppliers"), "people.html", p.Link(p.T("People"), "people.html")), Pager: at}
	p.Local(&out.Shell, p.T("People"), p.Menu("people.html")...)
	for _, x := range parties[at.From:at.To] {
		out.Rows = append(out.Rows, PartyRow{ID: x.ID, Link: p.Party(x.ID), Kind: wordOfParty(p.View, x.Kind),
			Documents: sheet.NumberTo(p, len(p.Index.With()[x.ID]), p.Addr.Parties[x.ID])})
	}
	return out
}

func partyData(p view.Page, x people.Party, at view.Pager) any {
	out := partyPage{Shell: p.Shell(p.Party(x.ID).Text, "people.html", p.Link(p.T("People"), "people.html"),
		p.Link(p.T("Customers and suppliers"), partiesPath)),
		ID: x.ID, Type: wordOfParty(p.View, x.Kind), Pager: at}
	out.Eyebrow = x.ID
	p.Local(&out.Shell, p.T("People"), p.Menu("people.html")...)
	for _, d := range p.Index.With()[x.ID][at.From:at.To] {
		out.Rows = append(out.Rows, p.DocumentRow(d))
	}
	return out
}
