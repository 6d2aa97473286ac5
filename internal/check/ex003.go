package check

import "clausebook/internal/diag"

var ex003 = Rule{
	ID:       "EX003",
	Title:    "exception from a rule that does not allow exceptions",
	Why:      "A document cannot excuse its own approval or a missing required document, because nobody else would have agreed to it.",
	Fix:      "Use a rule about the document itself, or set `waivers` or `severity` in clausebook.yaml.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
}
