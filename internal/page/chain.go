package page

import (
	"sync"

	"clausebook/internal/phrase"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
	"clausebook/internal/view"
)

// chainPage shows the whole chain of evidence of a clause or process whose own page has room for its beginning only.
type chainPage struct {
	view.Shell
	Of    view.Link
	Rows  []view.ChainRow
	Pager view.Pager
}

// An item that stands in no clause has its evidence on the page of the first clause that asks for it.
var chainKind = Kind{Name: "chain", Empty: chainPage{}, Golden: "standards/one-2018/4.1-evidence.html", Crowded: true,
	Claim: claimChains, Pages: chainSheets}

// claimChains gives the chain of every clause and process a page of its own where it is long.
func claimChains(s *view.View) {
	for _, std := range s.StandardsOnce() {
		claim := func(id string, pieces int) {
			if ref := std.Ref(id); pieces > maxChain && s.Addr.Chains[ref] == "" {
				s.Addr.Chains[ref] = s.Addr.Page(standardFolder(std), id+"-evidence")
			}
		}
		for i := range std.Clauses {
			claim(std.Clauses[i].ID, len(s.Pieces(std, &std.Clauses[i])))
		}
		for _, proc := range std.Processes {
			claim(proc.ID, len(s.Cell(std.ID, proc.ID).Evidence))
		}
	}
}

func chainSheets(s *view.View) []Sheet {
	var out []Sheet
	for _, std := range s.StandardsOnce() {
		add := func(id string, pieces func() []view.Piece, n int) {
			if at := s.Addr.Chains[std.Ref(id)]; at != "" {
				all := sync.OnceValue(pieces) // for all parts: a clause may have thousands of pieces
				give := func(p view.Page, part view.Pager) any {
					return chainData(p, std, std.Ref(id), all()[part.From:part.To], part)
				}
				out = append(out, parts(at, n, chainPerPage, give)...)
			}
		}
		for i := range std.Clauses {
			if c := &std.Clauses[i]; std.Clause(c.ID) == c {
				add(c.ID, func() []view.Piece { return s.Pieces(std, c) }, len(s.Pieces(std, c)))
			}
		}
		for i := range std.Processes {
			if proc := &std.Processes[i]; std.Process(proc.ID) == proc {
				cell := s.Cell(std.ID, proc.ID)
				add(proc.ID, func() []view.Piece { return piecesOf(cell) }, len(cell.Evidence))
			}
		}
	}
	return out
}

func piecesOf(c trace.Cell) []view.Piece {
	out := make([]view.Piece, len(c.Evidence))
	for i, e := range c.Evidence {
		out[i] = view.Piece{Ref: c.Ref, Evidence: e}
	}
	return out
}

func chainData(p view.Page, std *standard.Standard, ref standard.Ref, pieces []view.Piece, at view.Pager) any {
	of := p.Item(ref)
	if c := std.Clause(ref.Item); c != nil {
		of = p.StepTo(std, c)
	}
	out := chainPage{Shell: p.Titled(phrase.Of("Evidence for %s", phrase.In(std.Language, of.Text)), "standards.html",
		p.Link(p.T("Standards"), "standards.html"), p.Link(view.NameOf(std), p.Addr.Standards[std.ID]), of),
		Of: of, Rows: p.ChainRows(pieces), Pager: at}
	p.Local(&out.Shell, p.T("Standards"), standardsNav(p, std)...)
	return out
}
