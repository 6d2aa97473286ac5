package plain_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestInstead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "sub"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.md", "sub/b.md", "c.md"} {
		write(t, filepath.Join(dir, filepath.FromSlash(name)), "disk")
	}
	tree := open(t, dir).Instead(map[string][]byte{"a.md": []byte("unsaved"), "sub/b.md": []byte("new"), "gone.md": []byte("x")})
	sub, err := fs.Sub(tree, "sub")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		tree       fs.FS
		name, want string
	}{{tree, "a.md", "unsaved"}, {tree, "sub/b.md", "new"}, {tree, "c.md", "disk"}, {sub, "b.md", "new"}} {
		got, err := fs.ReadFile(c.tree, c.name)
		info, errStat := fs.Stat(c.tree, c.name)
		if err != nil || errStat != nil || string(got) != c.want || info.Size() != int64(len(c.want)) {
			t.Errorf("%s reads %q (%v, %v), want %q", c.name, got, err, errStat, c.want)
		}
	}
	if _, err := fs.ReadFile(tree, "gone.md"); err == nil {
		t.Error("a file that is not there is made up")
	}
}
