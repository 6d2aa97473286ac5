package dossier_test

import (
	"testing"

	"clausebook/internal/dossier"
)

// TestFileOnForge leads to a file as a commit has it, and to the repository itself where its top is meant.
func TestFileOnForge(t *testing.T) {
	t.Parallel()
	f := dossier.Forge{Kind: "github", URL: "https://forge.example/o/r/"}
	for path, want := range map[string]string{".": "https://forge.example/o/r", "docs/a b.md": "https://forge.example/o/r/blob/abc/docs/a%20b.md"} {
		if got := f.File(path, "abc"); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}
