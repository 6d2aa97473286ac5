package check

import (
	"clausebook/internal/diag"
)

var rv003 = Rule{
	ID:       "RV003",
	Title:    "never reviewed",
	Why:      "An interval is set, but no day from which it could be counted.",
	Mend:     "Give `reviewed_on`, or `approved_on` if the approval was the first review.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Warning,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, d := range in.Docs.Documents {
			if reviewed(d) && !d.ReviewEvery.IsZero() && d.ReviewedOn.IsZero() && d.ApprovedOn.IsZero() && in.Acts.LastReview(d).IsZero() {
				out = append(out, diag.Finding{Rule: "RV003", Pos: d.Pos("review_every"), Document: string(d.ID),
					Message: "the document is to be reviewed every " + d.ReviewEvery.Words().String() + " and no review is recorded",
					Hint:    "give `reviewed_on`"})
			}
		}
		return out
	},
}
