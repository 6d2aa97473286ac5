package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/standard"
)

var st002 = Rule{
	ID:       standard.RuleSchema,
	Title:    "standard is not valid",
	Why:      "An item that cannot be read is left out of the matrix.",
	Fix:      "Correct the value as the message says; schemas/standard.schema.json describes the format.",
	Severity: diag.Error,
}
