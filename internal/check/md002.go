package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var md002 = Rule{
	ID:       doc.RuleBodyLimit,
	Title:    "text too large to render",
	Why:      "A page that cannot be rendered completely would hide part of the document.",
	Fix:      "Split the document, or move long tables to a data file.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
}
