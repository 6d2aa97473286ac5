package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fs001 = Rule{
	ID:       doc.RuleSymlink,
	Title:    "symbolic link in the content folder",
	Why:      "The content behind a link can change after approval without a commit that shows it.",
	Fix:      "Put the file into the content folder, or link to it from a document.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
}
