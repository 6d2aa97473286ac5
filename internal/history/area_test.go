package history

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/content"
)

// TestPlaces reads the history of what a place holds and of nothing else: its files are those of git that it holds, documents keep
// their history when they move between its parts and when they come into it, and the cache of one place is not that of another.
func TestPlaces(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit("begin", map[string]string{"policies/a.md": lines("a", 9), "drafts/b.md": lines("b", 9), "README.md": "Read me.\n",
		"scope.md": lines("s", 9), "src/main.go": "package main\n", "node_modules/x/y.md": lines("y", 9), "public/index.md": "x\n"})
	r.commit("move", map[string]string{"policies/a.md": "", "it/a.md": lines("a", 9) + "more\n", "drafts/b.md": "", "policies/b.md": lines("b", 9)})
	r.commit("read me", map[string]string{"README.md": "Read me more.\n", "drafts/c.md": "C\n"})
	r.commit("scope", map[string]string{"scope.md": lines("s", 9) + "more\n"})
	cache := t.TempDir()
	revisions := map[string][]string{
		"it/a.md":       {"move: it/a.md < policies/a.md substance", "begin: policies/a.md added"},
		"policies/b.md": {"move: policies/b.md < drafts/b.md move", "begin: drafts/b.md added"},
		"scope.md":      {"scope: scope.md substance", "begin: scope.md added"},
	}
	for name, place := range map[string]content.Place{
		"a list":                   content.Of([]string{"policies", "it", "scope.md"}, true, nil, nil),
		"the project without some": content.Of([]string{"."}, false, []string{"drafts"}, []string{"public"}),
	} {
		log := r.read(Options{Folder: place, CacheDir: cache, cacheFrom: 1})
		var want, got []string
		for file := range strings.Lines(r.git("ls-files")) {
			if file = strings.TrimSpace(file); place.Holds(file) {
				want = append(want, file)
			}
		}
		for _, p := range log.Paths() {
			if place.Holds(p) {
				got = append(got, p)
			}
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: files (-want +got):\n%s", name, diff)
		}
		for p, want := range revisions {
			if diff := cmp.Diff(want, summaries(log.Revisions(p))); diff != "" {
				t.Errorf("%s: %s (-want +got):\n%s", name, p, diff)
			}
		}
		if former := log.Former(); len(former) != 0 {
			t.Errorf("%s: %d documents are said to be gone", name, len(former))
		}
		again := r.read(Options{Folder: place, CacheDir: cache, cacheFrom: 1})
		if diff := cmp.Diff(summaries(log.Revisions("it/a.md")), summaries(again.Revisions("it/a.md"))); diff != "" {
			t.Errorf("%s: from the cache (-want +got):\n%s", name, diff)
		}
	}
}
