package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/ledger"
)

var ap007 = Rule{
	ID:       ledger.RuleUnapproved,
	Title:    "status approved without an approval",
	Why:      "The status alone does not show who approved it and when.",
	Fix:      "Add `approved_by` and `approved_on`, or stronger evidence of the approval.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Error,
	Run:      func(in *Input) []diag.Finding { return missing(in, ledger.RuleUnapproved) },
}
