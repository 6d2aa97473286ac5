package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/ledger"
)

var ap012 = Rule{
	ID:       "AP012",
	Title:    "approval pending",
	Why:      "The change contains a text that has to be approved. The request is there to get that approval, so nothing is wrong yet.",
	Fix:      "Have the text approved with the required grade, before or when the change is merged.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Info,
	Run: func(in *Input) []diag.Finding {
		return awaited(in, inChange, func(d *doc.Document, a awaitedApproval) diag.Finding {
			if a.doubt.Rule == ledger.RuleQuorum {
				return diag.Finding{Rule: "AP012", Message: a.doubt.Message.String(), Words: a.doubt.Message, Hint: howToApprove(in.Approvals.Least, d)}
			}
			return diag.Finding{Rule: "AP012", Message: fmt.Sprintf("version %s is waiting for approval by %s", d.Version, in.whoMayApprove(d)),
				Hint: howToApprove(in.Approvals.Least, d)}
		})
	},
}
