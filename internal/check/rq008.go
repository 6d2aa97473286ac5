package check

import (
	"fmt"

	"clausebook/internal/diag"
)

var rq008 = Rule{
	ID:       "RQ008",
	Title:    "condition does not hold, but no reason is given",
	Why:      "Excluding a conditional requirement has to be justified.",
	Fix:      "Write `conditions: {ID: {holds: false, reason: …}}`. Until then, the requirement applies.",
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for name, c := range in.Conditions {
			if !c.Holds && c.Reason == "" {
				out = append(out, diag.Finding{Rule: "RQ008", Pos: c.Pos, Subject: name, About: conditionRef(in.Standards, name),
					Message: fmt.Sprintf("the condition `%s` is set to not hold, but without a reason", name),
					Hint:    fmt.Sprintf("write `%s: {holds: false, reason: \"…\"}`", name)})
			}
		}
		return out
	},
}
