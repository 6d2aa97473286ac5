package build_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"clausebook/internal/build"
	"clausebook/internal/standard"
)

// TestMissingSince wants the age of what is missing from the commit after which nothing fulfilled it; where the
// history never held it, from its first day.
func TestMissingSince(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	held := func(id, item, status string) string {
		return "---\nid: " + id + "\ntitle: T\ntype: plan\nversion: \"1\"\nstatus: " + status + "\nowner: o\nfulfils: " +
			"[" + item + "]\n---\nText.\n"
	}
	r.commit("Ada", "begin", map[string]string{"clausebook.yaml": "standards: [iso20000-1-2018]\n", // 2 January
		"content/a.md": held("A", "capacity-plan", "approved"), "content/b.md": held("B", "capacity-plan", "approved"),
		"content/c.md": held("C", "communication-plan", "approved"), "content/d.md": held("D", "service-management-plan", "approved")})
	r.commit("Ada", "remove one of two", map[string]string{"content/a.md": ""})
	r.commit("Ada", "remove the other", map[string]string{"content/b.md": ""}) // 4 January
	r.commit("Ada", "withdraw", map[string]string{"content/c.md": held("C", "communication-plan", "withdrawn")})
	r.commit("Ada", "say it no more", map[string]string{"content/d.md": held("D", "measurement-plan", "approved")})
	p, err := build.Gather(context.Background(), build.Options{Dir: r.dir, Now: func() time.Time { return r.when.AddDate(0, 0, 1) }})
	if err != nil {
		t.Fatal(err)
	}
	for item, want := range map[string][2]string{
		"capacity-plan":           {"2026-01-04", "B fulfilled it until commit "},
		"communication-plan":      {"2026-01-05", "C fulfilled it until commit "},
		"service-management-plan": {"2026-01-06", "D fulfilled it until commit "},
		"demand-report":           {"2026-01-02", "not in the history of this repository, which begins on 2026-01-02"},
	} {
		c := p.Dossier.Matrix.Cell(standard.Ref{Standard: "iso20000-1-2018", Item: item})
		if c.Since.String() != want[0] || !strings.HasPrefix(c.SinceBy.String(), want[1]) {
			t.Errorf("%s (%s) since %s, %q; want %v", item, c.State, c.Since, c.SinceBy, want)
		}
	}
}
