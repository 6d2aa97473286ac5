package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var md003 = Rule{
	ID:       doc.RuleDiagram,
	Title:    "diagram that cannot be drawn",
	Why:      "The page shows the source of the diagram instead of its picture.",
	Mend:     "Keep to the flowchart, state and sequence forms that forges draw.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Info,
}
