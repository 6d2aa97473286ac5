package page

import (
	"slices"

	"clausebook/internal/date"
	"clausebook/internal/doc"
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
	Terms    view.FactTable // contracts and agreements
	Held     view.FactTable // reviews with the party, and reports on it
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
			Documents: sheet.NumberTo(p, len(p.Index.With()[x.ID]), p.Addr.Parties[x.ID]+"#documents")})
	}
	return out
}

func partyData(p view.Page, x people.Party, at view.Pager) any {
	out := partyPage{Shell: p.Shell(p.Party(x.ID).Text, "people.html", p.Link(p.T("People"), "people.html"),
		p.Link(p.T("Customers and suppliers"), partiesPath)),
		ID: x.ID, Type: wordOfParty(p.View, x.Kind), Pager: at}
	out.Eyebrow = x.ID
	p.Local(&out.Shell, p.T("People"), p.Menu("people.html")...)
	if at.From == 0 {
		out.Terms, out.Held = termsWith(p, x), heldWith(p, x)
	}
	for _, d := range p.Index.With()[x.ID][at.From:at.To] {
		out.Rows = append(out.Rows, p.DocumentRow(d))
	}
	return out
}

const shownWith = 40 // contracts, and reviews and reports, on the page of a party

// termsWith lists what was agreed with a party: until when, who answers for it, when it was reviewed, and when it is to be again.
func termsWith(p view.Page, x people.Party) view.FactTable {
	out := view.FactTable{ID: "terms", Caption: p.T("Contracts and agreements"), Header: []string{p.T("Document"), p.T("Version"),
		p.T("Status"), p.T("Ends on"), p.T("Owner"), p.T("Last review"), p.T("Next review")}}
	agreed := slices.DeleteFunc(slices.Clone(p.Index.With()[x.ID]), func(d *doc.Document) bool {
		return d.Type != "contract" && d.Type != "agreement"
	})
	for _, d := range agreed[:min(len(agreed), shownWith)] {
		row, last, ends := p.DocumentRow(d), date.Date{}, view.Link{Text: p.T("not given")}
		if all := p.Acts.Reviews(d); len(all) > 0 {
			last = all[len(all)-1]
		}
		day, near := p.Ends(d)
		if !day.IsZero() {
			ends.Text = p.Day(day)
		}
		out.Rows = append(out.Rows, []view.FactCell{sheet.Cell(row.Link), sheet.Ident(view.PlainVersion(row.Version)), {Tag: row.Status},
			{Values: []view.Link{ends}, Tag: near}, sheet.Cell(row.Owner), sheet.Text(last),
			{Values: []view.Link{{Text: row.Due}}, Tag: row.Review}})
	}
	out.Rest = restWith(p, x, len(agreed))
	return out
}

// heldWith lists the meetings held with a party and the reports on it, the newest first.
func heldWith(p view.Page, x people.Party) view.FactTable {
	out := view.FactTable{ID: "held", Caption: p.T("Reviews and performance reports"), Header: []string{p.T("Date"), p.T("Document"),
		p.T("Type"), p.T("Status")}}
	var records []*doc.Document
	for _, d := range p.Index.With()[x.ID] {
		if d.IsRecord() {
			records = append(records, d)
		}
	}
	slices.SortStableFunc(records, func(a, b *doc.Document) int { return b.Date.Compare(a.Date) })
	for _, d := range records[:min(len(records), shownWith)] {
		row := p.DocumentRow(d)
		out.Rows = append(out.Rows, []view.FactCell{sheet.Text(row.Date), sheet.Cell(row.Link), sheet.Cell(row.Type), {Tag: row.Status}})
	}
	out.Rest = restWith(p, x, len(records))
	return out
}

// restWith leads from a table that has no room for all of so many documents to the list of everything with the party.
func restWith(p view.Page, x people.Party, of int) view.Link {
	if of <= shownWith {
		return view.Link{}
	}
	return p.Link(p.T("%d of %d are shown; below are all documents", shownWith, of), p.Addr.Parties[x.ID]+"#documents")
}
