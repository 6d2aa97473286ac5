package check

import (
	"clausebook/internal/approval"
	"clausebook/internal/diag"
)

var ap002 = Rule{
	ID:       approval.RuleNoRole,
	Title:    "approver did not hold the role that day",
	Why:      "An approval by somebody without the authority is none.",
	Mend:     "Have the holder of the role approve it. A role that is entered later counts from then on, and does not reach back.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Error,
	Run:      func(in *Input) []diag.Finding { return verdicts(in, approval.RuleNoRole) },
}
