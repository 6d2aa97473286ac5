package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var id002 = Rule{
	ID:       doc.RuleDerivedID,
	Title:    "document without an id",
	Why:      "Its address comes from its path, so moving the file breaks every reference to it.",
	Fix:      "Give the document a unique `id` that will never be reused.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Warning,
}
