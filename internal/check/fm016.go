package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fm016 = Rule{
	ID:       doc.RuleNoFront,
	Title:    "document without front matter",
	Why:      "Nothing says who owns the document, which version it is or whether it is approved.",
	Fix:      "Start the file with front matter, or set `defaults:` for its folder in clausebook.yaml.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
}
