package check

import (
	"clausebook/internal/approval"
	"clausebook/internal/diag"
)

var cf006 = Rule{
	ID:    approval.RuleLowered,
	Title: "approval rules were lowered",
	Why:   "Less than before counts as an approval since then, and nothing shows that anybody but the author of the change agreed.",
	Fix: "Have another person approve the commit: by a trailer in it, or by a later commit or tag with `Approves: COMMIT`. Or take the " +
		"change back by a commit that is approved so.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Warning,
}
