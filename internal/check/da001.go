package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var da001 = Rule{
	ID:       doc.RuleDataMissing,
	Title:    "data file is missing",
	Why:      "A register without rows is not evidence of anything.",
	Fix:      "Add the file next to the document, or remove `data`.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
}
