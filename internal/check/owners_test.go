package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestForgeOwners(t *testing.T) {
	t.Parallel()
	owners, err := ForgeOwners(
		[]byte(
			"* @org/quality\n/docs/policies/ @org/security @jane\n/docs/policies/open.md\n*.csv data@example.org\n*.xlsx it@brackwater.example\n",
		),
	)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string][]string{
		"docs/a.md":             {"quality"},
		"docs/policies/a.md":    {"security", "jane"},
		"docs/policies/open.md": {},
		"docs/policies/x.csv":   {"data@example.org"},
		"docs/sheet.xlsx":       {"it@brackwater.example"},
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

// TestForgeOwnersOfSections follows what GitLab says about sections.
func TestForgeOwnersOfSections(t *testing.T) {
	t.Parallel()
	owners, err := ForgeOwners([]byte(`
* @admin

[Documentation][2] @group/docs/team @jane.doe
docs/
README.md
guides/*.md @writer not-an-owner

^[Database] @database
model/db/
model/db/setup.md @group/setup

[DOCUMENTATION] @late
late.md
internal/README.md @@maintainer @desk
!docs/private/
/docs/private/open.md @never
`))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string][]string{
		"a.md":                   {"admin"},
		"docs/a.md":              {"admin", "team", "jane.doe"},
		"deep/docs/a.md":         {"admin", "team", "jane.doe"},
		"README.md":              {"admin", "team", "jane.doe"},
		"internal/README.md":     {"admin", "@maintainer", "desk"},
		"x/internal/README.md":   {"admin", "@maintainer", "desk"},
		"guides/a.md":            {"admin", "writer"},
		"late.md":                {"admin", "late"},
		"model/db/a.md":          {"admin", "database"},
		"model/db/setup.md":      {"admin", "setup"},
		"model/db/README.md":     {"admin", "team", "jane.doe", "database"},
		"docs/private/secret.md": {"admin"},
		"docs/private/open.md":   {"admin"}, // what is excluded stays so
	} {
		if diff := cmp.Diff(want, owners(path)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
	for text, want := range map[string]string{
		"* @a\n[Docs\ndocs/ @b\n":    "read CODEOWNERS: line 2: unexpected character '[' at position 1",
		"* @a\n\n# b\n*.md nobody\n": "read CODEOWNERS: line 4: invalid owner format 'nobody' at position 6",
	} {
		if _, err := ForgeOwners([]byte(text)); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}
