package history

import (
	"crypto/sha1" //nolint:gosec // git's name for the content
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"clausebook/internal/gittest"
)

// TestWorkTreeIsWhatGitStores asks git itself, for all kinds of files under all kinds of settings, under which name it would
// store them.
func TestWorkTreeIsWhatGitStores(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"lf.md": "one\ntwo\n", "crlf.md": "one\r\ntwo\r\n", "mixed.txt": "one\r\ntwo\nthree\r\n", "lone.txt": "one\rtwo\r\n", "end.txt": "one\r\ntwo\r",
		"nul.bin": "a\x00b\r\n", "few.txt": strings.Repeat("word ", 60) + "\x01\r\n", "many.txt": "\x01\x02\x03 a\r\n", "eof.txt": "a\r\n\x1a",
		"id.md": "$Id: 1234 $ and $Id$ and $Id: open\r\n$Id: x$\r\n", "sub/crlf.md": "one\r\n", "sub/deep/crlf.csv": "a;b\r\n", "stored.md": "one\r\n",
		"empty.txt": "", "utf8.md": "gr\u00f6\u00dfe\r\n",
	}
	for i, attributes := range []string{
		"", "* text=auto\n", "*.md text\n*.bin -text\n", "*.md text eol=crlf\n*.txt eol=lf\n", "* -text\n*.md text\n", "*.md binary\n",
		"* text=auto\n*.csv -text\nsub/ text\nsub/** eol=crlf\n", "*.md text ident\n*.txt ident\n", "* text\n*.md !text\n", "*.md crlf=input\n*.txt -crlf\n",
		"[attr]prose text ident\n*.md text\nbroken pattern[ x=\n*.txt text\n",
	} {
		for _, config := range []string{"", "true", "input", "false"} {
			t.Run(fmt.Sprintf("%d %s", i, config), func(t *testing.T) {
				t.Parallel()
				compareWithGit(t, files, attributes, config)
			})
		}
	}
}

func compareWithGit(t *testing.T, files map[string]string, attributes, config string) {
	t.Helper()
	r := gittest.New(t)
	dir := r.Dir
	git := func(args ...string) string {
		t.Helper()
		return strings.TrimSpace(r.Git(gittest.Run{}, args...))
	}
	put := func(name, text string) { r.Write(map[string]string{name: text}) }
	put("stored.md", files["stored.md"])
	git("-c", "core.autocrlf=false", "add", "-A")
	git("commit", "-q", "-m", "stored with CRLF")
	for name, text := range files {
		put(name, text)
	}
	if attributes != "" {
		put(".gitattributes", attributes)
	}
	if config != "" {
		git("config", "core.autocrlf", config)
	}
	tree, err := WorkTree(dir, os.DirFS(dir), func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	git("add", "-A")
	for name := range files {
		raw, err := fs.ReadFile(tree, name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := tree.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		if info, err := f.Stat(); err != nil || info.Size() != int64(len(raw)) {
			t.Errorf("%s has %d bytes and says %d, %v", name, len(raw), info.Size(), err)
		}
		sum := sha1.Sum(fmt.Appendf(nil, "blob %d\x00%s", len(raw), raw)) //nolint:gosec // see above
		if got, want := hex.EncodeToString(sum[:]), strings.Fields(git("ls-files", "-s", name))[1]; got != want {
			t.Errorf("%s: %q is stored as %s, git stores %s (attributes %q, autocrlf %q)", name, files[name], got, want, attributes, config)
		}
	}
}

func TestWorkTreeWithoutRepository(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.md"), []byte("a\r\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	tree, err := WorkTree(dir, os.DirFS(dir), func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	if raw, err := fs.ReadFile(tree, "a.md"); err != nil || string(raw) != "a\r\n" {
		t.Errorf("%q, %v", raw, err)
	}
}
