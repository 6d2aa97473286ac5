package clauses

import (
	"slices"

	"clausebook/internal/standard"
	"clausebook/internal/theme"
	"clausebook/internal/trace"
	"clausebook/internal/view"
)

// EntryRow is a way into the standards by subject or stage, for readers who do not think in clause numbers.
type EntryRow struct {
	Link    view.Link
	Anchor  string
	Summary theme.Text
	State   view.Tag
	Total   int
	Groups  []PartGroup // its parts by their states
}

// Ways lists the areas or the stages of every standard that has them.
func Ways(p view.Page, kind string) []EntryRow {
	var out []EntryRow
	for _, std := range p.StandardsOnce() {
		for _, x := range std.Subjects() {
			if x.Kind == kind {
				out = append(out, entryRow(p, subjectLink(p, std, x), p.Quote(std.Language, x.Summary), p.SubjectParts(std, x)))
			}
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
