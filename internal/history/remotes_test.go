package history

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The addresses of remotes are those that git itself gives.
func TestRemotes(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	home := filepath.Join(t.TempDir(), "settings")
	env := map[string]string{"GIT_CONFIG_GLOBAL": home, "GIT_CONFIG_NOSYSTEM": "1"}
	for name, c := range map[string]struct{ own, global string }{
		"none":         {"", ""},
		"one":          {"[remote \"origin\"]\n\turl = https://git.example/org/sms.git\n", ""},
		"two":          {"[remote \"up\"]\n\turl = git@git.example:org/sms\n[remote \"origin\"]\n\turl = ssh://git@git.example:22/o/r\n", ""},
		"no address":   {"[remote \"origin\"]\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n", ""},
		"two to push":  {"[remote \"origin\"]\n\turl = https://one.example/a/b\n\turl = https://two.example/a/b\n", ""},
		"shortened":    {"[remote \"origin\"]\n\turl = hub:org/sms\n", "[url \"https://github.com/\"]\n\tinsteadOf = hub:\n"},
		"by the repo":  {"[remote \"origin\"]\n\turl = hub:org/sms\n[url \"https://git.example/\"]\n\tinsteadOf = hub:\n", ""},
		"the longest":  {"[remote \"origin\"]\n\turl = hub:org/sms\n", "[url \"https://a.example/\"]\n\tinsteadOf = hub:\n[url \"https://b.example/\"]\n\tinsteadOf = hub:org/\n\tinsteadOf = h\n"},
		"a dotted one": {"[remote \"a.b\"]\n\turl = https://git.example/org/sms.git\n", ""},
	} {
		dir := t.TempDir()
		git := func(args ...string) string {
			cmd := exec.Command("git", append([]string{"-C", dir}, args...)...)
			cmd.Env = os.Environ()
			for key, value := range env {
				cmd.Env = append(cmd.Env, key+"="+value)
			}
			out, err := cmd.Output()
			if err != nil && args[0] == "init" {
				t.Fatal(err)
			}
			return strings.TrimSpace(string(out))
		}
		git("init", "-q")
		for file, text := range map[string]string{filepath.Join(dir, ".git", "config"): "[core]\n\trepositoryformatversion = 0\n" + c.own, home: c.global} {
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		var got, want []string
		remotes, err := Remotes(dir, func(key string) string { return env[key] })
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range remotes {
			got = append(got, r.Name+" "+r.URL)
		}
		for _, name := range strings.Fields(git("remote")) {
			if at := git("remote", "get-url", name); at != "" && at != name {
				want = append(want, name+" "+at)
			}
		}
		if strings.Join(sorted(got), "\n") != strings.Join(sorted(want), "\n") {
			t.Errorf("%s: got %q, git says %q", name, got, want)
		}
	}
}

func sorted(lines []string) []string {
	slices.Sort(lines)
	return lines
}
