package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fs007 = Rule{
	ID:       doc.RuleSubmodule,
	Title:    "documents in another repository",
	Why:      "Who changed and approved these documents stands in the history of another repository, which is not read here.",
	Fix:      "Run clausebook in that repository, or keep the documents in this one.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Warning,
}
