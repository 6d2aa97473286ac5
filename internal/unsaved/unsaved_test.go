package unsaved_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"clausebook/internal/plain"
	"clausebook/internal/unsaved"
)

// TestATreeReadsAsTheEditorShowsIt lays a changed text, a new one and one in a new folder over a folder of the disk.
func TestATreeReadsAsTheEditorShowsIt(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, text := range map[string]string{"content/a.md": "old", "content/b.md": "as it is"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tree, err := plain.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	over := unsaved.Over(tree, map[string][]byte{"content/a.md": []byte("new"), "content/c.md": []byte("added"),
		"content/new/deep/d.md": []byte("deep"), "../out.md": []byte("never"), "content": []byte("a folder stays one")})
	want := map[string]string{"content/a.md": "new", "content/b.md": "as it is", "content/c.md": "added", "content/new/deep/d.md": "deep"}
	for name, text := range want {
		if got, err := fs.ReadFile(over, name); err != nil || string(got) != text {
			t.Errorf("%s reads %q, %v; want %q", name, got, err, text)
		}
	}
	var found []string
	err = fs.WalkDir(over, ".", func(p string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			found = append(found, p)
		}
		return err
	})
	if err != nil || len(found) != len(want) {
		t.Errorf("the tree holds %v, %v", found, err)
	}
	if err := fstest.TestFS(over, "content/a.md", "content/b.md", "content/c.md", "content/new/deep/d.md"); err != nil {
		t.Error(err)
	}
	if raw, _ := os.ReadFile(filepath.Join(dir, "content/a.md")); string(raw) != "old" {
		t.Errorf("the disk was written: %q", raw)
	}
}

// TestNothingIsLaidThroughALink wants a link to stay one: what it shows is not what a commit holds.
func TestNothingIsLaidThroughALink(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.Symlink("elsewhere", filepath.Join(dir, "link.md")); err != nil {
		t.Skip("no links here")
	}
	tree, err := plain.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	over := unsaved.Over(tree, map[string][]byte{"link.md": []byte("text"), "link.md/below.md": []byte("text")})
	if info, err := fs.Lstat(over, "link.md"); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link became %v, %v", info, err)
	}
	if _, err := over.Open("link.md"); err == nil {
		t.Error("a link was opened")
	}
}
