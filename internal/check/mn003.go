package check

import (
	"fmt"

	"clausebook/internal/diag"
)

var mn003 = Rule{
	ID:       "MN003",
	Title:    "action without an owner or a due date",
	Why:      "An action without an owner and a due date does not get done.",
	Fix:      "Give each action an `owner` and a `due` date.",
	Clauses:  []string{"9.3", "10.2"},
	Severity: diag.Warning,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for _, a := range openActions(in) {
			for _, key := range [...]string{"owner", "due"} {
				if a.node.Get(key).Text() == "" {
					out = append(out, a.finding("MN003", key, fmt.Sprintf("the action %s has no `%s`", a.name, key), fmt.Sprintf("add `%s`", key)))
				}
			}
		}
		return out
	},
}
