package check

import (
	"testing"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

// TestFindingsThatOnlyAnEditMends are no errors in adopted documents, and stay errors in all others.
func TestFindingsThatOnlyAnEditMends(t *testing.T) {
	t.Parallel()
	for rule, want := range map[diag.RuleID]diag.Severity{doc.RuleTooLarge: diag.Info, doc.RuleCells: diag.Warning, doc.RuleRawHTML: diag.Info,
		doc.RuleNotUTF8: diag.Warning} {
		for _, adopted := range []bool{true, false} {
			d := &doc.Document{Adopted: adopted, Path: "a.md", Findings: []diag.Finding{{Rule: rule, Severity: diag.Error}}}
			got := shared([]*doc.Document{d})
			if !adopted {
				want = diag.Error
			}
			if len(got) != 1 || got[0].Severity != want {
				t.Errorf("%s, adopted %v: %v, want %v", rule, adopted, got, want)
			}
		}
	}
}
