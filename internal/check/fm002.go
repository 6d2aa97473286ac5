package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fm002 = Rule{
	ID:       doc.RuleBOM,
	Title:    "file starts with a byte order mark",
	Why:      "Other tools may not find the front matter after it and show the document without control data.",
	Fix:      "Save the file as UTF-8 without BOM.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Warning,
}
