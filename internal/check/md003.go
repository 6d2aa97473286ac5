package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var md003 = Rule{
	ID:       doc.RuleDiagram,
	Title:    "diagram that cannot be drawn",
	Why:      "The page shows the source of the diagram instead of a drawing.",
	Fix:      "Use only flowchart, state and sequence diagrams in the syntax that GitHub and GitLab draw as well.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Info,
}
