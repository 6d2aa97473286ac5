package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var md004 = Rule{
	ID:       doc.RuleImage,
	Title:    "image that is not shown",
	Why:      "An image from elsewhere can change or vanish after approval, and tells its host who reads the document.",
	Mend:     "Put the file beside the document and name it by a relative path.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
}
