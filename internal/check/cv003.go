package check

import (
	"slices"

	"clausebook/internal/diag"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
)

var cv003 = Rule{
	ID:    "CV003",
	Title: "no document covers the clause",
	Why:   "No document says how the organization meets the clause, so the auditor has nothing to start from.",
	Fix: "List the clause or its requirements under `covers` in the document that answers it, or in a comment below the heading that " +
		"does.",
	Clauses:  []string{"4.4", "7.5.1"},
	Severity: diag.Warning,
	Gap:      true,
	Run:      uncoveredClauses,
}

// uncoveredClauses reports clauses without any evidence. Where a required document of the clause is a gap, that is
// reported already.
func uncoveredClauses(in *Input) []diag.Finding {
	var out []diag.Finding
	for _, m := range in.Matrix.Standards {
		for _, c := range m.Clauses {
			if len(c.Evidence) > 0 || !c.State.Gap() || c.State == trace.Waived || reported(in, c) || hasClauses(c, in) {
				continue
			}
			out = append(out, diag.Finding{Rule: "CV003", Subject: c.Ref.String(), Message: "nothing covers " + c.Ref.Item + " “" + c.Title + "”",
				Hint: "list it under `covers` in the document that answers it"})
		}
	}
	return out
}

// hasClauses tells whether the cell is that of a clause with sub-clauses, which speak for themselves.
func hasClauses(c trace.Cell, in *Input) bool {
	return slices.ContainsFunc(c.From, func(r standard.Ref) bool {
		part := in.Matrix.Cell(r)
		return part != nil && part.Kind == standard.KindClause
	})
}

// reported tells whether the state follows from a required document that is itself reported as a gap.
func reported(in *Input, c trace.Cell) bool {
	for _, r := range c.From {
		part := in.Matrix.Cell(r)
		switch {
		case part == nil || !part.State.Gap():
		case part.Kind == standard.KindRequired:
			return true
		case part.Kind == standard.KindRequirement && reported(in, *part):
			return true
		}
	}
	return false
}
