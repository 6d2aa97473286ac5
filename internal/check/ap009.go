package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/ledger"
)

var ap009 = Rule{
	ID:       ledger.RuleBadSignature,
	Title:    "signature is not valid",
	Why:      "A bad, expired or unknown signature proves nothing, and may be a forgery.",
	Fix:      "Sign with a key that is listed in the allowed-signers file for that day.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Error,
	Run:      func(in *Input) []diag.Finding { return verdicts(in, ledger.RuleBadSignature) },
}
