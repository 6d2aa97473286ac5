package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"clausebook/internal/address"
	"clausebook/internal/sheet"
	"clausebook/internal/view"
)

var searchKind = sheet.Kind{Name: "search", Fixed: []string{"search.html"}, Menu: view.Menu{Under: "about.html", Local: "Search and index"},
	Pages: sheet.Fixed("search.html", searchData), Empty: searchPage{}, Golden: "search.html"}

var titlesKind = sheet.Kind{Name: "titles", Fixed: []string{"titles.html"}, Empty: titlesPage{}, Golden: "titles.html",
	Pages: func(s *view.View) []sheet.Sheet {
		return sheet.Parts("titles.html", len(s.Index.Titles()), titlesPerPage, titlesData)
	}}

// searchPage finds documents and clauses; without scripts it leads to the index of titles and clauses.
type searchPage struct {
	view.Shell
	Titles    []TitlePart
	Standards []StandardIndex
}

// TitlePart leads to a part of the index of titles.
type TitlePart struct{ Link view.Link }

// StandardIndex is the clauses of one standard, or its processes where it has no clauses.
type StandardIndex struct {
	Name    string
	Clauses []view.Link
}

// titlesPage is the index of titles, from A to Z.
type titlesPage struct {
	view.Shell
	Letters []LetterRow
	Pager   view.Pager
}

// LetterRow is the titles under one letter.
type LetterRow struct {
	Letter, Anchor string
	Links          []view.Link
}

const titlesPerPage = 400

func titlesData(p view.Page, at view.Pager) any {
	out := titlesPage{Shell: p.Shell(p.T("Index of titles"), "about.html", p.Link(p.T("Search"), "search.html")), Pager: at}
	p.Local(&out.Shell, p.T("About"), p.Menu("about.html")...)
	for _, d := range p.Index.Titles()[at.From:at.To] {
		letter := initial(view.TitleOf(d))
		if n := len(out.Letters); n == 0 || out.Letters[n-1].Letter != letter {
			out.Letters = append(out.Letters, LetterRow{Letter: letter, Anchor: address.Anchor("letter", letter)})
		}
		last := &out.Letters[len(out.Letters)-1]
		last.Links = append(last.Links, p.Named(d))
	}
	return out
}

// initial gives the letter under which a title stands; "#" for what starts with no letter.
func initial(title string) string {
	if r, _ := utf8.DecodeRuneInString(strings.ToUpper(title)); unicode.IsLetter(r) {
		return string(r)
	}
	return "#"
}

func searchData(p view.Page) any {
	out := searchPage{Shell: p.Shell(p.T("Search"), "about.html")}
	out.Scripts = []string{p.Href("assets/search.js")}
	p.Local(&out.Shell, p.T("About"), p.Menu("about.html")...)
	titles := p.Index.Titles()
	for i, part := range view.Pagers("titles.html", len(titles), titlesPerPage) {
		text := p.T("All titles")
		if part.Many() {
			text = initial(view.TitleOf(titles[part.From])) + " – " + initial(view.TitleOf(titles[part.To-1]))
		}
		out.Titles = append(out.Titles, TitlePart{p.Link(text, address.Numbered("titles.html", i))})
	}
	for _, std := range p.StandardsOnce() {
		ix := StandardIndex{Name: view.NameOf(std)}
		for _, c := range std.Children("") {
			ix.Clauses = append(ix.Clauses, p.StepTo(std, c))
		}
		if len(ix.Clauses) == 0 {
			for _, x := range std.Processes {
				ix.Clauses = append(ix.Clauses, p.Clause(std.ID, x.ID))
			}
		}
		out.Standards = append(out.Standards, ix)
	}
	return out
}
