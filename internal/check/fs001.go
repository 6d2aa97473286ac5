package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fs001 = Rule{
	ID:       doc.RuleSymlink,
	Title:    "symbolic link in the content folder",
	Why:      "A link can show other content tomorrow than the commit that was approved holds today.",
	Mend:     "Put the file itself into the content folder, or link to it from a document.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
}
