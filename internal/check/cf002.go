package check

import (
	"clausebook/internal/config"
	"clausebook/internal/diag"
)

var cf002 = Rule{
	ID:       config.RuleValue,
	Title:    "value in clausebook.yaml is not valid",
	Why:      "clausebook would judge by something other than what was meant.",
	Fix:      "Correct the value as the message says.",
	Severity: diag.Error,
}
