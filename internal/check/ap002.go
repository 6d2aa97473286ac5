package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/ledger"
)

var ap002 = Rule{
	ID:       ledger.RuleNoRole,
	Title:    "approver did not hold the role on that day",
	Why:      "An approval by somebody without authority does not count.",
	Fix:      "Have the holder of the role approve it. A role that is added later counts from then on, not retroactively.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Error,
	Run:      func(in *Input) []diag.Finding { return verdicts(in, ledger.RuleNoRole) },
}
