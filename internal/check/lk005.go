package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

var lk005 = Rule{
	ID:       doc.RuleScheme,
	Title:    "link with a scheme that is not allowed",
	Why:      "Such a link can run a program or open an embedded page on the reader's machine.",
	Fix:      "Use http, https, mailto, tel or a relative path.",
	Clauses:  []string{"7.5.3"},
	Severity: diag.Error,
}
