package build_test

import (
	"strings"
	"testing"
	"time"

	"clausebook/internal/build"
)

// TestOurDocumentationHasNoFindings reads docs/ as a set of its own, as `clausebook -C docs check` does.
func TestOurDocumentationHasNoFindings(t *testing.T) {
	t.Parallel()
	p, err := build.Gather(t.Context(), build.Options{Dir: "../../docs", Cache: t.TempDir(), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(p.Dossier.Docs.Documents); n < 70 {
		t.Errorf("docs/ has %d documents, want those of decisions as well", n)
	}
	for _, f := range p.Dossier.Findings {
		if !strings.HasPrefix(string(f.Rule), "HI") { // how this copy was cloned is no matter of the documentation
			t.Errorf("%s: %s: %s", f.Pos, f.Rule, f.Message)
		}
	}
}
