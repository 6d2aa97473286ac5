package clauses

import (
	"cmp"
	"slices"

	"clausebook/internal/phrase"
	"clausebook/internal/sheet"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
	"clausebook/internal/view"
)

// briefPage lists required documents and records that have something in common: a state, an owner, a clause.
type briefPage struct {
	view.Shell
	Of    view.Link // what they are of
	Total int
	Rows  []view.RequiredRow
	Pager view.Pager
}

const briefPerPage = 40

// BriefKind has lists of required documents.
// A number of them leads to the list of them, and what a page has no room for stands in one.
var BriefKind = sheet.Kind{Name: "brief", Empty: briefPage{}, Golden: "standards/one-2018/required-missing.html",
	Claim: func(s *view.View) {
		for _, b := range briefs(s) {
			s.Addr.Lists[b.key] = s.Addr.Page(b.folder, b.name)
		}
	},
	Pages: func(s *view.View) []sheet.Sheet {
		var out []sheet.Sheet
		for _, b := range briefs(s) {
			give := func(p view.Page, at view.Pager) any { return briefData(p, b, at) }
			out = append(out, sheet.Parts(s.Addr.Lists[b.key], len(b.cells), briefPerPage, give)...)
		}
		return out
	}}

// brief is such a list. Head gives the frame of its page and what the list is of.
type brief struct {
	key          view.ListKey
	folder, name string
	cells        []trace.Cell
	head         func(view.Page) (view.Shell, view.Link)
}

// What a list of required documents may be of.
const (
	requiredIn   = "required documents in the state "
	gapsUnder    = "gaps under the clause"
	restUnder    = "no gaps under the clause"
	overdueUnder = "overdue under the clause"
	GapsOf       = "gaps of the owner"
	RequiredOf   = "required documents of the owner"
	OverdueOf    = "overdue of the owner"
)

func briefs(s *view.View) []brief {
	var out []brief
	for _, std := range s.StandardsOnce() {
		out = append(out, stateBriefs(s, std)...)
		out = append(out, clauseBriefs(s, std)...)
	}
	return append(out, ownerBriefs(s)...)
}

// stateBriefs lists the required documents of a standard by their states.
func stateBriefs(s *view.View, std *standard.Standard) []brief {
	var out []brief
	for _, state := range trace.States {
		cells := inState(s.MatrixOf(std.ID).Required, state)
		if len(cells) == 0 {
			continue
		}
		out = append(out, brief{key: stateKey(requiredIn, state, std), folder: standardFolder(std), name: "required-" + string(state),
			cells: cells, head: func(p view.Page) (view.Shell, view.Link) {
				of := p.Link(view.NameOf(std), p.Addr.Standards[std.ID])
				title := phrase.Of("Required documents and records: %s", phrase.Text(p.State(state).Text))
				shell := p.Titled(title, "standards.html", wayTo(p, std)...)
				p.Local(&shell, p.T("Standards"), standardsNav(p, std)...)
				shell.Tags = []view.Tag{p.State(state)}
				return shell, of
			}})
	}
	return out
}

func stateKey(what string, state trace.State, std *standard.Standard) view.ListKey {
	return view.ListKey{What: what + string(state), Of: std.ID}
}

// inState picks the cells that are in a state.
func inState(cells []trace.Cell, state trace.State) []trace.Cell {
	return slices.DeleteFunc(slices.Clone(cells), func(c trace.Cell) bool { return c.State != state })
}

// clauseBriefs lists what stands under a clause whose page has no room for all of it.
func clauseBriefs(s *view.View, std *standard.Standard) []brief {
	var out []brief
	for i := range std.Clauses {
		c := &std.Clauses[i]
		if std.Clause(c.ID) != c {
			continue
		}
		gaps, rest := requiredUnder(s, std, c.ID)
		for _, list := range []struct {
			what, name, title string
			cells             []trace.Cell
			shown             int
		}{{gapsUnder, "-gaps", s.T("Gaps"), gaps, maxBrief},
			{restUnder, "-required", s.T("Evidenced or not applicable"), rest, roomBeside(gaps)},
			{overdueUnder, "-overdue", s.State(trace.Overdue).Text, overdueAtTop(c, gaps), 0}} {
			if len(list.cells) <= list.shown {
				continue
			}
			out = append(out, brief{key: view.ListKey{What: list.what, Of: std.Ref(c.ID).String()}, folder: standardFolder(std),
				name: c.ID + list.name, cells: list.cells, head: func(p view.Page) (view.Shell, view.Link) {
					of := p.StepTo(std, c)
					shell := p.Shell(list.title, "standards.html", append(Crumbs(p, std, c), of)...)
					p.Local(&shell, p.T("Standards"), standardsNav(p, std)...)
					return shell, of
				}})
		}
	}
	return out
}

