package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/standard"
)

var st001 = Rule{
	ID:       standard.RuleUnreadable,
	Title:    "standard cannot be read",
	Why:      "What is not read is not demanded: gaps would not show.",
	Mend:     "Correct the line that is named.",
	Severity: diag.Error,
}
