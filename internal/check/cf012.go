package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/trust"
)

var cf012 = Rule{
	ID:    trust.RuleVanished,
	Title: "list of people removed or emptied",
	Why: "Who may approve is told by people.yaml. Without it nobody has authority, and an organization without such a list is not told from " +
		"one whose list was taken away.",
	Fix:      "Put the file back, as `git show COMMIT^:content/people.yaml` gives it, and let its next change be approved.",
	Clauses:  []string{"5.3", "7.5.3"},
	Severity: diag.Warning,
}
