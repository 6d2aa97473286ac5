package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fm008 = Rule{
	ID:       doc.RuleMissing,
	Title:    "required field is missing",
	Why:      "An auditor looks for identification, owner, version and status on every controlled document.",
	Fix:      "Add the field; docs/front-matter.md says what each one means.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
}
