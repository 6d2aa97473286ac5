package check

import (
	"fmt"

	"clausebook/internal/diag"
)

var rq008 = Rule{
	ID:       "RQ008",
	Title:    "condition does not hold, and no reason is given",
	Why:      "Leaving out what the standard asks for under a condition has to be justified.",
	Mend:     "Write `conditions: {ID: {holds: false, reason: …}}`. Until then the requirement is treated as due.",
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		var out []diag.Finding
		for name, c := range in.Conditions {
			if !c.Holds && c.Reason == "" {
				out = append(out, diag.Finding{Rule: "RQ008", Pos: c.Pos, Subject: name, About: conditionRef(in.Standards, name),
					Message: fmt.Sprintf("the condition `%s` is said not to hold, without a reason", name),
					Hint:    fmt.Sprintf("write `%s: {holds: false, reason: \"…\"}`", name)})
			}
		}
		return out
	},
}
