package check

import (
	"clausebook/internal/config"
	"clausebook/internal/diag"
)

var cf011 = Rule{
	ID:    config.RuleWords,
	Title: "a word cannot stand for an approval",
	Why: "Who approved or reviewed a text, and when, is a fact of each document. A translation in the configuration would " +
		"state it for all.",
	Fix:      "Take the key out of `values:`, and write the person and the day in each document.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
}
