package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fs003 = Rule{
	ID:       doc.RuleNotUTF8,
	Title:    "file is not valid UTF-8",
	Why:      "Unreadable characters may change the meaning of a statement.",
	Fix:      "Save the file as UTF-8.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
}
