package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/standard"
)

var st002 = Rule{
	ID:       standard.RuleSchema,
	Title:    "standard is not of its form",
	Why:      "An item that is not understood is left out of the matrix.",
	Mend:     "Correct the value as the message says; schemas/standard.schema.json describes the form.",
	Severity: diag.Error,
}
