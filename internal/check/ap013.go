package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/phrase"
)

var ap013 = Rule{
	ID:    "AP013",
	Title: "evidence of an approval pending",
	Why: "The text was merged recently or is not merged yet, so an export, a tag or the approver’s own commit may still follow. " +
		"It becomes an error after `approval.settle`, seven days by default.",
	Fix:      "Add the evidence: the approver’s commit, a trailer, a signed tag or the export of the review.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Warning,
	Run: func(in *Input) []diag.Finding {
		return awaited(in, settling, func(d *doc.Document, a awaitedApproval) diag.Finding {
			landed, _ := in.landed(a.version)
			words := phrase.Of("%s; it becomes an error after %s", a.doubt.Message, landed.Add(in.Settle))
			return diag.Finding{Rule: "AP013", Message: words.String(), Words: words, Hint: howToApprove(in.Approvals.Least, d)}
		})
	},
}
