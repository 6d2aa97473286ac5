package build_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/build"
	"clausebook/internal/diag"
)

// TestGatherTakesOverWhatHasNotChanged edits one of two documents, then the configuration, which says how all are read.
func TestGatherTakesOverWhatHasNotChanged(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	gather := func(previous *build.Project) *build.Project {
		t.Helper()
		p, err := build.Gather(context.Background(), build.Options{Dir: dir, Previous: previous,
			Now: func() time.Time { return time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC) }})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	const front = "---\nid: POL-A\ntitle: T\ntype: policy\nversion: \"1\"\nstatus: draft\nowner: a\n---\n"
	write("clausebook.yaml", "title: T\nstandards: [iso20000-1-2018]\n")
	write("content/a.md", front+"# T\n\nSee [b](b.md).\n")
	write("content/b.md", "# B\n")
	first := gather(nil)
	write("content/a.md", front+"# T\n\nSee [c](c.md).\n")
	second := gather(first)
	if second.Dossier.Docs.ByPath("content/b.md") != first.Dossier.Docs.ByPath("content/b.md") {
		t.Error("a document that did not change was read again")
	}
	if diff := cmp.Diff(found(gather(nil)), found(second)); diff != "" {
		t.Errorf("findings after an edit (-afresh +taken over):\n%s", diff)
	}
	rows := func(p *build.Project) int { return len(p.Dossier.Docs.ByPath("content/r.md").Data.Rows) }
	write("content/r.md", strings.Replace(front, "POL-A", "REG-R", 1)[:len(front)-len("---\n")]+"data: r.csv\n---\nRows.\n")
	write("content/r.csv", "Item\none\n")
	before := gather(second)
	if same := gather(before); same.Dossier.Docs.ByPath("content/r.md") != before.Dossier.Docs.ByPath("content/r.md") {
		t.Error("a document with the same rows beside it was read again")
	}
	write("content/r.csv", "Item\none\ntwo\n")
	more := gather(before)
	if rows(before) != 1 || rows(more) != 2 {
		t.Errorf("%d rows before and %d after an edit of the file beside the document, want 1 and 2", rows(before), rows(more))
	}
	if err := os.Remove(filepath.Join(dir, "content", "r.csv")); err != nil {
		t.Fatal(err)
	}
	gone := gather(more)
	if diff := cmp.Diff(found(gather(nil)), found(gone)); diff != "" || gone.Dossier.Docs.ByPath("content/r.md").Data != nil {
		t.Errorf("findings after the rows were removed (-afresh +taken over):\n%s", diff)
	}
	second = gone
	write(
		"clausebook.yaml",
		"title: T\nstandards: [iso20000-1-2018]\ndefaults:\n  - path: \"*.md\"\n    front_matter: {type: guide, owner: b}\n",
	)
	third := gather(second)
	if got := third.Dossier.Docs.ByPath("content/b.md").Type; got != "guide" {
		t.Errorf("type %q under the new defaults, want guide", got)
	}
}

func found(p *build.Project) []diag.Finding { return p.Dossier.Findings }

// TestGatherTakesOverTheHistory reads no version again where HEAD has not moved, with a history too short to be cached, and
// reads the history anew where it has.
func TestGatherTakesOverTheHistory(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	git := func(args ...string) {
		t.Helper()
		all := append([]string{"-C", dir, "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"}, args...)
		cmd := exec.Command("git", all...)
		if text, err := cmd.CombinedOutput(); err != nil {
			t.Skipf("git is needed to write the history: %v %s", err, text)
		}
	}
	gather := func(previous *build.Project) *build.Project {
		t.Helper()
		p, err := build.Gather(context.Background(), build.Options{Dir: dir, Previous: previous,
			Now: func() time.Time { return time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC) }})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	write := func(text string) {
		if err := os.WriteFile(filepath.Join(dir, "content", "a.md"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "content"), 0o755); err != nil {
		t.Fatal(err)
	}
	git("init", "-q", "-b", "main")
	write("# One\n")
	git("add", "content")
	git("commit", "-q", "-m", "one")
	first := gather(nil)
	write("# Two\n")
	second := gather(first)
	one, two := first.Dossier.History.Revisions("content/a.md"), second.Dossier.History.Revisions("content/a.md")
	if len(one) != 1 || len(two) != 1 || &one[0] != &two[0] {
		t.Errorf("the history of the same HEAD was read again: %d and %d revisions", len(one), len(two))
	}
	git("commit", "-q", "-a", "-m", "two")
	third := gather(second)
	if got := len(third.Dossier.History.Revisions("content/a.md")); got != 2 {
		t.Errorf("%d revisions after a commit, want 2", got)
	}
	git("reset", "-q", "--hard", "HEAD~1")
	fourth := gather(third)
	if h := fourth.Dossier.History; len(h.Revisions("content/a.md")) != 1 || len(h.Memory.Lost) != 1 {
		t.Errorf("%d revisions after a reset, lost: %v", len(h.Revisions("content/a.md")), h.Memory.Lost)
	}
}
