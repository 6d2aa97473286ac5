package check

import (
	"clausebook/internal/approval"
	"clausebook/internal/diag"
)

var ap005 = Rule{
	ID:       approval.RuleSelfAuthorized,
	Title:    "authority granted in the same change",
	Why:      "A change that gives its own approver the authority authorizes itself.",
	Fix:      "Grant the role or key first, in a change that others approve.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Error,
	Run:      func(in *Input) []diag.Finding { return verdicts(in, approval.RuleSelfAuthorized) },
}
