package check

import (
	"clausebook/internal/config"
	"clausebook/internal/diag"
)

var cf003 = Rule{
	ID:       config.RuleSyntax,
	Title:    "clausebook.yaml is not readable",
	Why:      "Without its configuration the tool would judge by defaults that nobody chose.",
	Mend:     "Correct the line that is named.",
	Severity: diag.Error,
}
