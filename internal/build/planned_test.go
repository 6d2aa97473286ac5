package build_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"clausebook/internal/build"
)

// plannedText is a contract or a policy of which something ends on a day.
func plannedText(id, kind, more string) string {
	return "---\nid: " + id + "\ntitle: The " + id + "\ntype: " + kind + "\nversion: \"1.0\"\nstatus: approved\nowner: boss\n" +
		more + "---\nText.\n"
}

// TestPlannedEndsAreDue holds that what is to end is due on pages, in the calendar and in the feed: an approval by a withdrawal to
// come, a contract, and the time in which an approval may still come. What has ended is not.
func TestPlannedEndsAreDue(t *testing.T) {
	t.Parallel()
	const approved = "approved_by: ada\napproved_on: 2026-05-01\n"
	withdrawn := func(version, from string) string {
		return approved + fmt.Sprintf("withdrawn: [{version: %q, from: %s, by: ada, reason: The law changes.}]\n", version, from)
	}
	r := newRepo(t)
	r.commit(map[string]string{"clausebook.yaml": "standards: [mini.yaml]\napproval: {separation_of_duties: false}\n",
		"mini.yaml":           trendStandard,
		"content/people.yaml": "people:\n  - {id: ada, name: Ada Tester, emails: [ada@example.org]}\n"})
	r.when = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	r.commit(map[string]string{
		"content/a.md": plannedText("POL-PLANNED", "policy", withdrawn("1.0", "2026-07-01")),
		"content/b.md": plannedText("POL-PAST", "policy", withdrawn("1.0", "2026-05-20")),
		"content/c.md": plannedText("POL-OTHER", "policy", withdrawn("0.9", "2026-07-01")),
		"content/d.md": plannedText("CTR-ENDING", "contract", approved+"supplier: far\nends_on: 2026-12-31\n"),
	})
	r.commit(map[string]string{
		"content/f.md": plannedText("POL-REVIEWED", "policy", approved+
			"review_every: P2M\nreviews: [{on: 2026-05-01, by: ada, outcome: no-change}]\n"),
		"content/g.md": plannedText("NC-RAISED", "nonconformity", approved+"grade: minor\nraised_on: 2026-05-01\ndue: 2026-07-31\n"),
	})
	r.when = time.Date(2026, 5, 28, 12, 0, 0, 0, time.UTC)
	r.commit(map[string]string{"content/e.md": plannedText("POL-WAITING", "policy", "")})
	now := func() time.Time { return time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC) }
	s := siteFrom(t, r.gather(build.Options{Dir: r.dir, Tool: "tested", Now: now}))
	countDue(t, s)
	due := dueOnPages(s)
	for what, want := range map[string]int{
		"2026-07-01 Withdrawal takes effect: The POL-PLANNED": 1,
		"2026-05-20 Withdrawal takes effect: The POL-PAST":    0,
		"2026-07-01 Withdrawal takes effect: The POL-OTHER":   0,
		"2026-12-31 End of the term: The CTR-ENDING":          1,
		"2026-06-04 Approval: The POL-WAITING":                1,
		"2026-07-01 Review: The POL-REVIEWED":                 1,
	} {
		if due[what] != want {
			t.Errorf("%q is due %d times, want %d; due are %v", what, due[what], want, due)
		}
	}
	told := "last review on 2026-05-01 by Ada Tester (written down by that person)"
	if described := eventsByTitle(t, s)["Review: The POL-REVIEWED"]["DESCRIPTION"]; !strings.Contains(described, told) {
		t.Errorf("the calendar says %q, want %q", described, told)
	}
	if words := text(s.main("reviews.html")); !strings.Contains(words, told) {
		t.Errorf("the page of reviews does not say %q", told)
	}
	if words := text(s.main("audits.html")); !strings.Contains(words, "2026-05-01 written down by Ada Tester") {
		t.Errorf("the page of audits does not say who wrote down that the nonconformity was raised: %s", words)
	}
	page := text(first(s.main("documents/pol-planned.html"), func(n *html.Node) bool { return hasClass(n, "control") }))
	if want := "To be withdrawn on 2026-07-01"; !strings.Contains(page, want) {
		t.Errorf("the page of the policy does not say %q: %s", want, page)
	}
}

// eventsByTitle gives the events of the calendar by their summaries.
func eventsByTitle(t *testing.T, s *built) map[string]map[string]string {
	t.Helper()
	out := map[string]map[string]string{}
	for _, e := range events(t, s.files["reviews.ics"]) {
		out[e["SUMMARY"]] = e
	}
	return out
}
