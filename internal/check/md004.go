package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var md004 = Rule{
	ID:       doc.RuleImage,
	Title:    "image that is not shown",
	Why:      "An image on another server can change or vanish after approval, and tells that server who reads the document.",
	Fix:      "Put the file next to the document and use a relative path.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
}
