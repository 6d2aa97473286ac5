package check

import (
	"clausebook/internal/config"
	"clausebook/internal/diag"
)

var cf003 = Rule{
	ID:       config.RuleSyntax,
	Title:    "clausebook.yaml is not readable",
	Why:      "Without its configuration, clausebook would judge by defaults that nobody chose.",
	Fix:      "Correct the line in the finding.",
	Severity: diag.Error,
}
