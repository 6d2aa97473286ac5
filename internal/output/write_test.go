package output_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"clausebook/internal/output"
)

func text(path, content string) output.File {
	return output.File{Path: path, Write: func(w io.Writer) error {
		_, err := io.WriteString(w, content)
		return err
	}}
}

func read(t *testing.T, parts ...string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(parts...))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestWriteReplacesTheWholeSite(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "public")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, ".gitkeep"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	if _, err := output.Write(ctx, output.Target{Dir: dir}, []output.File{text("a/old.html", "1"), text("index.html", "1")}, nil); err != nil {
		t.Fatal(err)
	}
	calls := 0
	if _, err := output.Write(ctx, output.Target{Dir: dir}, []output.File{text("index.html", "2")}, func(int) { calls++ }); err != nil {
		t.Fatal(err)
	}
	if got := read(t, dir, "index.html"); got != "2" {
		t.Errorf("index.html = %q, want 2", got)
	}
	if _, err := os.Stat(filepath.Join(dir, "a")); !os.IsNotExist(err) {
		t.Errorf("the page of the former site is still there: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, ".gitkeep")); err != nil {
		t.Errorf(".gitkeep is lost: %v", err)
	}
	if calls != 1 {
		t.Errorf("progress was told %d times, want 1", calls)
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(dir), ".public.new-*"))
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestWriteKeepsTheOldSiteWhenAPageFails(t *testing.T) {
	t.Parallel()
	for n := range 4 {
		t.Run(fmt.Sprintf("page %d fails", n), func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "public")
			if _, err := output.Write(context.Background(), output.Target{Dir: dir}, []output.File{text("index.html", "old")}, nil); err != nil {
				t.Fatal(err)
			}
			files := []output.File{text("index.html", "new"), text("b.html", "b"), text("c/d.html", "d"), text("e.html", "e")}
			broken := errors.New("no such template")
			files[n].Write = func(io.Writer) error { return broken }
			if _, err := output.Write(context.Background(), output.Target{Dir: dir}, files, nil); !errors.Is(err, broken) {
				t.Fatalf("error = %v, want %v", err, broken)
			}
			if got := read(t, dir, "index.html"); got != "old" {
				t.Errorf("index.html = %q, want the old one", got)
			}
			left, err := filepath.Glob(filepath.Join(filepath.Dir(dir), ".public.new-*"))
			if err != nil || len(left) != 0 {
				t.Errorf("left behind: %v %v", left, err)
			}
		})
	}
}

func TestWriteRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		files []output.File
		want  string
	}{
		"parent folder":  {[]output.File{text("../x.html", "")}, "outside the site"},
		"absolute":       {[]output.File{text("/x.html", "")}, "outside the site"},
		"hidden parent":  {[]output.File{text("a/../../x.html", "")}, "outside the site"},
		"twice":          {[]output.File{text("a.html", ""), text("a.html", "")}, "share one path"},
		"twice but case": {[]output.File{text("a.html", ""), text("A.html", "")}, "share one path"},
		"the marker":     {[]output.File{text(".clausebook-site", "")}, "share one path"},
		"the list":       {[]output.File{text(".Clausebook-Files", "")}, "share one path"},
		"a line break":   {[]output.File{text("a\nb.html", "")}, "outside the site"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "public")
			_, err := output.Write(context.Background(), output.Target{Dir: dir}, c.files, nil)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("error = %v, want one that says %q", err, c.want)
			}
		})
	}
}

func TestWriteDoesNotReplaceAForeignFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "thesis.txt"), []byte("years of work"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err := output.Write(context.Background(), output.Target{Dir: dir}, []output.File{text("index.html", "")}, nil)
	if err == nil || !strings.Contains(err.Error(), "thesis.txt") {
		t.Fatalf("error = %v, want one that names the foreign file", err)
	}
	if got := read(t, dir, "thesis.txt"); got != "years of work" {
		t.Errorf("the foreign file was changed: %q", got)
	}
}
