package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fs005 = Rule{
	ID:       doc.RuleFileName,
	Title:    "file name that not every system can store",
	Why:      "A set that cannot be copied whole to another system loses documents in silence.",
	Mend:     "Rename the file: letters, digits, hyphens, underscores and dots work everywhere.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
}
