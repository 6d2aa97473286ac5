package history

import (
	"os"
	"path/filepath"
	"testing"
)

// The next commit's author is looked for where git looks, and in its order.
func TestSelf(t *testing.T) {
	t.Parallel()
	write := func(file, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	const local, home, xdg = "[user]\n\temail = local@x\n", "[user]\n\tname = Home\n\temail = home@x\n", "[user]\n\temail = xdg@x\n"
	for name, c := range map[string]struct {
		files map[string]string // below the folder of the test
		env   map[string]string
		want  Identity
	}{
		"nothing": {},
		"the user's": {files: map[string]string{"home/.gitconfig": home},
			want: Identity{"Home", "home@x"}},
		"of the repository first": {files: map[string]string{"home/.gitconfig": home, "repo/.git/config": local},
			want: Identity{"Home", "local@x"}},
		"of the work tree before it": {files: map[string]string{"repo/.git/config.worktree": xdg, "repo/.git/config": local},
			want: Identity{"", "xdg@x"}},
		"the last of several": {files: map[string]string{"repo/.git/config": local + xdg},
			want: Identity{"", "xdg@x"}},
		"author before user": {files: map[string]string{"repo/.git/config": local + "[author]\n\temail = author@x\n"},
			want: Identity{"", "author@x"}},
		"in the folder of settings": {files: map[string]string{"home/.config/git/config": xdg},
			want: Identity{"", "xdg@x"}},
		"of the environment": {files: map[string]string{"repo/.git/config": local},
			env:  map[string]string{"GIT_AUTHOR_EMAIL": "env@x", "EMAIL": "no@x"},
			want: Identity{"", "env@x"}},
		"the address of last resort": {env: map[string]string{"EMAIL": "last@x"},
			want: Identity{"", "last@x"}},
		"no settings of the user, so": {files: map[string]string{"home/.gitconfig": home},
			env: map[string]string{"GIT_CONFIG_GLOBAL": "/dev/null"}},
		"in a folder of the work tree": {files: map[string]string{"repo/.git/config": local, "repo/sub/a.md": ""},
			want: Identity{"", "local@x"}},
	} {
		dir := t.TempDir()
		write(filepath.Join(dir, "repo", ".git", "HEAD"), "ref: refs/heads/main\n")
		for file, text := range c.files {
			write(filepath.Join(dir, filepath.FromSlash(file)), text)
		}
		at := filepath.Join(dir, "repo")
		if _, sub := c.files["repo/sub/a.md"]; sub {
			at = filepath.Join(at, "sub")
		}
		got, err := Self(at, func(key string) string {
			switch key {
			case "HOME":
				return filepath.Join(dir, "home")
			case "GIT_CONFIG_NOSYSTEM":
				return "1"
			}
			return c.env[key]
		})
		if err != nil || got != c.want {
			t.Errorf("%s: %+v, %v; want %+v", name, got, err, c.want)
		}
	}
}

// A configuration that cannot be read is no identity that is unknown.
func TestSelfUnreadable(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, ".git"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"HEAD": "ref: refs/heads/main\n", "config": "[user\nemail = x\n"} {
		if err := os.WriteFile(filepath.Join(dir, ".git", name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := Self(dir, func(string) string { return "" }); err == nil {
		t.Errorf("%+v of a configuration that cannot be read", got)
	}
}
