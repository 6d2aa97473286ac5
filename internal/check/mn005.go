package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var mn005 = Rule{
	ID:       "MN005",
	Title:    "nonconformity closed without cause or corrective action",
	Why:      "A problem recurs if nobody looks for its cause; the standard requires the cause, the action and its effect.",
	Fix:      "Add `root_cause`, `corrective_action` and `effectiveness` before closing it.",
	Clauses:  []string{"10.1.1", "10.1.2"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, d := range in.Docs.Documents {
			if d.Type != "nonconformity" || in.Acts.Held(d, doc.ClosureAct).IsZero() || d.Status.Retired() {
				continue
			}
			for _, key := range [...]string{"root_cause", "corrective_action", "effectiveness"} {
				if d.Front.Get(key).Text() == "" {
					out = append(out, diag.Finding{Rule: "MN005", Pos: d.Pos("closed_on"), Document: string(d.ID),
						Message: fmt.Sprintf("closed on %s without `%s`", d.Day("closed_on"), key), Hint: fmt.Sprintf("add `%s`", key)})
				}
			}
		}
		return out
	},
}
