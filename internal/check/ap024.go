package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/ledger"
)

var ap024 = Rule{
	ID:       ledger.RuleLate,
	Title:    "approved later than the document says",
	Why:      "A review or signature shows an approval from its own day on. Between the two days, nothing shows one.",
	Fix:      "Set `approved_on` to the day of the review or signature, or leave it out.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Info,
	Run:      func(in *Input) []diag.Finding { return verdicts(in, ledger.RuleLate) },
}
