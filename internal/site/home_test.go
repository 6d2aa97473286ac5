package site

import (
	"strings"
	"testing"
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
