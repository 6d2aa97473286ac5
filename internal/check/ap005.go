package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/ledger"
)

var ap005 = Rule{
	ID:    ledger.RuleSelfAuthorized,
	Title: "authority granted in the same change, or by its beneficiary",
	Why: "A change that gives its own approver the authority authorizes itself, and so does an author or approver who grants it just " +
		"before.",
	Fix: "Grant the role or key first, in a change that another person writes or approves: by a trailer in it, or by a later commit " +
		"with `Approves: COMMIT`. Otherwise it counts once `approval.settle` has passed.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Error,
	Run:      func(in *Input) []diag.Finding { return verdicts(in, ledger.RuleSelfAuthorized) },
}
