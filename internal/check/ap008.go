package check

import (
	"clausebook/internal/approval"
	"clausebook/internal/diag"
)

var ap008 = Rule{
	ID:       approval.RuleStaleHead,
	Title:    "approval was for a different text",
	Why:      "What was approved is not what was merged.",
	Fix:      "Have the merged text approved.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Error,
	Run:      func(in *Input) []diag.Finding { return verdicts(in, approval.RuleStaleHead) },
}
