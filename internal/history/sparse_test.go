package history

import (
	"slices"
	"testing"
)

// TestLeftBehind names the documents that a sparse checkout does not have, as git itself lists them.
func TestLeftBehind(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit("begin", map[string]string{"content/a/a.md": "A\n", "content/b/b.md": "B\n", "content/b/c.png": "C\n", "src/b/d.md": "D\n"})
	if files, partial := LeftBehind(r.dir, "content"); files != nil || partial {
		t.Errorf("of a whole checkout: %q, %v", files, partial)
	}
	r.git("sparse-checkout", "set", "content/a")
	if files, partial := LeftBehind(r.dir, "content"); !slices.Equal(files, []string{"content/b/b.md", "content/b/c.png"}) || partial {
		t.Errorf("%q, %v", files, partial)
	}
	if files, _ := LeftBehind(r.dir+"/content", "."); !slices.Equal(files, []string{"b/b.md", "b/c.png"}) {
		t.Errorf("of a project in a folder: %q", files)
	}
	r.git("sparse-checkout", "disable")
	if files, partial := LeftBehind(r.dir, "content"); files != nil || partial {
		t.Errorf("of a whole checkout again: %q, %v", files, partial)
	}
}
