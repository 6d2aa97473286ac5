package clauses

import (
	"clausebook/internal/phrase"
	"clausebook/internal/sheet"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
	"clausebook/internal/view"
)

// statesPage lists the requirements or processes of a standard that are in one state.
type statesPage struct {
	view.Shell
	Of    view.Link
	Words string // how many of what
	Rows  []MatrixRow
	Pager view.Pager
}

const statesPerPage = 36

// What such a list may be of.
const (
	requirementsIn = "requirements in the state "
	processesIn    = "processes in the state "
)

// StatesKind has lists of requirements and processes.
// A number of them leads to the list of them.
var StatesKind = sheet.Kind{Name: "states", Empty: statesPage{}, Golden: "standards/one-2018/requirements-overdue.html",
	Claim: func(s *view.View) {
		for _, list := range stateLists(s) {
			s.Addr.Lists[list.key] = s.Addr.Page(standardFolder(list.std), list.name)
		}
	},
	Pages: func(s *view.View) []sheet.Sheet {
		var out []sheet.Sheet
		for _, list := range stateLists(s) {
			give := func(p view.Page, at view.Pager) any { return statesData(p, list, at) }
			out = append(out, sheet.Parts(s.Addr.Lists[list.key], len(list.cells), statesPerPage, give)...)
		}
		return out
	}}

// stateList is the requirements or processes of a standard in one state.
type stateList struct {
	key   view.ListKey
	name  string // of its page
	std   *standard.Standard
	state trace.State
	what  string
	cells []trace.Cell
}

func stateLists(s *view.View) []stateList {
	var out []stateList
	for _, std := range s.StandardsOnce() {
		m := s.MatrixOf(std.ID)
		for _, state := range trace.States {
			for _, kind := range []struct {
				what, name string
				cells      []trace.Cell
			}{{requirementsIn, "requirements-", m.Requirements}, {processesIn, "processes-", m.Processes}} {
				if cells := inState(kind.cells, state); len(cells) > 0 {
					out = append(out, stateList{stateKey(kind.what, state, std), kind.name + string(state), std, state, kind.what, cells})
				}
			}
		}
	}
	return out
}

func statesData(p view.Page, list stateList, at view.Pager) any {
	std, tag := list.std, p.State(list.state)
	title, words := phrase.Of("Requirements: %s", phrase.Text(tag.Text)), p.N(len(list.cells), "requirement", "requirements")
	if list.what == processesIn {
		title, words = phrase.Of("Processes: %s", phrase.Text(tag.Text)), p.N(len(list.cells), "process", "processes")
	}
	of := p.Link(view.NameOf(std), p.Addr.Standards[std.ID])
	out := statesPage{Shell: p.Titled(title, "standards.html", wayTo(p, std)...),
		Of: of, Words: words, Pager: at}
	p.Local(&out.Shell, p.T("Standards"), standardsNav(p, std)...)
	out.Tags = []view.Tag{tag}
	for _, c := range list.cells[at.From:at.To] {
		text := p.Stated(std, c.Title)
		if proc := std.Process(c.Ref.Item); proc != nil {
			text = p.Stated(std, proc.Purpose)
		}
		out.Rows = append(out.Rows, matrixRow(p, c, text))
	}
	return out
}

// Tile is a number with the list behind it. There is no way to a list of nothing.
type Tile struct {
	Count int
	Tag   view.Tag
	Text  string
	Href  string
}

// TileGroup is how many things there are, and how many of them in each state.
type TileGroup struct {
	Title string
	Total string
	Tiles []Tile
}

// tileGroup counts cells by state. No state is left out, so that the numbers add up to the total. What names their list.
func tileGroup(p view.Page, std *standard.Standard, title, what string, cells []trace.Cell, text func(trace.State) string) TileGroup {
	out := TileGroup{Title: title, Total: theme.Group(len(cells))}
	n := trace.Tally(cells)
	for _, state := range trace.States {
		out.Tiles = append(out.Tiles, Tile{Count: n[state], Tag: p.State(state), Text: text(state),
			Href: p.Href(p.Addr.Lists[stateKey(what, state, std)])})
	}
	return out
}

// standardTiles counts all that is judged of a standard.
func standardTiles(p view.Page, std *standard.Standard) []TileGroup {
	m := p.MatrixOf(std.ID)
	plain := func(trace.State) string { return "" }
	var out []TileGroup
	for _, g := range []TileGroup{
		tileGroup(p, std, p.T("Required documents and records"), requiredIn, m.Required, plain),
		tileGroup(p, std, p.T("Requirements"), requirementsIn, m.Requirements, plain),
		tileGroup(p, std, p.T("Processes"), processesIn, m.Processes, plain),
	} {
		if g.Total != "0" {
			out = append(out, g)
		}
	}
	return out
}

// PartGroup is those of several things that are in one state.
type PartGroup struct {
	State view.Tag
	Count int
	Parts []view.Link
}

// partGroups sorts items into groups by their states, the worst first.
func partGroups(p view.Page, refs []standard.Ref) []PartGroup {
	var out []PartGroup
	for _, state := range append(trace.States[:], "") { // what is not judged comes last
		g := PartGroup{State: p.State(state)}
		for _, ref := range refs {
			if p.Cell(ref.Standard, ref.Item).State == state {
				g.Parts = append(g.Parts, p.Item(ref))
			}
		}
		if g.Count = len(g.Parts); g.Count > 0 {
			out = append(out, g)
		}
	}
	return out
}

// InState is how many things are in a state, leading to their list.
type InState struct {
	State view.Tag
	Count view.Link
}

// OpenRequirements counts the requirements of a standard that are not met, by their states, the worst first, and all of them.
func OpenRequirements(p view.Page, std *standard.Standard) (by []InState, all int) {
	n := trace.Tally(p.MatrixOf(std.ID).Requirements)
	for _, state := range trace.States {
		if state.Gap() && n[state] > 0 {
			by = append(by, InState{p.State(state), sheet.NumberTo(p, n[state], p.Addr.Lists[stateKey(requirementsIn, state, std)])})
			all += n[state]
		}
	}
	return by, all
}
