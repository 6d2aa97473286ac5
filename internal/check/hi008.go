package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/ledger"
)

var hi008 = Rule{
	ID:    ledger.RuleAnonymous,
	Title: "author of the uncommitted text is unknown",
	Why: "What is not committed is judged as the next commit, in the name that git writes into commits here. Without a name nobody can " +
		"tell whether the approver is also the author.",
	Fix:      "Tell git who you are: `git config user.name` and `git config user.email`.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Info,
}
