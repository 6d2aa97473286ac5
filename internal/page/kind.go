// Package page is the kinds of pages: each a value of its own, with the function that gathers from a view what its template
// is given.
//
// A kind is one file and one line in Kinds; addresses, menus, plan and checks follow from the value. Go decides what stands
// on a page, the template how. What several kinds show is in package view.
package page

import (
	"clausebook/internal/address"
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
}

// Menus lists the places in the menus, in the order of the kinds.
func Menus() []view.Menu {
	var out []view.Menu
	for _, k := range Kinds {
		if m := k.Menu; m != (view.Menu{}) {
			m.At = k.Fixed[0]
			if m.Under == "" {
				m.Under = m.At
			}
			out = append(out, m)
		}
	}
	return out
}

// fixed is for a kind with one page, at an address that no id decides.
func fixed(at string, data func(view.Page) any) func(*view.View) []Sheet {
	return func(*view.View) []Sheet { return []Sheet{{at, data}} }
}

// Kinds are all kinds of pages, in the order in which they claim addresses and stand in the menus.
var Kinds = []Kind{
	homeKind, trendKind,
	standardsKind, standardKind, requiredKind, clauseKind, processKind, chainKind,
	matrixKind, gridKind, backwardKind, statesKind,
	gapsKind,
	documentsKind, documentKind, historyKind, redlineKind, versionKind, versionsKind, dataKind, referencesKind,
	processesKind, recordsKind, actionsKind, auditsKind, sinceKind,
	servicesKind,
	reviewsKind, periodsKind, periodKind, logbookKind, forceKind, forceDayKind,
	peopleKind, partiesKind, roleKind, personKind, partyKind,
	briefKind, ownersKind, monthKind, // after those whose addresses theirs begin with
	aboutKind, findingsKind, foundKind, causedKind, exceptedKind, rulesKind, glossaryKind, spelledKind, searchKind, titlesKind, packKind,
	missingKind, redirectKind,
}

// Empty gives what the template of each kind is tried with.
func Empty() map[string]any {
	out := map[string]any{"redline-alone": alonePage{}}
	for _, k := range Kinds {
		out[k.Name] = k.Empty
	}
	return out
}

// Claim keeps the addresses that carry no id, so that no document or standard can take them, and gives out the others.
func Claim(s *view.View) {
	for _, k := range Kinds {
		for _, at := range k.Fixed {
			s.Addr.Take(at)
		}
	}
	claimFiles(s)
	for _, k := range Kinds {
		if k.Claim != nil {
			k.Claim(s)
		}
	}
}

// Reserved lists the addresses that carry no id.
func Reserved() []string {
	var out []string
	for _, k := range Kinds {
		out = append(out, k.Fixed...)
	}
	return out
}

// claimFiles gives addresses to the files that are copied.
func claimFiles(s *view.View) {
	if !s.Copies {
		return
	}
	for _, a := range s.Docs.Assets {
		if a.Path != s.People.Path { // it holds addresses and keys, which pages do not show either
			s.Addr.Files[a.Path] = s.Addr.File(s.Docs.Folder, a.Path)
		}
	}
	for _, d := range s.Docs.Documents {
		if d.Data != nil && s.Addr.Files[d.Data.Path] == "" {
			s.Addr.Files[d.Data.Path] = s.Addr.File(s.Docs.Folder, d.Data.Path)
		}
	}
}

// TableWords lists the words of the tables of this package, for those who look whether a language has them all.
func TableWords() []string {
	var out []string
	for _, part := range trendParts {
		out = append(out, part.series.Name)
	}
	for _, k := range partyKinds {
		out = append(out, k.title)
	}
	for _, term := range terms {
		out = append(out, term.Word, term.Meaning)
	}
	return out
}

// parts cuts a list of n rows into pages of at most size, at least one. The first stands at the base address, the
// others at numbered ones. Give is called for each with the range of its rows.
func parts(base string, n, size int, give func(view.Page, view.Pager) any) []Sheet {
	return cut(view.Pagers(base, n, size), give)
}

// cut makes a page of each part.
func cut(pagers []view.Pager, give func(view.Page, view.Pager) any) []Sheet {
	out := make([]Sheet, len(pagers))
	for i, part := range pagers {
		out[i] = Sheet{address.Numbered(part.Base, i), func(p view.Page) any { return give(p, part.For(p)) }}
	}
	return out
}