// requiredUnder gives the required documents under a clause, the worst first: the gaps, and what is none.
func requiredUnder(s *view.View, std *standard.Standard, clause string) (gaps, rest []trace.Cell) {
	for _, cell := range requiredCells(s, std, std.Ref(clause)) {
		if cell.State.Gap() {
			gaps = append(gaps, cell)
		} else {
			rest = append(rest, cell)
		}
	}
	for _, cells := range [][]trace.Cell{gaps, rest} {
		slices.SortStableFunc(cells, func(a, b trace.Cell) int { return cmp.Compare(a.State.Rank(), b.State.Rank()) })
	}
	return gaps, rest
}

// overdueAtTop gives the gaps of a clause of the top level that are overdue, of which the home page gives the number.
func overdueAtTop(c *standard.Clause, gaps []trace.Cell) []trace.Cell {
	if c.Parent != "" {
		return nil
	}
	return inState(gaps, trace.Overdue)
}

// roomBeside is how many required documents that are no gaps the page of a clause shows below its gaps.
func roomBeside(gaps []trace.Cell) int { return max(maxBrief-len(gaps), fullRequired) }

// ownerBriefs lists what each owner answers for, and what of it is a gap or overdue. The empty id stands for nobody.
func ownerBriefs(s *view.View) []brief {
	var out []brief
	all, gaps := requiredByOwner(s), GapsByOwner(s)
	for _, id := range view.SortedKeys(all) {
		for _, list := range []struct {
			what, name, title string
			cells             []trace.Cell
		}{
			{RequiredOf, "-required", s.T("Required documents and records"), all[id]}, {GapsOf, "-gaps", s.T("Gaps"), gaps[id]},
			{OverdueOf, "-overdue-items", s.T("Overdue"), inState(gaps[id], trace.Overdue)},
		} {
			if len(list.cells) == 0 {
				continue
			}
			out = append(out, brief{key: view.ListKey{What: list.what, Of: id}, folder: "roles/", name: cmp.Or(id, "nobody-named") + list.name,
				cells: list.cells, head: func(p view.Page) (view.Shell, view.Link) {
					of := p.Whoever(id)
					if id == "" {
						of = view.Link{Text: p.T("nobody named")}
					}
					shell := p.Shell(list.title, "people.html", p.Link(p.T("People"), "people.html"), of)
					p.Local(&shell, p.T("People"), p.Menu("people.html")...)
					return shell, of
				}})
		}
	}
	return out
}

// requiredByOwner lists the required documents of each owner, the worst first.
func requiredByOwner(s *view.View) map[string][]trace.Cell {
	out := map[string][]trace.Cell{}
	for _, m := range s.Matrix.Standards {
		for _, c := range m.Required {
			out[c.Owner] = append(out[c.Owner], c)
		}
	}
	for _, cells := range out {
		slices.SortStableFunc(cells, func(a, b trace.Cell) int { return cmp.Compare(a.State.Rank(), b.State.Rank()) })
	}
	return out
}

// GapsByOwner lists the gaps of each role, the worst first.
func GapsByOwner(s *view.View) map[string][]trace.Cell {
	out := map[string][]trace.Cell{}
	for _, c := range s.Matrix.Gaps() {
		out[c.Owner] = append(out[c.Owner], c)
	}
	return out
}

func briefData(p view.Page, b brief, at view.Pager) any {
	out := briefPage{Total: len(b.cells), Pager: at}
	out.Shell, out.Of = b.head(p)
	out.Description = theme.Own(p.T("Required documents and records"))
	for _, c := range b.cells[at.From:at.To] {
		out.Rows = append(out.Rows, p.GapRow(c))
	}
	return out
}
