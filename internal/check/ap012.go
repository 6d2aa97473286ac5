package check

import (
	"fmt"

	"clausebook/internal/approval"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var ap012 = Rule{
	ID:       "AP012",
	Title:    "approval awaited",
	Why:      "The change brings a text that is to be approved; asking for the approval is what the request is for, so nothing is wrong yet.",
	Mend:     "Have the text approved in the way that counts here, before or as the change is brought in.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Info,
	Run: func(in *Input) []diag.Finding {
		return awaited(in, inChange, func(d *doc.Document, _ approval.Version, _ approval.Verdict) diag.Finding {
			return diag.Finding{Rule: "AP012", Message: fmt.Sprintf("version %s awaits its approval by %s", d.Version, in.whoMayApprove(d)),
				Hint: howToApprove(in.Approvals.Least, d)}
		})
	},
}
