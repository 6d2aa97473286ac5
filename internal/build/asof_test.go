package build_test

import (
	"testing"
	"time"

	"clausebook/internal/build"
	"clausebook/internal/date"
	"clausebook/internal/dossier"
)

// head gives the commit that a repository is at.
func head(r *repo) string {
	r.t.Helper()
	ref, err := r.git.Head()
	r.must(err)
	return ref.Hash().String()
}

// TestAsOf wants the day on which dates are judged, whether somebody chose it, and the commit where one was asked for.
func TestAsOf(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit(map[string]string{"content/a.md": "---\nid: A\n---\nText.\n"}) // 1 May
	first := head(r)
	r.commit(map[string]string{"clausebook.yaml": "as_of: 2026-06-01\n"})
	second := head(r)
	plain := newRepo(t)
	plain.write(map[string]string{"content/a.md": "---\nid: A\n---\nText.\n"})
	now := func() time.Time { return time.Date(2026, 7, 1, 23, 30, 0, 0, time.FixedZone("", -3600)) }
	for name, c := range map[string]struct {
		options build.Options
		want    dossier.AsOf
	}{
		"today, by UTC":     {build.Options{Dir: plain.dir}, dossier.AsOf{Day: date.New(2026, 7, 2)}},
		"the configuration": {build.Options{Dir: r.dir}, dossier.AsOf{Day: date.New(2026, 6, 1), Pinned: true}},
		"a revision has its own day": {build.Options{Dir: r.dir, AsOf: first},
			dossier.AsOf{Day: date.New(2026, 5, 1), Pinned: true, Revision: first, Borrowed: true}},
		"a revision before configuration": {build.Options{Dir: r.dir, AsOf: second},
			dossier.AsOf{Day: date.New(2026, 5, 1), Pinned: true, Revision: second}},
		"a day before configuration": {build.Options{Dir: r.dir, AsOf: "2026-05-03"},
			dossier.AsOf{Day: date.New(2026, 5, 3), Pinned: true, Revision: second}},
		"a forced day before all": {build.Options{Dir: r.dir, Day: date.New(2026, 8, 1)},
			dossier.AsOf{Day: date.New(2026, 8, 1), Pinned: true}},
		"a forced day of a revision": {build.Options{Dir: r.dir, AsOf: first, Day: date.New(2026, 8, 1)},
			dossier.AsOf{Day: date.New(2026, 8, 1), Pinned: true, Revision: first, Borrowed: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.options.Now = now
			p, err := build.Gather(t.Context(), c.options)
			if err != nil {
				t.Fatal(err)
			}
			if p.Dossier.AsOf != c.want {
				t.Errorf("got %+v, want %+v", p.Dossier.AsOf, c.want)
			}
		})
	}
}
