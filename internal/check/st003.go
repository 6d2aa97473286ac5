package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/standard"
)

var st003 = Rule{
	ID:       standard.RuleReference,
	Title:    "broken reference within a standard",
	Why:      "A requirement that names a missing document can never be met.",
	Fix:      "Correct the id.",
	Severity: diag.Error,
}
