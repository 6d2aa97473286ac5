package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/ledger"
)

var ap029 = Rule{
	ID:    ledger.RuleBeside,
	Title: "named as approver without the authority, beside an approval that counts",
	Why: "A reader takes everybody who is named for somebody who answers for the text. Here one of them may not, and the approval rests " +
		"on the other.",
	Fix:      "Name those alone who may approve the document, or grant the role first and have the next version approved.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Info,
	Run:      func(in *Input) []diag.Finding { return verdicts(in, ledger.RuleBeside) },
}
