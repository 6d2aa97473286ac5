package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var da006 = Rule{
	ID:       doc.RuleDataRow,
	Title:    "row with another number of cells than the header",
	Why:      "Values may stand under the wrong heading, and cells beyond the last column are not shown.",
	Fix:      "Give the row one cell for each column; put a value that holds the separator in quotes.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
}
