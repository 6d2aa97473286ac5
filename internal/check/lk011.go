package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var lk011 = Rule{
	ID:    "LK011",
	Title: "link looks like the file name, but has other characters",
	Why: "The same letter can be stored in two ways. Some systems take them for one, servers do not, so the link works for its " +
		"writer alone.",
	Fix:      "Rename the file with composed letters (NFC), and write the link in the same way.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		return faultyLinks(in, "LK011", doc.FaultForm, any)
	},
}
