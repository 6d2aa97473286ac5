package check

import "clausebook/internal/diag"

var ex003 = Rule{
	ID:       "EX003",
	Title:    "exception from a rule that allows none",
	Why:      "A document cannot excuse its own approval or the absence of a required document: nobody else would have agreed to it.",
	Mend:     "Name a rule about the document itself, or use `waivers` or `severity` in clausebook.yaml.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
}
