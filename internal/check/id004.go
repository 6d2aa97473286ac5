package check

import (
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var id004 = Rule{
	ID:       "ID004",
	Title:    "id of a document was changed",
	Why:      "References to the old id, on paper or in a contract, no longer lead to the document.",
	Fix:      "Restore the id, or list the old one under `aliases`.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Warning,
	Run:      changedIDs,
}

func changedIDs(in *Input) []diag.Finding {
	if in.History == nil || !in.History.Reliable() {
		return nil
	}
	var out []diag.Finding
	for _, d := range in.Docs.Documents {
		if d.DerivedID {
			continue
		}
		for _, r := range in.History.Revisions(d.Path) {
			old := r.Facts.ID
			if old == "" || strings.EqualFold(old, string(d.ID)) || in.Docs.ByID(doc.ID(old)) != nil || aliased(d, old) {
				continue
			}
			out = append(out, diag.Finding{Rule: "ID004", Pos: d.Pos("id"), Document: string(d.ID), Commit: string(r.Commit.Hash),
				Message: fmt.Sprintf("the document had the id `%s` up to commit %s of %s", old, r.Commit.Hash.Short(), r.Commit.Committer.Day()),
				Hint:    fmt.Sprintf("add `%s` to `aliases`, so that old references still lead here", old)})
			break
		}
	}
	return out
}

// aliased tells whether an alias of the document names the old id or its address.
func aliased(d *doc.Document, old string) bool {
	return slices.ContainsFunc(d.Aliases, func(a string) bool { return strings.Contains(strings.ToLower(a), strings.ToLower(old)) })
}
