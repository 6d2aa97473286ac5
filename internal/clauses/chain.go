package clauses

import (
	"sync"

	"clausebook/internal/address"
	"clausebook/internal/phrase"
	"clausebook/internal/sheet"
	"clausebook/internal/standard"
	"clausebook/internal/view"
)

// chainPage shows the whole chain of evidence of a clause or process whose own page has room for its beginning only.
type chainPage struct {
	view.Shell
	Of    view.Link
	Rows  []chainRow
	Pager view.Pager
}

// ChainKind has the whole evidence of a clause or process, where it is much.
// An item of several clauses has its evidence on the page of each; links lead to the first.
var ChainKind = sheet.Kind{Name: "chain", Empty: chainPage{}, Golden: "standards/one-2018/4.1-evidence.html", Crowded: true,
	Claim: claimChains, Pages: chainSheets}

const (
	maxChain     = 20 // rows of the chain on the page of a clause or process, unless it has more items
	maxItems     = 24 // rows if each item has one
	chainPerPage = 80 // rows of the chain on a page of its own
)

// eachChain visits the clauses and processes that have a chain of evidence.
func eachChain(s *view.View, visit func(std *standard.Standard, id string, pieces func() []piece)) {
	for _, std := range s.StandardsOnce() {
		for i := range std.Clauses {
			if c := &std.Clauses[i]; std.Clause(c.ID) == c { // a file of the user's may name a clause twice
				visit(std, c.ID, func() []piece { return clausePieces(s, std, c) })
			}
		}
		for i := range std.Processes {
			if proc := &std.Processes[i]; std.Process(proc.ID) == proc {
				visit(std, proc.ID, func() []piece { return processPieces(s, std, proc) })
			}
		}
	}
}

// claimChains says where the evidence of each item begins, and gives a long chain a page of its own.
func claimChains(s *view.View) {
	eachChain(s, func(std *standard.Standard, id string, pieces func() []piece) {
		all := pieces()
		if len(all) == 0 {
			return
		}
		ref := std.Ref(id)
		whole := s.Addr.Items[ref] + "#chain"
		at := func(int) string { return s.Addr.Items[ref] }
		if len(all) > maxChain {
			whole = s.Addr.Page(standardFolder(std), id+"-evidence")
			s.Addr.Chains[ref] = whole
			at = func(i int) string { return address.Numbered(whole, i/chainPerPage) }
		}
		for i, x := range all {
			if s.Addr.Rows[x.Ref] == "" {
				s.Addr.Rows[x.Ref] = at(i) + "#" + chainAnchor(x.Ref)
			}
		}
		s.Addr.Rows[ref] = whole
	})
}

func chainSheets(s *view.View) []sheet.Sheet {
	var out []sheet.Sheet
	eachChain(s, func(std *standard.Standard, id string, pieces func() []piece) {
		at := s.Addr.Chains[std.Ref(id)]
		if at == "" {
			return
		}
		all := sync.OnceValue(pieces) // for all parts: a clause may have thousands of pieces
		out = append(out, sheet.Parts(at, len(pieces()), chainPerPage, func(p view.Page, part view.Pager) any {
			return chainData(p, std, std.Ref(id), all()[part.From:part.To], part)
		})...)
	})
	return out
}

// chainBeginning gives what a page shows of a chain that has a page of its own: the best piece of each item, so that each
// has a row, and more of the first ones as far as there is room.
func chainBeginning(pieces []piece) []piece {
	best := func(i int) bool { return i == 0 || pieces[i-1].Ref != pieces[i].Ref }
	room := maxChain
	for i := range pieces {
		if best(i) {
			room--
		}
	}
	var out []piece
	for i, x := range pieces {
		switch {
		case best(i):
			out = append(out, x)
		case room > 0:
			room--
			out = append(out, x)
		}
	}
	return out[:min(len(out), maxItems)]
}

func chainData(p view.Page, std *standard.Standard, ref standard.Ref, pieces []piece, at view.Pager) any {
	of := p.Item(ref)
	title := std.Say(of.Text)
	if c := std.Clause(ref.Item); c != nil {
		of = p.StepTo(std, c)
		title = phrase.In(std.LanguageOf(c.Title), of.Text)
	}
	out := chainPage{Shell: p.Titled(phrase.Of("Evidence for %s", title), "standards.html",
		append(wayTo(p, std), of)...),
		Of: of, Rows: chainRows(p, pieces), Pager: at}
	p.Local(&out.Shell, p.T("Standards"), standardsNav(p, std)...)
	return out
}
