package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fm015 = Rule{
	ID:       doc.RuleFence,
	Title:    "indented front matter fence",
	Why:      "An indented `---` ends the front matter for some readers and not for others.",
	Mend:     "Put `---` at the start of its line.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
}
