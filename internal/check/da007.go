package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var da007 = Rule{
	ID:       doc.RuleFormula,
	Title:    "cells computed by formulas",
	Why:      "What a formula gives can change without a change of the file, by another file, a date or the program that opens it.",
	Fix:      "Paste the values in place of the formulas, or see that the workbook was saved after the last change.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Info,
}
