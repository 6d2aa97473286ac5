// Package sheet is what all kinds of pages share: the value that says all of one, and the sheets of the plan that come of it.
package sheet

import (
	"fmt"

	"clausebook/internal/address"
	"clausebook/internal/theme"
	"clausebook/internal/view"
)

// Kind is a kind of page: all that has to be said of it, in one value. Reserved addresses, claims, menus, the plan, the
// check of templates and the golden files are derived from Kinds.
type Kind struct {
	// Name is that of its template and of its golden file.
	Name string
	// Fixed are the addresses that no id decides. They are kept from everything else, whether or not a page stands there.
	Fixed []string
	// Claim takes the addresses that ids decide, before any page is put together; nil where there are none.
	Claim func(*view.View)
	// Pages lists the pages, without gathering what stands on them.
	Pages func(*view.View) []Sheet
	// Menu is where it stands in the menus; zero for nowhere.
	Menu view.Menu
	// Empty is a page with nothing on it, of the type that the template is given.
	Empty any
	// Golden is the address of its golden page in the sample; of a sample with long lists where Crowded is set.
	Golden  string
	Crowded bool
}

// Sheet is a page of the plan: where it stands, and what gathers its data when it is rendered.
type Sheet struct {
	At   string
	Data func(view.Page) any
	With string // what it is written beside, in the order of addresses; empty for its own address
}

// Fixed is for a kind with one page, at an address that no id decides.
func Fixed(at string, data func(view.Page) any) func(*view.View) []Sheet {
	return func(*view.View) []Sheet { return []Sheet{{At: at, Data: data}} }
}

// Parts cuts a list of n rows into pages of at most size, at least one. The first stands at the base address, the
// others at numbered ones. Give is called for each with the range of its rows.
func Parts(base string, n, size int, give func(view.Page, view.Pager) any) []Sheet {
	return Cut(view.Pagers(base, n, size), give)
}

// Cut makes a page of each part.
func Cut(pagers []view.Pager, give func(view.Page, view.Pager) any) []Sheet {
	out := make([]Sheet, len(pagers))
	for i, part := range pagers {
		out[i] = Sheet{At: address.Numbered(part.Base, i), Data: func(p view.Page) any { return give(p, part.For(p)) }}
	}
	return out
}

// Cell is a cell of a table with links.
func Cell(links ...view.Link) view.FactCell { return view.FactCell{Values: links} }

// Text is a cell with the text of a value.
func Text(v any) view.FactCell {
	text := fmt.Sprint(v)
	if text == "" {
		return view.FactCell{}
	}
	return view.FactCell{Values: []view.Link{{Text: text}}}
}

// Ident is a cell with an identifier, which does not break over lines.
func Ident(v any) view.FactCell { return Cell(view.Link{Text: fmt.Sprint(v), ID: true}) }

// NumberTo gives a number that leads to the list of what it counts. There is no way to a list of nothing.
func NumberTo(p view.Page, n int, to string) view.Link {
	if n > 0 && to != "" {
		return p.Link(theme.Group(n), to)
	}
	return view.Link{Text: theme.Group(n)}
}
