package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/loop"
)

var im004 = Rule{
	ID:    "IM004",
	Title: "improvement is stuck",
	Why: "An opportunity that nobody decides about, an action without a day or past it, and an improvement of which nobody says what came " +
		"of it improve nothing.",
	Fix: "Take the step that the message names: decide (`decision`, `decided_on`, `decided_by`), set a day (`due`), close it (`closed_on`), " +
		"or measure what came of it (`measured`, `result`).",
	Clauses:  []string{"10.1.1", "10.2"},
	Severity: diag.Warning,
	Gap:      true,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, c := range in.Loop.Stuck() {
			switch {
			case c.Told || c.Kind == loop.Missed:
			case c.Kind == loop.Opportunity:
				out = append(out, stuckFinding("IM004", c, fmt.Sprintf("opportunity %s: %s", c.Item, c.Why)))
			default:
				out = append(out, stuckFinding("IM004", c, c.Why.String()))
			}
		}
		return out
	},
}
