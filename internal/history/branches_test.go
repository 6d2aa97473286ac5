package history

import (
	"io/fs"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestArchiveGivesBranches(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	first := r.commit("one", map[string]string{"content/a.md": "first\n"})
	r.git("branch", "topic/x")
	r.git("pack-refs", "--all")
	second := r.commit("two", map[string]string{"content/a.md": "second\n"})
	r.git("update-ref", "refs/remotes/origin/main", string(first))
	r.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
	r.git("tag", "v1")
	r.git("branch", "-M", "trunk")
	a, err := OpenArchive(r.dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	got, err := a.Branches()
	if err != nil {
		t.Fatal(err)
	}
	want := []Branch{{"origin/main", first}, {"topic/x", first}, {"trunk", second}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("branches (-want +got):\n%s", diff)
	}
	tree, err := a.At(got[1].Commit)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := fs.ReadFile(tree, "content/a.md"); err != nil || string(text) != "first\n" {
		t.Errorf("content/a.md on topic/x is %q, %v", text, err)
	}
}
