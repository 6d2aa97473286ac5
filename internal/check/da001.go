package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var da001 = Rule{
	ID:       doc.RuleDataMissing,
	Title:    "data file is missing",
	Why:      "A register without its rows is evidence of nothing.",
	Mend:     "Add the file beside the document, or remove `data`.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
}
