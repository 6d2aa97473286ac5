package check

import (
	"clausebook/internal/diag"
)

var rv003 = Rule{
	ID:       "RV003",
	Title:    "never reviewed",
	Why:      "A review interval is set, but there is no date from which to count it.",
	Fix:      "Add `reviewed_on`, or `approved_on` if the approval was the first review.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Warning,
	Run: func(in *Input) []diag.Finding { // an approval that a text still waits for is a review as well
		var out []diag.Finding
		for _, d := range in.Docs.Documents {
			if d.Status.Current() && !in.waits(d.ID) && !d.ReviewEvery.IsZero() && d.ReviewedOn.IsZero() &&
				d.ApprovedOn.IsZero() && in.Acts.LastReview(d).IsZero() {
				out = append(out, diag.Finding{Rule: "RV003", Pos: d.Pos("review_every"), Document: string(d.ID),
					Message: "the document has to be reviewed " + d.ReviewEvery.Every().String() + ", but no review is recorded",
					Hint:    "add `reviewed_on`"})
			}
		}
		return out
	},
}
