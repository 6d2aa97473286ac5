package clauses

import (
	"slices"

	"clausebook/internal/address"
	"clausebook/internal/href"
	"clausebook/internal/phrase"
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
	Cited   int // by required documents
	Other   bool
}

// sourceRows lists what the data of a standard rests on, as its file does.
func sourceRows(p view.Page, std *standard.Standard) []SourceRow {
	var out []SourceRow
	for _, src := range std.Sources {
		row := SourceRow{Anchor: address.Anchor("source", src.ID), Link: p.Quoted(view.Link{Text: src.Text}, std.Language),
			Kind: p.Say(src.Kind.Words()), Edition: src.Edition, Seen: src.Seen.String(), Cited: cited(std, src.ID)}
		if href.Safe(src.URL) {
			row.Link.Href = src.URL
		}
		row.Other = src.Edition != "" && src.Edition != std.Edition
		out = append(out, row)
	}
	return out
}

// cited counts the required documents that name a source.
func cited(std *standard.Standard, id string) int {
	n := 0
	for _, r := range std.Required {
		if slices.Contains(r.Sources, id) {
			n++
		}
	}
	return n
}

// sourced says how much of the documentation set can be looked up in a source that speaks of this edition.
func sourced(p view.Page, std *standard.Standard) theme.Text {
	return p.Say(phrase.Of("%d of %d rest on a source that speaks of this edition", std.Sourced(), len(std.Required)))
}
