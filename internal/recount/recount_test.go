package recount

import (
	"bytes"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestScriptsAreShortAndNobodysElse holds what the scripts are for: each is read at one sitting, and none knows what it checks.
func TestScriptsAreShortAndNobodysElse(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 3 {
		t.Fatalf("%v: %v", files, err)
	}
	for _, at := range files {
		src, err := os.ReadFile(at)
		if err != nil {
			t.Fatal(err)
		}
		if n := bytes.Count(src, []byte("\n")); n > 200 {
			t.Errorf("%s has %d lines, want at most 200", at, n)
		}
		f, err := parser.ParseFile(token.NewFileSet(), at, src, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range f.Imports {
			if strings.Contains(i.Path.Value, "clausebook") {
				t.Errorf("%s imports %s", at, i.Path.Value)
			}
		}
	}
}
