package site

import (
	"sync"

	"clausebook/internal/phrase"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
)

// chainPage shows the whole chain of evidence of a clause or process whose own page has room for its beginning only.
type chainPage struct {
	Shell
	Of    Link
	Rows  []ChainRow
	Pager Pager
}

// An item that stands in no clause has its evidence on the page of the first clause that asks for it.
var chainKind = Kind{Name: "chain", Empty: chainPage{}, Golden: "standards/one-2018/4.1-evidence.html", Crowded: true,
	Claim: (*site).claimChains, Pages: (*site).chainSheets}

// claimChains gives the chain of every clause and process a page of its own where it is long.
func (s *site) claimChains() {
	for _, std := range s.standardsOnce() {
		claim := func(id string, pieces int) {
			if ref := std.Ref(id); pieces > maxChain && s.addr.chains[ref] == "" {
				s.addr.chains[ref] = s.addr.Page(standardFolder(std), id+"-evidence")
			}
		}
		for i := range std.Clauses {
			claim(std.Clauses[i].ID, len(s.pieces(std, &std.Clauses[i])))
		}
		for _, proc := range std.Processes {
			claim(proc.ID, len(s.cell(std.ID, proc.ID).Evidence))
		}
	}
}

func (s *site) chainSheets() []Sheet {
	var out []Sheet
	for _, std := range s.standardsOnce() {
		add := func(id string, pieces func() []piece, n int) {
			if at := s.addr.chains[std.Ref(id)]; at != "" {
				all := sync.OnceValue(pieces) // for all parts: a clause may have thousands of pieces
				give := func(p page, part Pager) any { return p.chainPage(std, std.Ref(id), all()[part.From:part.To], part) }
				out = append(out, parts(at, n, chainPerPage, give)...)
			}
		}
		for i := range std.Clauses {
			if c := &std.Clauses[i]; std.Clause(c.ID) == c {
				add(c.ID, func() []piece { return s.pieces(std, c) }, len(s.pieces(std, c)))
			}
		}
		for i := range std.Processes {
			if proc := &std.Processes[i]; std.Process(proc.ID) == proc {
				cell := s.cell(std.ID, proc.ID)
				add(proc.ID, func() []piece { return piecesOf(cell) }, len(cell.Evidence))
			}
		}
	}
	return out
}

// chainOf gives the address at which the whole evidence of an item stands; nothing where no page has it all.
func (s *site) chainOf(ref standard.Ref) string {
	std := s.Standards.Standard(ref.Standard)
	if std == nil {
		return ""
	}
	at := func(id string) string { return s.addr.chains[standard.Ref{Standard: std.ID, Item: id}] }
	if r := std.Requirement(ref.Item); r != nil {
		return at(r.Clause)
	}
	if r := std.RequiredDocument(ref.Item); r != nil && len(r.Clauses) > 0 {
		return at(r.Clauses[0])
	}
	return at(ref.Item)
}

func piecesOf(c trace.Cell) []piece {
	out := make([]piece, len(c.Evidence))
	for i, e := range c.Evidence {
		out[i] = piece{c.Ref, e}
	}
	return out
}

func (p page) chainPage(std *standard.Standard, ref standard.Ref, pieces []piece, at Pager) any {
	of := p.item(ref)
	if c := std.Clause(ref.Item); c != nil {
		of = p.stepTo(std, c)
	}
	out := chainPage{Shell: p.titled(phrase.Of("Evidence for %s", phrase.In(std.Language, of.Text)), "standards.html", p.link(p.t("Standards"), "standards.html"), p.link(nameOf(std), p.addr.standards[std.ID]), of),
		Of: of, Rows: p.chainRows(pieces), Pager: at}
	p.local(&out.Shell, p.t("Standards"), p.standardsNav(std)...)
	return out
}
