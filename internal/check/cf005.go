package check

import (
	"clausebook/internal/config"
	"clausebook/internal/diag"
)

var cf005 = Rule{
	ID:       config.RuleGiven,
	Title:    "approval or review given by defaults",
	Why:      "People approve and review one text. A default would claim it for texts that nobody looked at, including older ones.",
	Fix:      "Take the key out of `defaults:` and write it in each document that was approved or reviewed.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Error,
}
