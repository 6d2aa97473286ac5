package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/trace"
)

var rv001 = Rule{
	ID:       "RV001",
	Title:    "review is overdue",
	Why:      "The organization set the interval itself, and an auditor compares it with the dates.",
	Fix:      "Review the document and record it: `clausebook review ID --outcome no-change`.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, d := range in.Docs.Documents {
			due := trace.ReviewDue(d, in.Approvals, in.Acts)
			if due.IsZero() || !due.Before(in.AsOf) || waived(in, d) {
				continue
			}
			out = append(out, diag.Finding{Rule: "RV001", Pos: d.Pos("reviewed_on"), Document: string(d.ID),
				Message: fmt.Sprintf("the review was due on %s, %s before %s", due, daysBetween(due, in.AsOf), in.AsOf),
				Hint:    fmt.Sprintf("record a review without changes: `clausebook review %s --outcome no-change`", d.ID)})
		}
		return out
	},
}

// waived tells whether somebody has accepted for a time that a required document which the document fulfils is not
// as it should be.
func waived(in *Input, d *doc.Document) bool {
	for _, name := range d.Fulfils {
		if ref, _, ok := in.Standards.Resolve(name); ok {
			if c := in.Matrix.Cell(ref); c != nil && c.State == trace.Waived {
				return true
			}
		}
	}
	return false
}
