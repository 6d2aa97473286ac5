package history

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestHowToFetch wants the command that gets a branch which a clone of another branch lacks, and nothing where a name cannot
// be one.
func TestHowToFetch(t *testing.T) {
	t.Parallel()
	r := grown(t)
	if got := HowToFetch(r.dir, "origin/main"); got != "" {
		t.Errorf("without a remote: %q", got)
	}
	r.git("remote", "add", "origin", "https://git.example/org/sms")
	r.git("remote", "add", "up", "https://git.example/up/sms")
	r.git("update-ref", "refs/remotes/origin/stable", "HEAD")
	for rev, want := range map[string]string{
		"origin/main":    "git fetch origin '+refs/heads/main:refs/remotes/origin/main', and name it origin/main",
		"main~2":         "git fetch origin '+refs/heads/main:refs/remotes/origin/main'",
		"up/release/2.1": "git fetch up '+refs/heads/release/2.1:refs/remotes/up/release/2.1'",
		"release/2.1":    "git fetch origin '+refs/heads/release/2.1:refs/remotes/origin/release/2.1'",
		"stable":         "the clone has the branch as origin/stable",
	} {
		if got := HowToFetch(r.dir, rev); !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", rev, got, want)
		}
	}
	for _, rev := range []string{"", "refs/heads/main", "~1"} {
		if got := HowToFetch(r.dir, rev); got != "" {
			t.Errorf("%s: %q, want nothing", rev, got)
		}
	}
}

// TestInspectTellsWhatIsNotFinished goes through what git can leave halfway.
func TestInspectTellsWhatIsNotFinished(t *testing.T) {
	t.Parallel()
	for mark, want := range map[string]string{
		"MERGE_HEAD": "a merge", "rebase-merge": "a rebase", "rebase-apply": "a rebase or", "CHERRY_PICK_HEAD": "a cherry-pick",
		"REVERT_HEAD": "a revert", "BISECT_LOG": "a bisection",
	} {
		r := grown(t)
		if x, err := Inspect(r.dir); err != nil || x.Doing != "" {
			t.Fatalf("at rest: %q, %v", x.Doing, err)
		}
		if err := os.WriteFile(filepath.Join(r.dir, ".git", mark), []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
		if x, err := Inspect(r.dir); err != nil || !strings.HasPrefix(x.Doing, want) || x.DoingNext == "" {
			t.Errorf("%s: %q, %q, %v", mark, x.Doing, x.DoingNext, err)
		}
	}
}
