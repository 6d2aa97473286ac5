package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var da007 = Rule{
	ID:    doc.RuleFormula,
	Title: "cells computed by formulas",
	Why: "What a formula gives can change without a change of the file, by another file, a date or the program that opens it. In a file " +
		"from somebody else it can also do what its reader did not ask for.",
	Fix: "Paste the values in place of the formulas, or see that the workbook was saved after the last change. In CSV, put an apostrophe in " +
		"front of a text that only begins like one.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Info,
}
