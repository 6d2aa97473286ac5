package history

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
)

func TestArchiveGivesTreesAndTags(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	first := r.commit("one", map[string]string{"content/a.md": "first\n"})
	r.git("tag", "-a", "-m", "the first\n\nwith a body", "v1")
	r.git("tag", "light")
	r.git("tag", "-a", "-m", "a tree", "of-tree", "HEAD^{tree}")
	second := r.commit("two", map[string]string{"content/a.md": "second\n", "content/b.md": "b\n"})
	r.git("tag", "-a", "-m", "outer", "outer", "v1")
	r.git("pack-refs", "--all")
	a, err := OpenArchive(r.dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	for commit, want := range map[Hash]string{first: "first\n", second: "second\n"} {
		tree, err := a.At(commit)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := fs.ReadFile(tree, "content/a.md"); err != nil || string(got) != want {
			t.Errorf("content/a.md at %s = %q, %v; want %q", commit, got, err, want)
		}
		if _, err := fs.Stat(tree, "content/b.md"); errors.Is(err, fs.ErrNotExist) != (commit == first) {
			t.Errorf("content/b.md at %s: %v", commit, err)
		}
	}
	if _, err := a.At(Hash(strings.Repeat("0", 40))); err == nil {
		t.Error("a commit that is not there gives a tree")
	}
	tags, err := a.Tags()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, tag := range tags {
		names = append(names, tag.Name)
		if tag.Commit != first || tag.Tagger.Email != "carl@example.org" || tag.Tagger.When.IsZero() {
			t.Errorf("tag %+v", tag)
		}
	}
	if got := strings.Join(names, " "); got != "outer v1" {
		t.Errorf("tags %q, want %q", got, "outer v1")
	}
	if tags[1].Text != "the first\n\nwith a body\n" {
		t.Errorf("text of v1: %q", tags[1].Text)
	}
}

func TestPlaceOrdersWhatLanded(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit("root", map[string]string{"content/a.md": "a\n"})
	r.git("checkout", "-q", "-b", "side")
	side := r.commit("side", map[string]string{"content/side.md": "s\n"})
	r.git("checkout", "-q", "main")
	r.now -= 100_000 // a clock that runs behind must not change the order
	direct := r.commit("direct", map[string]string{"content/direct.md": "d\n"})
	r.now += 60
	r.git("merge", "-q", "--no-ff", "-m", "bring it in", "side")
	log := r.read(Options{})
	got := []int{log.Commit(direct).Place, log.Commit(side).Place, log.Commit(r.head()).Place}
	if got[0] != 1 || got[1] != 2 || got[2] != 2 {
		t.Errorf("places of direct, side and merge: %v, want [1 2 2]", got)
	}
}
