package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/ledger"
)

var ap020 = Rule{
	ID:    ledger.RuleWithdrawn,
	Title: "approval withdrawn",
	Why: "From the day of the withdrawal on, nobody may rely on the text. Taking the entry out does not bring the approval back: only a " +
		"new approval does.",
	Fix:      "Bring a new version, or have the text approved again. Correct an entry that names the wrong version or day.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Error, // that an approval was withdrawn is a fact and no fault
	Run:      func(in *Input) []diag.Finding { return verdicts(in, ledger.RuleWithdrawn) },
}
