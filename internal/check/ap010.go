package check

import (
	"clausebook/internal/approval"
	"clausebook/internal/diag"
)

var ap010 = Rule{
	ID:       approval.RuleEvidence,
	Title:    "file of keys or reviews cannot be used",
	Why:      "Approvals that rest on it cannot be seen, and a forged one could hide behind it.",
	Mend:     "Correct the line that is named; see `approval:` in the configuration for what is read.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Warning,
}
