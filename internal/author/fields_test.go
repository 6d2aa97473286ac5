package author

import (
	"encoding/json"
	"io/fs"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/doc"
	"clausebook/internal/schemacheck"
	"clausebook/schemas"
)

// TestEveryKeyOfOursIsKnown holds the names of the schemas against those that adoption takes for ours: one that is
// missing would be reported as foreign.
func TestEveryKeyOfOursIsKnown(t *testing.T) {
	t.Parallel()
	both := map[string]bool{"state": true, "clause": true, "clauses": true, "kind": true} // ours for some types, and foreign names of other keys
	names, err := fs.Glob(schemas.FS, "types/*.json")
	if err != nil || len(names) < 10 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		raw, err := fs.ReadFile(schemas.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		var schema struct{ Properties map[string]any }
		if err := json.Unmarshal(raw, &schema); err != nil {
			t.Fatal(err)
		}
		for key := range schema.Properties {
			if _, ours := translations[key]; !ours && !ownKeys[key] && !both[key] {
				t.Errorf("%s has `%s`, which adoption takes for a foreign name", name, key)
			}
		}
	}
	for ours, foreign := range translations {
		for _, name := range foreign {
			if _, taken := translations[name]; taken || ownKeys[name] || oursFor(name) != ours {
				t.Errorf("`%s` is given for `%s`, and means `%s`", name, ours, oursFor(name))
			}
		}
	}
}

// TestEveryTypeHasAForm: a type without one would be written as a guide, in the folder of guides and with their prefix.
func TestEveryTypeHasAForm(t *testing.T) {
	t.Parallel()
	types, err := doc.Schemas(schemacheck.New(schemas.FS), schemas.FS)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(types)), slices.Sorted(slices.Values(Types()))); diff != "" {
		t.Errorf("types (-schemas +forms):\n%s", diff)
	}
}

func TestSlug(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"SMS scope statement": "sms-scope-statement", "  Größe & Höhe (2026) ": "gro-e-hohe-2026", "É": "e", "日本": "", "a--b": "a-b",
		"0123456789 0123456789 0123456789 0123456789 0123456789 0123456789": "0123456789-0123456789-0123456789-0123456789-0123456789-01234",
	} {
		if got := slug(words); got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
}
