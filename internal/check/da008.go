package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var da008 = Rule{
	ID:       doc.RuleSheets,
	Title:    "sheets that are not read",
	Why:      "Only the first sheet of a workbook is on the page where the document names none, so readers miss what the others hold.",
	Fix:      "Name the sheet that is meant, as in `data: risks.xlsx#Open`, and give each other one a document of its own.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Info,
}
