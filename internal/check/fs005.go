package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fs005 = Rule{
	ID:       doc.RuleFileName,
	Title:    "file name not portable",
	Why:      "If a file cannot be copied to every system, documents are lost without notice.",
	Fix:      "Rename the file. Letters, digits, hyphens, underscores and dots work everywhere.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
}
