package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/ledger"
)

var ap023 = Rule{
	ID:    ledger.RuleUnmatched,
	Title: "review export matches no commit",
	Why:   "A review that cannot be tied to a commit approves nothing, and nobody would notice.",
	Fix: "Export the pull or merge request itself as well as its reviews, after it was merged. `clausebook doctor` and the page " +
		"of review exports say what each export matched.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Warning,
}
