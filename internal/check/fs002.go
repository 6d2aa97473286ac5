package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fs002 = Rule{
	ID:       doc.RuleTooLarge,
	Title:    "file too large to read",
	Why:      "A file that is not read is not checked, and must not look as if it were.",
	Fix:      "Split the document, or move its rows to a data file.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
}
