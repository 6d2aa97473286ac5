package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fm005 = Rule{
	ID:       doc.RuleAlias,
	Title:    "YAML anchor, alias, merge key or tag",
	Why:      "A reader of the file does not see the value where it is used.",
	Fix:      "Write the value out.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
}
