package check

import (
	"clausebook/internal/conflict"
	"clausebook/internal/diag"
)

var tx008 = Rule{
	ID:    conflict.Rule,
	Title: "conflict of a merge is not resolved",
	Why: "The lines between the marks come from two texts. " +
		"Nobody can tell which of them holds, and little that is read of the file is true.",
	Fix: "Write the text that is to stand and delete the marks. Other findings in the file follow from it; those that are true appear " +
		"once it is resolved.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
}
