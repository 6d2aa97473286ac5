package check

import (
	"clausebook/internal/config"
	"clausebook/internal/diag"
)

var cf002 = Rule{
	ID:       config.RuleValue,
	Title:    "value in clausebook.yaml that cannot be used",
	Why:      "The tool would judge by something else than was meant.",
	Mend:     "Correct the value as the message says.",
	Severity: diag.Error,
}
