package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/ledger"
)

var ap004 = Rule{
	ID:       ledger.RuleAmongAuthors,
	Title:    "approver is among the authors",
	Why:      "Somebody who wrote part of the text approved all of it.",
	Fix:      "Have it approved by somebody who did not write it.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Warning,
	Run:      func(in *Input) []diag.Finding { return verdicts(in, ledger.RuleAmongAuthors) },
}
