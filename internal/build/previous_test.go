package build_test

import (
	"context"
	"os"
	"path/filepath"
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
	write("clausebook.yaml", "title: T\nstandards: [iso20000-1-2018]\ndefaults:\n  - path: \"*.md\"\n    front_matter: {type: guide, owner: b}\n")
	third := gather(second)
	if got := third.Dossier.Docs.ByPath("content/b.md").Type; got != "guide" {
		t.Errorf("type %q under the new defaults, want guide", got)
	}
}

func found(p *build.Project) []diag.Finding { return p.Dossier.Findings }
