package check

import (
	"clausebook/internal/config"
	"clausebook/internal/diag"
)

var cf001 = Rule{
	ID:       config.RuleUnknownKey,
	Title:    "unknown key in clausebook.yaml",
	Why:      "A misspelt setting has no effect, and nobody notices.",
	Fix:      "Use one of the keys that docs/configuration.md lists.",
	Severity: diag.Error,
}
