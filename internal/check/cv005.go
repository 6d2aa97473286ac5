package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/markdown"
	"clausebook/internal/standard"
)

var cv005 = Rule{
	ID:       "CV005",
	Title:    "clause is mentioned but not covered",
	Why:      "The text mentions the clause, but the matrix shows nothing for it, because a mention is not a claim to answer it.",
	Fix:      "If the section answers the clause, add `<!-- covers: 8.5.1.3 -->` below its heading.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Info,
	Run:      mentions,
}

func mentions(in *Input) []diag.Finding {
	var out []diag.Finding
	for _, d := range in.Docs.Documents {
		for _, l := range d.Body.Links {
			if l.Kind != markdown.LinkClause || !d.Status.Current() {
				continue
			}
			ref, kind, ok := in.Standards.Resolve(l.Target)
			if ok && (kind == standard.KindClause || kind == standard.KindRequirement) && !evidenced(in, ref) {
				out = append(out, diag.Finding{Rule: "CV005", Pos: place(d, l.Place), Document: string(d.ID), Subject: ref.String(),
					Message: fmt.Sprintf("§%s is mentioned here, but no document covers it", ref.Item),
					Hint:    fmt.Sprintf("if this section answers it, add `<!-- covers: %s -->`", l.Target)})
			}
		}
	}
	return out
}

// evidenced tells whether the item, or a clause above it, has any evidence.
func evidenced(in *Input, ref standard.Ref) bool {
	s := in.Standards.Standard(ref.Standard)
	if r := s.Requirement(ref.Item); r != nil {
		c := in.Matrix.Cell(ref)
		if c == nil || len(c.Evidence) > 0 {
			return true
		}
		ref.Item = r.Clause
	}
	for c := s.Clause(ref.Item); c != nil; c = s.Clause(c.Parent) {
		cell := in.Matrix.Cell(standard.Ref{Standard: ref.Standard, Item: c.ID})
		if cell == nil || len(cell.Evidence) > 0 {
			return true
		}
	}
	return false
}
