package build_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"
	"weak"

	"clausebook/internal/build"
)

// TestAGatheringHoldsNoneBeforeIt gathers after one edit after the other, as a preview does for days: of all projects, with what was
// planned of them, the last alone is still held.
func TestAGatheringHoldsNoneBeforeIt(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	git := func(args ...string) {
		t.Helper()
		all := append([]string{"-C", dir, "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"}, args...)
		if text, err := exec.Command("git", all...).CombinedOutput(); err != nil {
			t.Skipf("git is needed to write the history: %v %s", err, text)
		}
	}
	edit := func(i int) {
		t.Helper()
		text := fmt.Sprintf("---\nid: POL-A\ntitle: T\ntype: policy\nversion: \"1\"\nstatus: draft\nowner: a\n---\n# T\n\nEdit %d.\n", i)
		if err := os.WriteFile(filepath.Join(dir, "content", "a.md"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "content"), 0o755); err != nil {
		t.Fatal(err)
	}
	git("init", "-q", "-b", "main")
	edit(0)
	git("add", "content")
	git("commit", "-q", "-m", "one")
	var last *build.Project
	var all []weak.Pointer[build.Project]
	for i := range 6 {
		edit(i)
		if i == 4 {
			git("commit", "-q", "-a", "-m", "two")
		}
		p, err := build.Gather(context.Background(), build.Options{Dir: dir, Previous: last, Program: "1", Trend: true,
			Now: func() time.Time { return time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC) }})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := build.PlanSite(p); err != nil {
			t.Fatal(err)
		}
		last, all = p, append(all, weak.Make(p))
	}
	held := len(all)
	for wait := time.Now().Add(5 * time.Second); held > 1 && time.Now().Before(wait); {
		runtime.GC() // other tests run meanwhile, and what is to be cleaned up may take one more
		held = 0
		for _, p := range all {
			if p.Value() != nil {
				held++
			}
		}
	}
	if held != 1 {
		t.Errorf("%d of %d projects are still held", held, len(all))
	}
	runtime.KeepAlive(last)
}
