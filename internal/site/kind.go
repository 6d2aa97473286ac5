package site

// Kind is a kind of page: all that has to be said of it, in one value. Reserved addresses, claims, menus, the plan, the
// check of templates and the golden files are derived from Kinds.
type Kind struct {
	// Name is that of its template and of its golden file.
	Name string
	// Fixed are the addresses that no id decides. They are kept from everything else, whether or not a page stands there.
	Fixed []string
	// Claim takes the addresses that ids decide, before any page is put together; nil where there are none.
	Claim func(*site)
	// Pages lists the pages, without gathering what stands on them.
	Pages func(*site) []Sheet
	// Menu is where it stands in the menus; zero for nowhere.
	Menu Menu
	// Empty is a page with nothing on it, of the type that the template is given.
	Empty any
	// Golden is the address of its golden page in the sample; of a sample with long lists where Crowded is set.
	Golden  string
	Crowded bool
}

// Sheet is a page of the plan: where it stands, and what gathers its data when it is rendered.
type Sheet struct {
	At   string
	Data func(page) any
}

// Menu is a place in the menus. Section is the word in the menu of the whole site, Local that in the menu of the section
// whose address is Under, or of its own section. At is the first fixed address of the kind.
type Menu struct{ At, Section, Under, Local string }

// menus lists the places in the menus, in the order of the kinds.
func menus(kinds []Kind) []Menu {
	var out []Menu
	for _, k := range kinds {
		if m := k.Menu; m != (Menu{}) {
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
func fixed(at string, data func(page) any) func(*site) []Sheet {
	return func(*site) []Sheet { return []Sheet{{at, data}} }
}

// Kinds are all kinds of pages, in the order in which they claim addresses and stand in the menus.
var Kinds = []Kind{
	homeKind, trendKind,
	standardsKind, standardKind, requiredKind, clauseKind, processKind, chainKind,
	matrixKind, gridKind, backwardKind,
	gapsKind,
	documentsKind, documentKind, historyKind, redlineKind, versionsKind, dataKind, referencesKind,
	processesKind, recordsKind, actionsKind, auditsKind,
	servicesKind,
	reviewsKind, monthKind, periodsKind, periodKind, logbookKind,
	peopleKind, partiesKind, roleKind, personKind, partyKind,
	aboutKind, findingsKind, exceptedKind, rulesKind, glossaryKind, searchKind, titlesKind, packKind,
	missingKind, redirectKind,
}

// emptyPages gives what the template of each kind is tried with.
func emptyPages() map[string]any {
	out := map[string]any{"redline-alone": alonePage{}}
	for _, k := range Kinds {
		out[k.Name] = k.Empty
	}
	return out
}

// claim keeps the addresses that carry no id, so that no document or standard can take them, and gives out the others.
func claim(s *site) {
	for _, k := range Kinds {
		for _, at := range k.Fixed {
			s.addr.Take(at)
		}
	}
	claimFiles(s)
	for _, k := range Kinds {
		if k.Claim != nil {
			k.Claim(s)
		}
	}
}

// claimFiles gives addresses to the files that are copied.
func claimFiles(s *site) {
	if !s.copies {
		return
	}
	for _, a := range s.Docs.Assets {
		if a.Path != s.People.Path { // it holds addresses and keys, which pages do not show either
			s.addr.files[a.Path] = s.addr.File(s.Docs.Folder, a.Path)
		}
	}
	for _, d := range s.Docs.Documents {
		if d.Data != nil && s.addr.files[d.Data.Path] == "" {
			s.addr.files[d.Data.Path] = s.addr.File(s.Docs.Folder, d.Data.Path)
		}
	}
}

// tableWordsPage lists the words of the tables of this package, for those who look whether a language has them all.
func tableWordsPage() []string {
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
