package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fm013 = Rule{
	ID:       doc.RuleValue,
	Title:    "value is not allowed here",
	Why:      "A word that is not one of the agreed ones says nothing certain about the document.",
	Mend:     "Use one of the values that the hint lists.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
}
