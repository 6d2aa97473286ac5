package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/ledger"
)

var ap022 = Rule{
	ID:    ledger.RuleReview,
	Title: "review on the forge does not approve",
	Why:   "The document or a commit says that somebody approved it, but that person's review on the forge says otherwise.",
	Fix: "Have the text approved in a new review and export it again, or remove the claim: set `status: in-review` and delete " +
		"`approved_by` and `approved_on`.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
	Run:      func(in *Input) []diag.Finding { return verdicts(in, ledger.RuleReview) },
}
