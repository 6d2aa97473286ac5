package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/ledger"
)

var ap018 = Rule{
	ID:       ledger.RuleAbsent,
	Title:    "minutes confirmed by somebody who was not there",
	Why:      "Only those who took part in a meeting can say that the minutes tell what happened.",
	Fix:      "Have the chair confirm the minutes, or a majority of those who attended. Who wrote them does not matter.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Error,
	Run:      func(in *Input) []diag.Finding { return verdicts(in, ledger.RuleAbsent) },
}
