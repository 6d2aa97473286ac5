package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestForgeOwners(t *testing.T) {
	t.Parallel()
	owners, passedOver := ForgeOwners(
		[]byte(
			"* @org/quality\n/docs/policies/ @org/security @jane\n/docs/policies/open.md\n*.csv data@example.org\n*.xlsx it@brackwater.example\n",
		),
	)
	if passedOver != nil {
		t.Fatal(passedOver)
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
	if none, passedOver := ForgeOwners(nil); passedOver != nil || none("a.md") != nil {
		t.Errorf("an empty file: %v, %v", none("a.md"), passedOver)
	}
}

// TestForgeOwnersOfAnyLine reads patterns with characters that the library does not know, and passes over what no forge reads.
func TestForgeOwnersOfAnyLine(t *testing.T) {
	t.Parallel()
	owners, passedOver := ForgeOwners([]byte("/src/a:b.txt @colon\n/docs/\u00dcbersicht/ @umlaut\n*.md not-an-owner\n/docs/a\\ b.md @space # words, too\n" +
		"/docs/a,b&c's.md @signs\n/src/[ab].md @class\n/x.md @user:wrong\n/last.md @last\n"))
	for path, want := range map[string][]string{
		"src/a:b.txt": {"colon"}, "docs/\u00dcbersicht/x.md": {"umlaut"}, "docs/a b.md": {"space"}, "docs/a,b&c's.md": {"signs"}, "last.md": {"last"},
		"src/a/b.txt": nil, "src/a.md": nil, "x.md": nil,
	} {
		if diff := cmp.Diff(want, owners(path)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
	want := []string{
		"line 3 of CODEOWNERS is passed over: invalid owner format 'not-an-owner' at position 6",
		"line 6 of CODEOWNERS is passed over: unexpected character '[' at position 6",
		"line 7 of CODEOWNERS is passed over: unexpected character ':' at position 12",
	}
	if diff := cmp.Diff(want, passedOver); diff != "" {
		t.Errorf("passed over (-want +got):\n%s", diff)
	}
}

// TestForgeOwnersOfSections follows what GitLab says about sections.
func TestForgeOwnersOfSections(t *testing.T) {
	t.Parallel()
	owners, passedOver := ForgeOwners([]byte(`
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
	if passedOver != nil {
		t.Fatal(passedOver)
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
		"* @a\n[Docs\ndocs/ @b\n":    "line 2 of CODEOWNERS is passed over: unexpected character '[' at position 1",
		"* @a\n\n# b\n*.md nobody\n": "line 4 of CODEOWNERS is passed over: invalid owner format 'nobody' at position 6",
	} {
		if _, passedOver := ForgeOwners([]byte(text)); len(passedOver) != 1 || passedOver[0] != want {
			t.Errorf("%q: %q, want %s", text, passedOver, want)
		}
	}
}
