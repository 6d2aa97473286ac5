package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fm003 = Rule{
	ID:       doc.RuleSyntax,
	Title:    "front matter is not valid YAML",
	Why:      "Control data that cannot be read counts as missing.",
	Fix:      "Correct the line; quote values that hold a colon followed by a space, or a `#`.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
}
