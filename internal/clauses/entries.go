package clauses

import (
	"slices"

	"clausebook/internal/address"
	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
	"clausebook/internal/view"
)

// EntryRow is a way into the standards by subject or stage, for readers who do not think in clause numbers.
type EntryRow struct {
	Link    view.Link
	Summary theme.Text
	State   view.Tag
	Total   int
	Groups  []PartGroup // its parts by their states
}

// Areas lists the groups of processes of every standard that has them.
func Areas(p view.Page) []EntryRow {
	var out []EntryRow
	for _, std := range p.StandardsOnce() {
		for _, a := range std.Areas {
			link := p.Quoted(p.Link(a.Title, p.Addr.Standards[std.ID]+"#"+address.Anchor("area", a.ID)), std.Language)
			out = append(out, entryRow(p, link, nil, refsOf(std.ID, a.Processes)))
		}
	}
	return out
}

// Stages lists the life-cycle stages of every standard that has them, with the clauses of the primary standard.
func Stages(p view.Page) []EntryRow {
	var out []EntryRow
	for _, std := range p.StandardsOnce() {
		for _, st := range std.Stages {
			var parts []standard.Ref
			if primary := p.Standards.Primary(); primary != nil {
				parts = refsOf(primary.ID, st.Clauses[primary.ID])
			}
			link := p.Quoted(p.Link(st.Title, p.Addr.Standards[std.ID]+"#"+address.Anchor("stage", st.ID)), std.Language)
			out = append(out, entryRow(p, link, p.Quote(std.Language, st.Summary), parts))
		}
	}
	return out
}

// entryRow shows an area or stage with its parts by their states.
func entryRow(p view.Page, link view.Link, summary theme.Text, parts []standard.Ref) EntryRow {
	return EntryRow{Link: link, Summary: summary, State: p.State(worst(statesOf(p, parts))), Total: len(parts), Groups: partGroups(p, parts)}
}

func refsOf(std string, ids []string) []standard.Ref {
	out := make([]standard.Ref, len(ids))
	for i, id := range ids {
		out[i] = standard.Ref{Standard: std, Item: id}
	}
	return out
}

// worst gives the worst of the states, and none where there is nothing to judge.
func worst(states []trace.State) trace.State {
	if len(states) == 0 || slices.Contains(states, "") {
		return ""
	}
	return trace.Worst(states...)
}
