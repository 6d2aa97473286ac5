package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/ledger"
)

var ap003 = Rule{
	ID:       ledger.RuleChangedAfter,
	Title:    "changed in substance after its approval",
	Why:      "The text that people read is not the text that was approved.",
	Fix:      "Raise the version and have it approved.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Error,
	Run:      func(in *Input) []diag.Finding { return verdicts(in, ledger.RuleChangedAfter) },
}
