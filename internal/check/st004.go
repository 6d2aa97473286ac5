package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/standard"
)

var st004 = Rule{
	ID:       standard.RuleUnknownStandard,
	Title:    "unknown standard",
	Why:      "A standard that is not loaded is not checked.",
	Fix:      "Use an id from `clausebook standards`, or the path of a file.",
	Severity: diag.Error,
}
