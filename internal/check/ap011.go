package check

import (
	"clausebook/internal/approval"
	"clausebook/internal/diag"
)

var ap011 = Rule{
	ID:       approval.RuleUntimed,
	Title:    "evidence bears a time that cannot be right",
	Why:      "Whether the approver held the role, and the key was valid, is judged on the day of the approval; a time set by hand could claim any day.",
	Mend:     "Have the version approved again by a commit or tag whose time is right.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Error,
	Run:      func(in *Input) []diag.Finding { return verdicts(in, approval.RuleUntimed) },
}
