package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestForgeOwners(t *testing.T) {
	t.Parallel()
	owners, err := ForgeOwners([]byte("* @org/quality\n/docs/policies/ @org/security @jane\n/docs/policies/open.md\n*.csv data@example.org\n"))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string][]string{
		"docs/a.md":             {"quality"},
		"docs/policies/a.md":    {"security", "jane"},
		"docs/policies/open.md": {},
		"docs/policies/x.csv":   {"data@example.org"},
	} {
		if diff := cmp.Diff(want, owners(path)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
	if none, err := ForgeOwners(nil); err != nil || none("a.md") != nil {
		t.Errorf("an empty file: %v, %v", none("a.md"), err)
	}
	if _, err := ForgeOwners([]byte("*.md not-an-owner\n")); err == nil {
		t.Error("a broken line is read")
	}
}
