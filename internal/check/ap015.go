package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/ledger"
)

var ap015 = Rule{
	ID:    ledger.RuleQuorum,
	Title: "fewer approvals than are needed",
	Why: "The rules ask for several people to approve documents of this type. Until all of them have, the version does not count as " +
		"approved.",
	Fix: "Have the others approve it: each adds their own name to `approved_by` with `clausebook approve`, or gives a trailer, review or " +
		"signature. The same person counts once, and so does a deputy together with the person they stand in for.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
	Run:      func(in *Input) []diag.Finding { return missing(in, ledger.RuleQuorum) },
}
