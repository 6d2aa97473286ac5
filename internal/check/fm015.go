package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fm015 = Rule{
	ID:       doc.RuleFence,
	Title:    "front matter fence out of place",
	Why:      "Some tools read such a line as the fence of the front matter, others as text.",
	Fix:      "Start the file with the line `---`, and do not indent the fences.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
}
