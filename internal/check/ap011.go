package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/ledger"
)

var ap011 = Rule{
	ID:    ledger.RuleUntimed,
	Title: "evidence has an impossible time",
	Why: "Whether the approver held the role and the key was valid is judged on the day of the approval, and a time set by hand could " +
		"claim any day.",
	Fix:      "Have the version approved again with a commit or tag that has a correct time.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Error,
	Run:      func(in *Input) []diag.Finding { return verdicts(in, ledger.RuleUntimed) },
}
