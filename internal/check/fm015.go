package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var fm015 = Rule{
	ID:       doc.RuleFence,
	Title:    "front matter fence out of place",
	Why:      "Some readers take such a line for the fence of the front matter and others for text.",
	Mend:     "Start the file with the line `---`, and put both fences at the start of their lines.",
	Clauses:  []string{"7.5.2"},
	Severity: diag.Error,
}
