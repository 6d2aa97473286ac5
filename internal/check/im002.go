package check

import (
	"fmt"

	"clausebook/internal/aims"
	"clausebook/internal/diag"
)

var im002 = Rule{
	ID:       "IM002",
	Title:    "objective or benefit is not measured in time",
	Why:      "Without a value nobody knows whether an objective is reached or a benefit came, and nobody can act in time.",
	Fix:      "Add the value under `measured` of the report that has it, or as a row of the file that `values` names.",
	Clauses:  []string{"6.2.1", "9.1"},
	Severity: diag.Warning,
	Gap:      true,
	Run:      unmeasured,
}

// unmeasured looks at what is measured at intervals, and at what nobody measured by the day on which it was due.
func unmeasured(in *Input) []diag.Finding {
	var out []diag.Finding
	for _, a := range in.Aims.InUse() {
		f := diag.Finding{Rule: "IM002", Pos: a.Pos("id"), Document: string(a.Document.ID), Subject: a.Name(),
			Hint: "add the value under `measured` of the report that has it"}
		switch n := len(a.Values); {
		case a.State == aims.NotMeasured && a.Over:
			f.Message = fmt.Sprintf("“%s” was due on %s, and nothing was measured", a.Text, a.Due)
		case a.Late && n == 0:
			f.Message = fmt.Sprintf("“%s” is to be measured every %s, and nothing was measured by %s", a.Text, a.Every.Words(), a.Next)
		case a.Late:
			f.Message = fmt.Sprintf("“%s” is to be measured every %s, and the last value is of %s", a.Text, a.Every.Words(),
				aims.SpanWords(a.Values[n-1].Span))
		default:
			continue
		}
		out = append(out, f)
	}
	return out
}
