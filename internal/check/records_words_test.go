package check

import (
	"testing"

	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

// A record is confirmed, so what a rule says of an approval is said of it in the words of records, and a fix of its own stays.
func TestFixesOfRecordsSpeakOfConfirming(t *testing.T) {
	t.Parallel()
	docs := doc.NewSet("content", []*doc.Document{{ID: "MIN", Path: "content/min.md", Type: "minutes"},
		{ID: "POL", Path: "content/pol.md", Type: "policy"}}, nil, nil)
	rules := map[diag.RuleID]Rule{"XX001": {Fix: "Let an approver approve it, with `approved_by`."}, "XX002": {Fix: "Remove it."}}
	at := func(rule diag.RuleID, file, hint string) diag.Finding {
		return diag.Finding{Rule: rule, Pos: diag.Pos{File: file}, Hint: hint}
	}
	found := []diag.Finding{at("XX001", "content/min.md", ""), at("XX001", "content/pol.md", ""), at("XX001", "content/min.md", "approve"),
		at("XX002", "content/min.md", ""), at("XX001", "", "")}
	ofRecords(docs, found, rules)
	for i, want := range []string{"Let an approver confirm it, with `approved_by`.", "", "approve", "", ""} {
		if found[i].Hint != want {
			t.Errorf("%d: %q, want %q", i, found[i].Hint, want)
		}
	}
}
