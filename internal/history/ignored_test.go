package history

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"clausebook/internal/plain"
)

// TestIgnoredAsGitSays asks git about the same files: with what a repository, a clone and a user ignore, wherever the user keeps that.
func TestIgnoredAsGitSays(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		files map[string]string // below the home
		xdg   bool
	}{
		"nothing of the user": {},
		"the usual place":     {files: map[string]string{".config/git/ignore": "mine/\n*.tmp.md\n"}},
		"another folder":      {files: map[string]string{"xdg/git/ignore": "mine/\n"}, xdg: true},
		"named from home":     {files: map[string]string{".gitconfig": "[core]\n\texcludesFile = ~/list\n", "list": "mine/\n!mine/keep.md\n"}},
		"named beside the usual one": {files: map[string]string{".gitconfig": "[core]\n\texcludesfile = ~/list\n", "list": "x.tmp.md\n",
			".config/git/ignore": "mine/\n"}},
		"taken back by the repository": {files: map[string]string{".config/git/ignore": "ours.md\n"}},
		"a file that is not there":     {files: map[string]string{".gitconfig": "[core]\n\texcludesFile = ~/none\n"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			home, dir := t.TempDir(), t.TempDir()
			env := map[string]string{"HOME": home, "GIT_CONFIG_NOSYSTEM": "1"}
			if c.xdg {
				env["XDG_CONFIG_HOME"] = filepath.Join(home, "xdg")
			}
			write := func(root string, files map[string]string) {
				for name, text := range files {
					at := filepath.Join(root, filepath.FromSlash(name))
					if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
						t.Fatal(err)
					}
				}
			}
			write(home, c.files)
			asked := []string{"a.md", "mine/a.md", "mine/keep.md", "x.tmp.md", "ours.md", "drafts/a.md", "cloned.md"}
			for _, p := range asked {
				write(dir, map[string]string{p: "# A\n"})
			}
			git := func(args ...string) error {
				cmd := exec.Command("git", args...)
				cmd.Dir, cmd.Env = dir, []string{"PATH=" + os.Getenv("PATH")}
				for k, v := range env {
					cmd.Env = append(cmd.Env, k+"="+v)
				}
				return cmd.Run()
			}
			if err := git("init", "-q"); err != nil {
				t.Fatal(err)
			}
			write(dir, map[string]string{".gitignore": "/drafts\n!ours.md\n", ".git/info/exclude": "cloned.md\n"})
			tree, err := plain.Open(dir)
			if err != nil {
				t.Fatal(err)
			}
			stored, err := WorkTree(dir, tree, func(name string) string { return env[name] })
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range asked {
				want := git("check-ignore", "-q", "--no-index", p) == nil
				if got := stored.(*workTree).Ignored(p, false); got != want {
					t.Errorf("%s is ignored: %v, and git says %v", p, got, want)
				}
			}
		})
	}
}
