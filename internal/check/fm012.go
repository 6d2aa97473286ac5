package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fm012 = Rule{
	ID:       doc.RuleVersion,
	Title:    "version is not text",
	Why:      "As a number, version 1.10 is read as 1.1, so an older approval seems to match.",
	Fix:      "Put the version in quotes: `version: \"1.10\"`.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Error,
}
