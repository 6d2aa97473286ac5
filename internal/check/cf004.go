package check

import (
	"clausebook/internal/config"
	"clausebook/internal/diag"
)

var cf004 = Rule{
	ID:       config.RuleOff,
	Title:    "rule switched off without a reason",
	Why:      "An exception without a reason cannot be defended in an audit.",
	Fix:      "Write `RULE: {level: off, reason: …}`.",
	Severity: diag.Error,
}
