package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/markdown"
)

var lk004 = Rule{
	ID:       "LK004",
	Title:    "reference to an unknown clause",
	Why:      "A reference to a clause that the standard does not have misleads the reader.",
	Fix:      "Correct the number; write `[[§iso20000-1-2011:9.2]]` for a clause of another standard.",
	Severity: diag.Error,
	Run:      unknownClauses,
}

func unknownClauses(in *Input) []diag.Finding {
	var out []diag.Finding
	names := newHints(itemNames(in.Standards))
	for _, d := range in.Docs.Documents {
		for _, l := range d.Body.Links {
			if l.Kind != markdown.LinkClause {
				continue
			}
			if _, _, ok := in.Standards.Resolve(l.Target); !ok {
				out = append(out, diag.Finding{Rule: "LK004", Pos: place(d, l.Place), Document: string(d.ID),
					Message: fmt.Sprintf("no standard in use has `§%s`", l.Target), Hint: names.near(l.Target)})
			}
		}
	}
	return out
}
