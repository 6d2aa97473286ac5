package check

import (
	"clausebook/internal/diag"
	"clausebook/internal/trust"
)

var cf006 = Rule{
	ID:    trust.RuleLowered,
	Title: "approval rules were lowered",
	Why:   "Since this change, weaker evidence counts as an approval, and nothing shows that anybody but its author agreed to that.",
	Fix: "Have another person approve the commit: by a trailer in it, or by a later commit or tag with `Approves: COMMIT`. Or revert " +
		"the change, and have that commit approved in the same way.",
	Clauses:  []string{"7.5.2", "7.5.3"},
	Severity: diag.Warning,
}
