package site

import (
	"strings"
	"testing"

	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/report"
)

// TestHomeBeginsWithWhatNeedsAttention holds the order of the home page, and what every row of it says.
func TestHomeBeginsWithWhatNeedsAttention(t *testing.T) {
	t.Parallel()
	home := render(t, planOf(t, sample(t), Options{}))["index.html"]
	at := -1
	for _, id := range []string{"attention", "gaps", "due", "approvals", "readiness", "clauses", "areas", "stages", "owners", "changes"} {
		i := strings.Index(home, `id="`+id+`"`)
		if i <= at {
			t.Errorf("%s stands at %d, not after what comes before it at %d", id, i, at)
		}
		at = i
	}
	_, owners, _ := strings.Cut(home, `id="owners"`)
	owners, _, _ = strings.Cut(owners, `id="changes"`)
	shown, folded, _ := strings.Cut(owners, "<details")
	if !strings.Contains(shown, "Gaps") || strings.Contains(shown, "Gaps 0") || !strings.Contains(folded, "without gaps") {
		t.Errorf("owners with gaps: %s; folded: %s", shown, folded)
	}
}

// TestHomeListsWhatGapsNextLists holds the gaps of the home page against those that the command lists, owner by owner.
func TestHomeListsWhatGapsNextLists(t *testing.T) {
	t.Parallel()
	for _, d := range []*dossier.Dossier{sample(t), crowded(t)} {
		_, list, _ := strings.Cut(render(t, planOf(t, d, Options{}))["index.html"], `id="gaps"`)
		list, _, _ = strings.Cut(list, "</ul>")
		next := report.GapsOf(d, report.Filter{}).Next(5).Open
		if len(next) < 2 || strings.Count(list, "<strong>") != len(next) {
			t.Errorf("%d gaps are listed, want %d", strings.Count(list, "<strong>"), len(next))
		}
		for _, gap := range next {
			_, rest, found := strings.Cut(list, gap.Title)
			if !found {
				t.Errorf("%s is not listed, or not in this order", gap.Item)
			}
			list = rest
		}
	}
}

// TestCasesSayWhetherInTime holds what is said of nonconformities, beside their states and on their own pages.
func TestCasesSayWhetherInTime(t *testing.T) {
	t.Parallel()
	nonconformity := func(id, front string) *doc.Document {
		return write(t, "content/"+id+".md", "{id: "+id+", title: "+id+", type: nonconformity, version: '1.0', status: approved, owner: manager, "+
			"grade: minor, raised_on: 2026-01-05, "+front+"}", "Text.\n")
	}
	d := with(t, nonconformity("NC-A", "due: 2026-03-01, closed_on: 2026-03-01"), nonconformity("NC-B", "due: 2026-03-01, closed_on: 2026-03-03"),
		nonconformity("NC-C", "due: 2026-06-20"), nonconformity("NC-D", "due: 2026-07-01"), nonconformity("NC-E", "closed_on: 2026-03-03"))
	pages := render(t, planOf(t, d, Options{}))
	for id, want := range map[string]string{"nc-a": "closed in time", "nc-b": "closed 2 days late", "nc-c": "open, 10 days overdue",
		"nc-d": "open, 1 day left", "nc-e": ""} {
		page := pages["documents/"+id+".html"]
		if want != "" && (!strings.Contains(page, want) || !strings.Contains(pages["audits.html"], want)) {
			t.Errorf("%s: neither page says %q", id, want)
		}
		if want == "" && strings.Contains(page, "In time") {
			t.Errorf("%s has no day by which it was due, and its page speaks of one", id)
		}
	}
}
