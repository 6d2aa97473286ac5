package check

import (
	"testing"

	"clausebook/internal/ledger"
)

// TestLacking tells what is missing from what is false: only a missing approval may still come.
func TestLacking(t *testing.T) {
	t.Parallel()
	missing := ledger.Verdict{Rule: ledger.RuleUnapproved, Voids: true}
	weak := ledger.Verdict{Rule: ledger.RuleBelowGrade, Voids: true}
	for name, c := range map[string]struct {
		verdicts []ledger.Verdict
		want     bool
	}{
		"nothing":                       {nil, false},
		"none":                          {[]ledger.Verdict{missing}, true},
		"too weak":                      {[]ledger.Verdict{weak}, true},
		"self-approval":                 {[]ledger.Verdict{{Rule: ledger.RuleSelfApproval, Voids: true}}, false},
		"self-approval, and too weak":   {[]ledger.Verdict{{Rule: ledger.RuleSelfApproval, Voids: true}, weak}, false},
		"without the role":              {[]ledger.Verdict{{Rule: ledger.RuleNoRole, Voids: true}, missing}, false},
		"changed after":                 {[]ledger.Verdict{{Rule: ledger.RuleChangedAfter, Voids: true}}, false},
		"a doubt that does not void it": {[]ledger.Verdict{{Rule: ledger.RuleBadSignature}, missing}, true},
	} {
		if _, got := lacking(ledger.Version{Verdicts: c.verdicts}); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
