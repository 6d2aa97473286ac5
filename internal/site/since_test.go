package site

import (
	"fmt"
	"strings"
	"testing"

	"clausebook/internal/doc"
)

// TestAuditsOfOneDayShareWhatChangedSince holds several audits of one kind that ended on the same day, one of another kind on that day, and
// earlier and later ones: what changed is listed once for each span of time, and each audit leads there.
func TestAuditsOfOneDayShareWhatChangedSince(t *testing.T) {
	t.Parallel()
	d := sample(t)
	audit := func(id, kind, day string) {
		d.Docs = doc.NewSet("content", append(d.Docs.Documents[:len(d.Docs.Documents):len(d.Docs.Documents)],
			write(t, "content/audits/"+strings.ToLower(id)+".md", fmt.Sprintf("{id: %s, title: Audit of %s, type: audit-report, version: \"1\", "+
				"status: approved, date: %s, kind: %s, scope: All}", id, id, day, kind), "Text.\n")), d.Docs.Assets, nil)
	}
	audit("EARLY-1", "internal", "2026-02-01")
	audit("EARLY-2", "internal", "2026-02-01")
	audit("EARLY-X", "external", "2026-02-01")
	audit("LATE-1", "internal", "2026-03-01")
	audit("LATE-2", "internal", "2026-03-01")
	pages := render(t, planOf(t, d, Options{}))
	for _, gone := range []string{"audits/early-2-changes.html", "audits/late-2-changes.html"} {
		if _, there := pages[gone]; there {
			t.Errorf("%s lists again what stands on the page of another audit of that day", gone)
		}
	}
	for page, says := range map[string][]string{
		"audits/early-1-changes.html": {"Changes since the audits of ", "title=\"EARLY-1\">", "title=\"EARLY-2\">", "<dt>Next audits</dt>",
			"title=\"LATE-1\">", "title=\"LATE-2\">", "up to the last day of the next audit of this kind, <time>2026-03-01</time>"},
		"audits/early-x-changes.html": {"Changes since <bdi>EARLY-X</bdi>", "<dt>Audit</dt>"},
		"audits.html":                 {`href="audits/early-1-changes.html"`, `href="audits/early-x-changes.html"`, `href="audits/late-1-changes.html"`},
	} {
		for _, want := range says {
			if !strings.Contains(pages[page], want) {
				t.Errorf("%s lacks %q:\n%s", page, want, pages[page])
			}
		}
	}
	if strings.Contains(pages["audits/early-1-changes.html"], "EARLY-X") {
		t.Error("an audit of another kind shares the page")
	}
	if n := strings.Count(pages["audits.html"], `href="audits/late-1-changes.html"`); n != 2 {
		t.Errorf("%d audits of a day lead to what changed since, want 2", n)
	}
}
