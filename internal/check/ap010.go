package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/trust"
)

var ap010 = Rule{
	ID:       trust.RuleEvidence,
	Title:    "file of keys or reviews cannot be used",
	Why:      "Approvals that depend on it cannot be checked, and a forged one could go unnoticed.",
	Fix:      "Correct the line in the finding; the files are set under `approval:` in the configuration.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Warning,
}
