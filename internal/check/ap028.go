package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/ledger"
)

var ap028 = Rule{
	ID:    ledger.RuleVote,
	Title: "somebody voted against an approved text",
	Why: "A vote of Code-Review-1 or -2 says that the text should not have landed as it is. That somebody else approved it " +
		"does not answer it.",
	Fix:      "Settle the objection with the person who voted, and record the outcome: a new version, or a new vote in a later change.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Warning,
	Run:      func(in *Input) []diag.Finding { return verdicts(in, ledger.RuleVote) },
}
