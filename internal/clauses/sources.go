package clauses

import (
	"slices"

	"clausebook/internal/address"
	"clausebook/internal/href"
	"clausebook/internal/phrase"
	"clausebook/internal/sheet"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/view"
)

// SourceRow is something that the data of a standard rests on.
type SourceRow struct {
	Anchor  string
	Link    view.Link // without an address where the file gives none
	Kind    theme.Text
	Edition string
	Seen    string
	Cited   string      // how many required documents name it
	All     view.Link   // to the documentation set, where all of it does
	Items   []view.Link // those that do, where not all of it does
	Other   bool
}

// sourcesPage lists what the data of a standard rest on.
type sourcesPage struct {
	view.Shell
	Rows []SourceRow
}

// SourcesKind has a page for each standard whose file names sources.
var SourcesKind = sheet.Kind{Name: "sources", Empty: sourcesPage{}, Golden: "standards/model/sources.html",
	Claim: func(s *view.View) {
		for _, std := range s.StandardsOnce() {
			if len(std.Sources) > 0 {
				s.Addr.Sources[std.ID] = s.Addr.Claim(standardFolder(std), "sources", ".html")
			}
		}
	},
	Pages: func(s *view.View) []sheet.Sheet {
		var out []sheet.Sheet
		for _, std := range s.StandardsOnce() {
			if at := s.Addr.Sources[std.ID]; at != "" {
				out = append(out, sheet.Sheet{At: at, Data: func(p view.Page) any { return sourcesData(p, std) }})
			}
		}
		return out
	}}

func sourcesData(p view.Page, std *standard.Standard) any {
	out := sourcesPage{Shell: p.Shell(p.T("Sources"), "standards.html", wayTo(p, std)...), Rows: sourceRows(p, std)}
	p.Local(&out.Shell, p.T("Standards"), standardsNav(p, std)...)
	return out
}

// sourceRows lists what the data of a standard rests on, as its file does.
func sourceRows(p view.Page, std *standard.Standard) []SourceRow {
	var out []SourceRow
	for _, src := range std.Sources {
		row := SourceRow{Anchor: address.Anchor("source", src.ID), Link: p.Quoted(view.Link{Text: src.Text}, std.LanguageOf(src.Text)),
			Kind: p.Say(src.Kind.Words()), Edition: src.Edition, Seen: src.Seen.String()}
		row.cite(p, std, src.ID)
		if href.Safe(src.URL) {
			row.Link.Href = src.URL
		}
		row.Other = src.Edition != "" && src.Edition != std.Edition
		out = append(out, row)
	}
	return out
}

// cite leads to the required documents that name a source.
func (row *SourceRow) cite(p view.Page, std *standard.Standard, id string) {
	for _, r := range std.Required {
		if slices.Contains(r.Sources, id) {
			row.Items = append(row.Items, p.Item(std.Ref(r.ID)))
		}
	}
	row.Cited = p.N(len(row.Items), "item", "items")
	if len(row.Items) > 0 && len(row.Items) == len(std.Required) {
		row.All, row.Items = p.Link(row.Cited, p.Addr.Sets[std.ID]), nil
	}
}

// sourced says how much of the documentation set can be looked up in a source that speaks of this edition.
func sourced(p view.Page, std *standard.Standard) theme.Text {
	return p.Say(phrase.Of("%d of %d rest on a source that speaks of this edition", std.Sourced(), len(std.Required)))
}
