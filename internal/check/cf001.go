package check

import (
	"clausebook/internal/config"
	"clausebook/internal/diag"
)

var cf001 = Rule{
	ID:       config.RuleUnknownKey,
	Title:    "unknown key in clausebook.yaml",
	Why:      "A misspelt setting has no effect, and nobody notices.",
	Mend:     "Use the key that the hint names; schemas/config.schema.json lists all.",
	Severity: diag.Error,
}
