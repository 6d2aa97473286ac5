package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var md007 = Rule{
	ID:       doc.RuleCells,
	Title:    "table row with more cells than columns",
	Why:      "What stands in the cells beyond the last column is not shown, so the evidence in them is lost.",
	Fix:      "Add a column. A bar within a cell must be written `\\|`, in code too.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
}
