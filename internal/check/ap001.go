package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/ledger"
)

var ap001 = Rule{
	ID:       ledger.RuleSelfApproval,
	Title:    "approved by its own author",
	Why:      "Nobody can check their own work, so the approval adds no second pair of eyes.",
	Fix:      "Have somebody else with the role approve the version.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Error,
	Run:      func(in *Input) []diag.Finding { return verdicts(in, ledger.RuleSelfApproval) },
}
