package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/loop"
)

var im003 = Rule{
	ID:    "IM003",
	Title: "missed objective or benefit that nobody answers",
	Why: "It was not met by its day, or not met twice in a row. What is done about it is a decision that an auditor asks for: act, or lower " +
		"the target with a reason.",
	Fix:      "Raise an improvement or a nonconformity that names it under `answers`.",
	Clauses:  []string{"6.2.2", "9.1", "10.2"},
	Severity: diag.Warning,
	Gap:      true,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, c := range in.Loop.Stuck() {
			if c.Kind == loop.Missed {
				out = append(out, stuckFinding("IM003", c, fmt.Sprintf("“%s” is %s", c.Title, c.Why)))
			}
		}
		return out
	},
}

// stuckFinding tells of a case that does not go on.
func stuckFinding(rule diag.RuleID, c *loop.Case, message string) diag.Finding {
	return diag.Finding{Rule: rule, Pos: c.Pos, Document: string(c.Document.ID), Subject: c.Name(), Message: message, Hint: c.Fix.String()}
}
