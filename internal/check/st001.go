package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/standard"
)

var st001 = Rule{
	ID:       standard.RuleUnreadable,
	Title:    "standard cannot be read",
	Why:      "A standard that cannot be read is not checked, so gaps would not show.",
	Fix:      "Correct the line in the finding.",
	Severity: diag.Error,
}
