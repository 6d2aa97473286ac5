package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/history"
)

var hi001 = Rule{
	ID:       "HI001",
	Title:    "history is not complete",
	Why:      "An incomplete history does not show who changed and approved what, and when. clausebook does not guess.",
	Fix:      "Fetch the complete history, as the hint says. The documents themselves are checked anyway.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Warning,
	Run: func(in *Input) []diag.Finding {
		if in.History == nil || in.History.State == history.Complete {
			return nil
		}
		f := diag.Finding{Rule: "HI001", Message: in.History.Reason}
		if in.History.Fix != "" {
			f.Hint = "`" + in.History.Fix + "`"
		}
		return []diag.Finding{f}
	},
}
