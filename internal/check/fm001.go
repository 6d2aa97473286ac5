package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fm001 = Rule{
	ID:       doc.RuleUnclosed,
	Title:    "front matter is not closed",
	Why:      "Without the closing line, the document's control data (owner, version, approval) cannot be read at all.",
	Fix:      "Add a line `---` between the values and the text.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
}
