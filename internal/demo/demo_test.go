package demo_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	example "clausebook"
	"clausebook/internal/demo"
	"clausebook/internal/demo/demotest"
)

func write(t *testing.T) (string, demo.Summary) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "demo")
	s, err := demo.Write(context.Background(), dir, example.FS)
	if err != nil {
		t.Fatal(err)
	}
	return dir, s
}

func TestMain(m *testing.M) { os.Exit(demotest.Tests{M: m}.Run()) }

func shared(t *testing.T) (string, demo.Summary) {
	t.Helper()
	d := demotest.Read(t)
	return d.Dir, d.Summary
}

func git(t *testing.T, dir string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed: nothing to compare with")
	}
	cmd := exec.Command("git", append([]string{"-C", dir, "-c", "safe.directory=*"}, args...)...)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

func TestTheSameHistoryEachTime(t *testing.T) {
	t.Parallel()
	first, s := shared(t)
	second, _ := write(t)
	if a, b := git(t, first, "rev-parse", "HEAD"), git(t, second, "rev-parse", "HEAD"); a != b {
		t.Errorf("two runs end in %s and %s", a, b)
	}
	if len(s.Notable) != 19 {
		t.Errorf("notable: %q, want nineteen stories", s.Notable)
	}
	if days := s.From.DaysUntil(s.To); days < 650 {
		t.Errorf("the history spans %d days, want about two years", days)
	}
}

// TestGitAgrees asks git itself whether the repository is sound, clean and signed as it should be.
func TestGitAgrees(t *testing.T) {
	t.Parallel()
	dir, s := shared(t)
	git(t, dir, "fsck", "--strict")
	if dirty := git(t, dir, "status", "--porcelain"); dirty != "" {
		t.Errorf("the work tree is not clean:\n%s", dirty)
	}
	if n := len(strings.Fields(git(t, dir, "rev-list", "HEAD"))); n != s.Commits {
		t.Errorf("%d commits, the summary says %d", n, s.Commits)
	}
	if _, err := exec.LookPath("ssh-keygen"); err != nil {
		t.Skip("ssh-keygen is not installed: signatures are not compared")
	}
	signers := filepath.Join(dir, "trust", "allowed_signers")
	good := 0
	for _, mark := range strings.Fields(git(t, dir, "-c", "gpg.ssh.allowedSignersFile="+signers, "log", "--format=%G?")) {
		switch mark {
		case "G":
			good++
		case "N":
		default:
			t.Errorf("a signature has the mark %s", mark)
		}
	}
	if good < 10 {
		t.Errorf("%d good signatures, want those of the managing director's merges", good)
	}
}

func TestAFolderWithFilesIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "precious.txt"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := demo.Write(context.Background(), dir, example.FS); err == nil {
		t.Error("a folder with files was taken")
	}
}
