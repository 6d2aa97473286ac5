package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var lk005 = Rule{
	ID:       doc.RuleScheme,
	Title:    "link with a scheme that is not allowed",
	Why:      "Such a link can run a program or carry a page of its own on the reader's machine.",
	Mend:     "Link to http, https, mailto, tel or a relative path.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
}
