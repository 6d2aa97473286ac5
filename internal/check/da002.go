package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var da002 = Rule{
	ID:       doc.RuleDataSyntax,
	Title:    "data file cannot be read with certainty",
	Why:      "Rows that are not read, or that others read differently, cannot be shown, counted or sampled.",
	Fix:      "Correct the line in the finding; save the file as UTF-8 CSV with one header row, or as a YAML list.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
}
