package unsaved_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"clausebook/internal/plain"
	"clausebook/internal/unsaved"
)

// counted counts what is opened.
type counted struct {
	*plain.FS
	opened int
}

func (c *counted) Open(name string) (fs.File, error) {
	c.opened++
	return c.FS.Open(name)
}

// TestRecallReadsOnceWhatStaysAsItIs looks at a file again and again, after it was changed in every way that its description can tell.
func TestRecallReadsOnceWhatStaysAsItIs(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	at := filepath.Join(dir, "a.md")
	write := func(text string, when time.Time) {
		if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(at, when, when); err != nil {
			t.Fatal(err)
		}
	}
	old, now := time.Date(2026, 1, 2, 10, 0, 0, 0, time.UTC), time.Date(2026, 1, 2, 11, 0, 0, 0, time.UTC)
	tree, err := plain.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	disk := &counted{FS: tree}
	recall := unsaved.NewRecall()
	for i, step := range []struct {
		what, text string
		written    time.Time
		opened     int
	}{
		{"the first look", "one", old, 1},
		{"the same", "one", old, 0},
		{"another length", "one more", old, 1},
		{"another time", "One more", old.Add(time.Second), 1},
		{"an earlier time", "oNe more", old.Add(-time.Hour), 1},
		{"a moment ago", "ONE", now.Add(-time.Second), 1},
		{"within the same tick", "TWO", now.Add(-time.Second), 1},
		{"a time to come", "two", now.Add(time.Hour), 1},
		{"still to come", "TWO", now.Add(time.Hour), 1},
		{"old again", "two", old, 1},
		{"unchanged", "two", old, 0},
	} {
		write(step.text, step.written)
		disk.opened = 0
		look := recall.Over(disk, now)
		for range 2 {
			if got, err := plain.Read(look, "a.md", 100); err != nil || string(got) != step.text {
				t.Errorf("%d: %s: reads %q, %v; want %q", i, step.what, got, err, step.text)
			}
			if step.opened == 0 && disk.opened > 0 {
				t.Errorf("%d: %s: it is read again", i, step.what)
			}
		}
		if disk.opened < step.opened {
			t.Errorf("%d: %s: it is not read again", i, step.what)
		}
	}
	if err := os.Remove(at); err != nil {
		t.Fatal(err)
	}
	if _, err := plain.Read(recall.Over(disk, now), "a.md", 100); !os.IsNotExist(err) {
		t.Errorf("what was removed gives %v", err)
	}
	if err := os.Symlink("/etc/passwd", at); err == nil {
		if got, err := plain.Read(recall.Over(disk, now), "a.md", 100); !plain.Refused(err) {
			t.Errorf("a link in place of a file gives %q, %v", got, err)
		}
	}
}

// TestRecallIsTheTree holds what is recalled against what a file system has to be.
func TestRecallIsTheTree(t *testing.T) {
	t.Parallel()
	old := time.Date(2026, 1, 2, 10, 0, 0, 0, time.UTC)
	disk := fstest.MapFS{"clausebook.yaml": {Data: []byte("title: T\n"), ModTime: old}, "content/a.md": {Data: []byte("A"), ModTime: old},
		"content/deep/b.md": {Data: []byte{}, ModTime: old}}
	recall := unsaved.NewRecall()
	for range 2 {
		if err := fstest.TestFS(recall.Over(disk, old.Add(time.Hour)), "clausebook.yaml", "content/a.md", "content/deep/b.md"); err != nil {
			t.Error(err)
		}
	}
	over := unsaved.Over(recall.Over(disk, old.Add(time.Hour)), map[string][]byte{"content/a.md": []byte("not saved")})
	if got, err := fs.ReadFile(over, "content/a.md"); err != nil || string(got) != "not saved" {
		t.Errorf("over what is recalled stands %q, %v", got, err)
	}
}
