package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/ledger"
)

var ap008 = Rule{
	ID:       ledger.RuleStaleHead,
	Title:    "approval was for a different text",
	Why:      "What was approved is not what was merged.",
	Fix:      "Have the merged text approved.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Error,
	Run:      func(in *Input) []diag.Finding { return verdicts(in, ledger.RuleStaleHead) },
}
