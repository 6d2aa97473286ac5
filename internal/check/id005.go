package check

import (
	"fmt"
	"slices"
	"strings"

	"clausebook/internal/diag"
)

var id005 = Rule{
	ID:       "ID005",
	Title:    "file without an id was moved without an alias",
	Why:      "The address of a document without an id comes from its path, so moving it broke every link from outside.",
	Fix:      "Give the document an `id`, and list its old path under `aliases`.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Warning,
	Run:      movedWithoutAlias,
}

func movedWithoutAlias(in *Input) []diag.Finding {
	if in.History == nil || !in.History.Reliable() {
		return nil
	}
	var out []diag.Finding
	for _, d := range in.Docs.Documents {
		if !d.DerivedID {
			continue
		}
		for _, r := range in.History.Revisions(d.Path) {
			if r.From == "" ||
				slices.ContainsFunc(d.Aliases, func(a string) bool { return a != "" && strings.Contains(r.From, strings.TrimSuffix(a, ".html")) }) {
				continue
			}
			out = append(out, diag.Finding{Rule: "ID005", Pos: d.Pos("aliases"), Document: string(d.ID), Commit: string(r.Commit.Hash),
				Message: fmt.Sprintf("the file was `%s` until commit %s, so its address has changed", r.From, r.Commit.Hash.Short()),
				Hint:    fmt.Sprintf("add an `id`, and `aliases: [%s]`", r.From)})
			break
		}
	}
	return out
}
