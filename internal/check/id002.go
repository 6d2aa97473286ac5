package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var id002 = Rule{
	ID:       doc.RuleDerivedID,
	Title:    "document without an id",
	Why:      "Its address comes from its path: moving the file breaks every citation of it.",
	Mend:     "Give the document an `id` that is unique and will never be reused.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Warning,
}
