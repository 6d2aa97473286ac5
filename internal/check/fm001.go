package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fm001 = Rule{
	ID:       doc.RuleUnclosed,
	Title:    "front matter is never closed",
	Why:      "Without its closing line the control data of the document (owner, version, approval) is not read at all.",
	Mend:     "Write a line `---` between the values and the text.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
}
