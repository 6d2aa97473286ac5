package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/witness"
)

var rv006 = Rule{
	ID:    "RV006",
	Title: "date is later than the commit that states it",
	Why: "The commit that states the date was made before that date, so nobody can have known. " +
		"Until a later revision of the document confirms it, it counts as not done.",
	Fix: "Correct the date. If it was done on that day as planned, commit the document again after that day, for example as a new " +
		"version.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		return in.acts(witness.Impossible, func(w witness.Witness) diag.Finding {
			return diag.Finding{Rule: "RV006", Commit: string(w.Commit),
				Message: fmt.Sprintf("`%s: %s` was committed on %s, before that date (commit %s)", w.Key(), w.Day, w.Stated, w.Commit.Short()),
				Hint:    "correct the date or, if it was done on that day, commit the document again now"}
		})
	},
}
