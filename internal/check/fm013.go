package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fm013 = Rule{
	ID:       doc.RuleValue,
	Title:    "value is not allowed here",
	Why:      "A value outside the agreed list says nothing definite about the document.",
	Fix:      "Use a value that docs/front-matter.md gives for the key.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
}
