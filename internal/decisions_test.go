package internal_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestDecisionsAreListed wants every decision in the list of docs/adr/README.md, by number and title, and nothing else.
func TestDecisionsAreListed(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../docs/adr/[0-9]*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("no decisions: %v", err)
	}
	var want []string
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		title, _, _ := strings.Cut(string(text), "\n")
		m := regexp.MustCompile(`^# (\d+)\. (.+)$`).FindStringSubmatch(title)
		if m == nil || !strings.HasPrefix(filepath.Base(f), strings.Repeat("0", 4-len(m[1]))+m[1]+"-") {
			t.Errorf("%s begins with %q, want its number and title", f, title)
			continue
		}
		want = append(want, "- ["+m[1]+"]("+filepath.Base(f)+") "+m[2])
	}
	list, err := os.ReadFile("../docs/adr/README.md")
	if err != nil {
		t.Fatal(err)
	}
	got := regexp.MustCompile(`(?m)^- \[\d+\].*$`).FindAllString(string(list), -1)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the list differs (-decisions +list):\n%s", diff)
	}
}
