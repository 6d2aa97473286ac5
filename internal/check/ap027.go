package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/ledger"
)

var ap027 = Rule{
	ID:    ledger.RuleAside,
	Title: "review that is kept in git cannot be used",
	Why: "Gerrit's notes and gittuf's attestations are evidence of approvals. One that cannot be read, or whose signature shows nothing, " +
		"approves nothing, and nobody would notice.",
	Fix: "Read the reason in the finding: fetch the reference again, list the key of the person or app in `approval.allowed_signers` or " +
		"people.yaml, or have the review given anew.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Warning,
}
