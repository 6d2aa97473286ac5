package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fm016 = Rule{
	ID:       doc.RuleNoFront,
	Title:    "document without front matter",
	Why:      "Nothing says who owns the document, which version it is and whether it is approved.",
	Mend:     "Start the file with a front matter block, or give its folder `defaults:` in clausebook.yaml.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
}
