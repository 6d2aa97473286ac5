package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/ledger"
)

var ap019 = Rule{
	ID:       ledger.RuleInReview,
	Title:    "approved, but the document says in-review",
	Why:      "A trailer, a review or a signature approved this very text, so it counts. Who reads the file alone takes it for unapproved.",
	Fix:      "Set `status: approved`. The evidence stays where it is.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Info,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, d := range in.Docs.Documents {
			if v,
				ok := in.Approvals.Current(d); ok && d.Status != doc.InUse && v.InReview && v.Counts(in.Approvals.Least) && in.Docs.ByID(d.ID) == d {
				out = append(out, diag.Finding{Rule: ledger.RuleInReview, Pos: d.Pos("status"), Document: string(d.ID),
					Message: fmt.Sprintf(d.AssentWords("version %s was approved by %s on %s (%s), but the document still says in-review"),
						v.Version, v.Approver, v.On, v.Grade.Words()),
					Hint: "set `status: approved`"})
			}
		}
		return out
	},
}
