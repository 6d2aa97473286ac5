package check

import (
	"testing"

	"clausebook/internal/approval"
)

// TestLacking tells what is missing from what is false: only a missing approval may still come.
func TestLacking(t *testing.T) {
	t.Parallel()
	missing := approval.Verdict{Rule: approval.RuleUnapproved, Voids: true}
	weak := approval.Verdict{Rule: approval.RuleBelowGrade, Voids: true}
	for name, c := range map[string]struct {
		verdicts []approval.Verdict
		want     bool
	}{
		"nothing":                       {nil, false},
		"none":                          {[]approval.Verdict{missing}, true},
		"too weak":                      {[]approval.Verdict{weak}, true},
		"self-approval":                 {[]approval.Verdict{{Rule: approval.RuleSelfApproval, Voids: true}}, false},
		"self-approval, and too weak":   {[]approval.Verdict{{Rule: approval.RuleSelfApproval, Voids: true}, weak}, false},
		"without the role":              {[]approval.Verdict{{Rule: approval.RuleNoRole, Voids: true}, missing}, false},
		"changed after":                 {[]approval.Verdict{{Rule: approval.RuleChangedAfter, Voids: true}}, false},
		"a doubt that does not void it": {[]approval.Verdict{{Rule: approval.RuleBadSignature}, missing}, true},
	} {
		if _, got := lacking(approval.Version{Verdicts: c.verdicts}); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
