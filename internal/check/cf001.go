package check

import (
	"clausebook/internal/config"
	"clausebook/internal/diag"
)

var cf001 = Rule{
	ID:       config.RuleUnknownKey,
	Title:    "unknown key in clausebook.yaml",
	Why:      "A misspelt setting has no effect, and nobody notices.",
	Fix:      "Use the key in the hint; schemas/config.schema.json lists all keys.",
	Severity: diag.Error,
}
