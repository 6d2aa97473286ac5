package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/ledger"
)

var ap017 = Rule{
	ID:    ledger.RuleMinor,
	Title: "more than a minor correction",
	Why: "The rules let the owner approve small corrections alone (`approval.minor`). This version changes more than that, so it needs " +
		"the approver.",
	Fix: "Have the approver approve it. A minor correction raises only the last number of the version, touches few words, and leaves " +
		"owner, approver, classification and other control data alone.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
	Run:      func(in *Input) []diag.Finding { return verdicts(in, ledger.RuleMinor) },
}
