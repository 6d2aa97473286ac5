package view

import (
	"fmt"
	"testing"
	"time"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/history"
	"clausebook/internal/ledger"
)

// TestActivity holds that revisions and approvals are counted in the month in which they happened, and that what is
// too old, lies after the as-of day or does not count is left out.
func TestActivity(t *testing.T) {
	documents := []*doc.Document{{ID: "A", Path: "content/a.md"}}
	revision := func(when string) history.Revision {
		at := civil(t, when).Time().Add(12 * time.Hour)
		return history.Revision{Path: "content/a.md", Commit: &history.Commit{Hash: history.Hash(when), Committer: history.Stamp{When: at}}}
	}
	revisions := func(string) []history.Revision {
		return []history.Revision{revision("2026-07-01"), revision("2026-06-30"), revision("2026-06-01"), revision("2025-07-01"),
			revision("2025-06-30"), {}}
	}
	version := func(on string, g ledger.Grade) ledger.Version {
		return ledger.Version{Document: "A", Version: on, On: civil(t, on), Grade: g}
	}
	ledger := ledger.NewLedger(ledger.Trailer, map[doc.ID][]ledger.Version{"A": {
		version("2026-06-02", ledger.Trailer), version("2026-06-01", ledger.Declared), version("2025-06-30", ledger.Signed)}})
	got := activityOf(documents, revisions, ledger, civil(t, "2026-06-30"))
	days := ""
	for i, m := range got {
		for _, c := range m.Revisions {
			days += fmt.Sprintf("%d: %s\n", i, c.Revision.Commit.Hash)
		}
		for _, v := range m.Approvals {
			days += fmt.Sprintf("%d: approved %s\n", i, v.On)
		}
	}
	if want := "0: 2025-07-01\n11: 2026-06-30\n11: 2026-06-01\n11: approved 2026-06-02\n"; days != want { // the newest first
		t.Errorf("got %s, want %s", days, want)
	}
}

func civil(t testing.TB, text string) date.Date {
	t.Helper()
	d, err := date.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
