package doc

import (
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clausebook/schemas"
)

// TestThePageAgreesWithTheSchemas reads docs/front-matter.md: every key of a type's schema stands in the page, every
// key of the page in the schema, and the required ones are the bold ones.
func TestThePageAgreesWithTheSchemas(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../docs/front-matter.md")
	if err != nil {
		t.Fatal(err)
	}
	common, byType := pageKeys(t, string(raw))
	shapes := schemaShapes(t)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(shapes)), slices.Sorted(maps.Keys(byType))); diff != "" {
		t.Errorf("types (-schemas +page):\n%s", diff)
	}
	if diff := cmp.Diff(sharedKeys(shapes), slices.Sorted(maps.Keys(common))); diff != "" {
		t.Errorf("keys of all types (-schemas +page):\n%s", diff)
	}
	for kind, shape := range shapes {
		want, wantRequired := map[string]bool{}, map[string]bool{}
		for key := range shape.Properties {
			want[key] = true
		}
		for _, key := range shape.Required {
			wantRequired[key] = true
		}
		got, gotRequired := maps.Clone(common), map[string]bool{}
		for key, required := range byType[kind] {
			got[key] = got[key] || required
		}
		for key, required := range got {
			if required {
				gotRequired[key] = true
			}
			got[key] = true
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("keys of %s (-schema +page):\n%s", kind, diff)
		}
		if diff := cmp.Diff(wantRequired, gotRequired); diff != "" {
			t.Errorf("required keys of %s (-schema +page):\n%s", kind, diff)
		}
	}
}

var (
	name   = regexp.MustCompile("^`([a-z_-]+)`")
	nested = regexp.MustCompile(`\([^()]*\)`)
	entry  = regexp.MustCompile("^(\\*\\*)?`([a-z_]+)`")
)

// pageKeys reads the two tables: the keys of all types and those of each type; true where they are required.
func pageKeys(t *testing.T, page string) (common map[string]bool, byType map[string]map[string]bool) {
	t.Helper()
	_, rest, ok := strings.Cut(page, "## Common to all types")
	first, second, ok2 := strings.Cut(rest, "## By type")
	if !ok || !ok2 {
		t.Fatal("the page has other headings")
	}
	common, byType = map[string]bool{}, map[string]map[string]bool{}
	for _, row := range rows(first) {
		for _, part := range strings.Split(row[0], ",") {
			addKey(t, common, part)
		}
	}
	for _, row := range rows(second) {
		keys := map[string]bool{}
		for _, part := range strings.Split(nested.ReplaceAllString(row[1], ""), ",") {
			if strings.TrimSpace(part) != "" {
				addKey(t, keys, part)
			}
		}
		for _, kind := range strings.Split(row[0], ",") {
			m := name.FindStringSubmatch(strings.TrimSpace(kind))
			if m == nil {
				t.Fatalf("no type: %q", kind)
			}
			byType[m[1]] = keys
		}
	}
	return common, byType
}

func addKey(t *testing.T, keys map[string]bool, part string) {
	t.Helper()
	m := entry.FindStringSubmatch(strings.TrimSpace(part))
	if m == nil {
		t.Fatalf("no key: %q", part)
	}
	keys[m[2]] = m[1] != ""
}

// rows gives the cells of the first table in a part of the page, without its header.
func rows(part string) [][]string {
	var out [][]string
	for _, line := range strings.Split(part, "\n") {
		if strings.HasPrefix(line, "| `") || strings.HasPrefix(line, "| **`") {
			cells := strings.Split(strings.Trim(line, "|"), "|")
			for i := range cells {
				cells[i] = strings.TrimSpace(cells[i])
			}
			out = append(out, cells)
		}
	}
	return out
}

type shape struct {
	Properties map[string]json.RawMessage
	Required   []string
}

func schemaShapes(t *testing.T) map[string]shape {
	t.Helper()
	types, err := compiled()
	if err != nil {
		t.Fatal(err)
	}
	common := shapeIn(t, "common")
	shapes := map[string]shape{}
	for kind := range types {
		s := shapeIn(t, kind)
		for key, value := range common.Properties {
			if _, again := s.Properties[key]; again {
				t.Errorf("%s says anew what `%s` is, which common.schema.json says for all types", kind, key)
			}
			s.Properties[key] = value
		}
		s.Required = append(s.Required, common.Required...)
		shapes[kind] = s
	}
	return shapes
}

// shapeIn reads one file of schemas/types, without what it refers to.
func shapeIn(t *testing.T, kind string) shape {
	t.Helper()
	raw, err := fs.ReadFile(schemas.FS, "types/"+kind+".schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var s shape
	if err := json.Unmarshal(raw, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// sharedKeys gives the keys that every type has.
func sharedKeys(shapes map[string]shape) []string {
	count := map[string]int{}
	for _, s := range shapes {
		for key := range s.Properties {
			count[key]++
		}
	}
	maps.DeleteFunc(count, func(_ string, n int) bool { return n < len(shapes) })
	return slices.Sorted(maps.Keys(count))
}
