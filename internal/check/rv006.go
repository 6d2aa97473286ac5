package check

import (
	"fmt"

	"clausebook/internal/diag"
	"clausebook/internal/witness"
)

var rv006 = Rule{
	ID:    "RV006",
	Title: "stated before it can have happened",
	Why: "The commit that states the day is older than the day itself, so nobody can have known; " +
		"until a later revision of the document confirms it, it counts as not done.",
	Mend:     "Correct the date; if it was done on that day as planned, commit the document again after that day, for example with a version of its own.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Error,
	Run: func(in *Input) []diag.Finding {
		return in.acts(witness.Impossible, func(w witness.Witness) diag.Finding {
			return diag.Finding{Rule: "RV006", Commit: string(w.Commit),
				Message: fmt.Sprintf("`%s: %s` was committed on %s, before that day came (commit %s)", w.Key(), w.Day, w.Stated, w.Commit.Short()),
				Hint:    "correct the date, or commit the document again now that the day has passed, if it was done then"}
		})
	},
}
