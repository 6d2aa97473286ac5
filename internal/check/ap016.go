package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/ledger"
)

var ap016 = Rule{
	ID:    ledger.RuleCompromised,
	Title: "signed with a compromised key",
	Why: "Somebody else may have signed with the key. Whoever has a key can sign with any date, so only signatures that the repository " +
		"held before that day still show anything.",
	Fix:      "Have the text approved again with another key, or in another way.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Error,
	Run:      func(in *Input) []diag.Finding { return verdicts(in, ledger.RuleCompromised) },
}
