package check

import "clausebook/internal/diag"

var fm020 = Rule{
	ID:    "FM020",
	Title: "adopted documents lack control data",
	Why: "Minutes without a chair and records without a day are weaker evidence. Only an edit of each document can add what its text does " +
		"not say, so it is told once.",
	Fix: "Take it from a label, a table or the name of the file with `fields:` in clausebook.yaml, set what is common in " +
		"`defaults:`, and add the " +
		"rest when a document is next changed.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Info,
}
