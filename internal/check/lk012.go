package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var lk012 = Rule{
	ID:       "LK012",
	Title:    "link to a file that is no part of the site",
	Why:      "The file is in the repository, but readers of the site cannot open it.",
	Fix:      "Set `forge:` in clausebook.yaml so that the page links to the file there, or move the file into the content folder.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Warning,
	Run: func(in *Input) []diag.Finding {
		return faultyLinks(in, "LK012", doc.FaultBeyond, any)
	},
}
