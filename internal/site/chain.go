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

// claimChains gives the chain of every clause and process a page of its own where it is long. An item that stands in
// no clause has its evidence on the page of the first clause that asks for it.
func (s *site) claimChains(std *standard.Standard, folder string) {
	claim := func(id string, pieces int) {
		if ref := (standard.Ref{Standard: std.ID, Item: id}); pieces > maxChain && s.addr.chains[ref] == "" {
			s.addr.chains[ref] = s.addr.Page(folder, id+"-evidence")
		}
	}
	for i := range std.Clauses {
		claim(std.Clauses[i].ID, len(s.pieces(std, &std.Clauses[i])))
	}
	for _, proc := range std.Processes {
		claim(proc.ID, len(s.cell(std.ID, proc.ID).Evidence))
	}
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

func (s *site) planChains(std *standard.Standard) {
	plan := func(id string, pieces func() []piece, n int) {
		ref := standard.Ref{Standard: std.ID, Item: id}
		if at := s.addr.chains[ref]; at != "" {
			all := sync.OnceValue(pieces) // for all parts: a clause may have thousands of pieces
			s.parts(at, "chain", n, chainPerPage, func(p page, part Pager) any { return p.chainPage(std, ref, all()[part.From:part.To], part) })
		}
	}
	for i := range std.Clauses {
		if c := &std.Clauses[i]; std.Clause(c.ID) == c {
			plan(c.ID, func() []piece { return s.pieces(std, c) }, len(s.pieces(std, c)))
		}
	}
	for i := range std.Processes {
		proc := &std.Processes[i]
		if std.Process(proc.ID) != proc {
			continue
		}
		cell := s.cell(std.ID, proc.ID)
		plan(proc.ID, func() []piece { return piecesOf(cell) }, len(cell.Evidence))
	}
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
