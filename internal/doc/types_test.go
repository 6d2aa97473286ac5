package doc

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/schemacheck"
	"clausebook/internal/strictyaml"
	"clausebook/schemas"
)

// samples are values for the keys that some type requires.
var samples = map[string]string{
	"version": `"1.0"`, "status": "draft", "owner": "quality", "supplier": "acme", "services": "[SVC-001]", "parties": "[acme]",
	"date": "2026-03-31", "auditors": "[ines]", "chair": "ines", "attendees": "[ines]", "raised_on": "2026-03-31",
	"service_owner": "quality", "state": "live", "body": "Body", "standard": "iso20000-1-2018", "issued_on": "2026-03-31",
}

// complete gives front matter that has what the type requires and nothing else, without the keys that are left out.
func complete(t *testing.T, kind string, s shape, leftOut ...string) string {
	t.Helper()
	var b strings.Builder
	for _, key := range s.Required {
		value := samples[key]
		switch {
		case key == "type":
			value = kind
		case key == "grade":
			value = "minor"
		}
		if value == "" {
			t.Fatalf("%s requires `%s`, of which this test has no sample", kind, key)
		}
		if !slices.Contains(leftOut, key) {
			fmt.Fprintf(&b, "%s: %s\n", key, value)
		}
	}
	return b.String()
}

// said words what a schema says of front matter, as line:col: message (hint).
func said(t *testing.T, s *schemacheck.Schema, yaml string) []string {
	t.Helper()
	n, problems := strictyaml.Parse([]byte(yaml), 1, strictyaml.Limits{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var out []string
	for _, p := range s.Check(n) {
		out = append(out, fmt.Sprintf("%d:%d %s: %s (%s)", p.Node.Line, p.Node.Col, p.Kind, p.Message, p.Hint))
	}
	return out
}

// eachType runs a test on every type with its compiled schema and its shape.
func eachType(t *testing.T, run func(t *testing.T, kind string, s *schemacheck.Schema, is shape)) {
	t.Helper()
	types, err := compiled()
	if err != nil {
		t.Fatal(err)
	}
	shapes := schemaShapes(t)
	for _, kind := range slices.Sorted(maps.Keys(types)) {
		t.Run(kind, func(t *testing.T) { run(t, kind, types[kind], shapes[kind]) })
	}
}

// TestUnknownKeysInEveryType: a key that no schema knows is refused and a misspelt one is understood, alone and beside
// other faults, in the part that all types share and in a type's own.
func TestUnknownKeysInEveryType(t *testing.T) {
	t.Parallel()
	eachType(t, func(t *testing.T, kind string, s *schemacheck.Schema, is shape) {
		sound := complete(t, kind, is)
		if got := said(t, s, sound); got != nil {
			t.Fatalf("sound front matter: %q", got)
		}
		at := strings.Count(sound, "\n") + 1
		for _, c := range []struct {
			name, yaml string
			want       []string
		}{
			{"nothing near", sound + "colour: red\n", []string{fmt.Sprintf("%d:1 unknown-key: unknown key `colour` (remove it)", at)}},
			{"misspelt", sound + "retenton: 3 years\n",
				[]string{fmt.Sprintf("%d:1 unknown-key: unknown key `retenton` (did you mean `retention`?)", at)}},
			{"beside a wrong value of a shared key", sound + "approved_on: soon\ncolour: red\n", []string{
				fmt.Sprintf("%d:14 format: `approved_on` is `soon`, which is not a date (write a day as YYYY-MM-DD, such as 2026-03-31)", at),
				fmt.Sprintf("%d:1 unknown-key: unknown key `colour` (remove it)", at+1)}},
			{"a required key misspelt", "onwer: quality\n" + complete(t, kind, is, "owner"),
				[]string{"1:1 unknown-key: unknown key `onwer` (did you mean `owner`?)"}},
			{"two at once, in the order of the file", "zz: a\naa: b\n" + sound,
				[]string{"1:1 unknown-key: unknown key `zz` (remove it)", "2:1 unknown-key: unknown key `aa` (remove it)"}},
			{"no map at all", "- a\n", []string{"1:1 type: the content must be a block of keys and values ()"}},
		} {
			if diff := cmp.Diff(c.want, said(t, s, c.yaml)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.name, diff)
			}
		}
	})
}

// TestOwnKeysMisspelt: the keys that a type alone has are suggested in that type and unknown in others.
func TestOwnKeysMisspelt(t *testing.T) {
	t.Parallel()
	shared := shapeIn(t, "common")
	eachType(t, func(t *testing.T, kind string, s *schemacheck.Schema, is shape) {
		for key := range is.Properties {
			if _, common := shared.Properties[key]; common || len(key) < 5 || slices.Contains(is.Required, key) {
				continue
			}
			sound := complete(t, kind, is)
			want := []string{fmt.Sprintf("%d:1 unknown-key: unknown key `%sx` (did you mean `%s`?)", strings.Count(sound, "\n")+1, key, key)}
			if diff := cmp.Diff(want, said(t, s, sound+key+"x: a\n")); diff != "" {
				t.Errorf("%s (-want +got):\n%s", key, diff)
			}
		}
	})
}

// TestWrongValueOfACommonKey gives each shared key a value that it cannot have: in every type there is one problem, at
// the value, and all types use the same words. The keys that stand beside it are not refused as an echo.
func TestWrongValueOfACommonKey(t *testing.T) {
	t.Parallel()
	words := map[string]string{}
	eachType(t, func(t *testing.T, kind string, s *schemacheck.Schema, is shape) {
		for key := range shapeIn(t, "common").Properties {
			got := said(t, s, key+": {a: b}\n"+complete(t, kind, is, key)+optional(key, is))
			kind := "type: `" + key + "` must be "
			if key == "status" || key == "classification" { // one of some words
				kind = "enum: `" + key + "` is "
			}
			want := fmt.Sprintf("1:%d %s", len(key)+3, kind)
			if len(got) != 1 || !strings.HasPrefix(got[0], want) {
				t.Errorf("%s: %q, want one that starts with %q", key, got, want)
				continue
			}
			if before := words[key]; before != "" && before != got[0] {
				t.Errorf("%s: %q, another type says %q", key, got[0], before)
			}
			words[key] = got[0]
		}
	})
	if len(words) < 25 {
		t.Errorf("only %d shared keys were tried", len(words))
	}
}

// optional gives lines with shared keys that nothing requires.
func optional(but string, is shape) string {
	var b strings.Builder
	for _, key := range []string{"title", "retention", "tags"} {
		if key != but && !slices.Contains(is.Required, key) {
			value := "a"
			if key == "tags" {
				value = "[a]"
			}
			fmt.Fprintf(&b, "%s: %s\n", key, value)
		}
	}
	return b.String()
}

// TestANewCommonKeyIsOnePlace adds a key to the common schema alone: every type knows it, checks it and suggests it.
func TestANewCommonKeyIsOnePlace(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{}
	names, err := fs.Glob(schemas.FS, "types/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		raw, err := fs.ReadFile(schemas.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		fsys[name] = &fstest.MapFile{Data: raw}
	}
	var common map[string]any
	if err := json.Unmarshal(fsys["types/common.schema.json"].Data, &common); err != nil {
		t.Fatal(err)
	}
	common["properties"].(map[string]any)["steward"] = map[string]any{"$ref": "#/$defs/date"}
	if fsys["types/common.schema.json"].Data, err = json.Marshal(common); err != nil {
		t.Fatal(err)
	}
	types, err := Schemas(schemacheck.New(fsys), fsys)
	if err != nil {
		t.Fatal(err)
	}
	for kind, is := range schemaShapes(t) {
		sound := complete(t, kind, is)
		for yaml, want := range map[string][]string{
			"steward: 2026-03-31\n": nil,
			"steward: soon\n": {
				"1:10 format: `steward` is `soon`, which is not a date (write a day as YYYY-MM-DD, such as 2026-03-31)"},
			"stewrad: 2026-03-31\n": {"1:1 unknown-key: unknown key `stewrad` (did you mean `steward`?)"},
		} {
			if diff := cmp.Diff(want, said(t, types[kind], yaml+sound)); diff != "" {
				t.Errorf("%s: %q (-want +got):\n%s", kind, yaml, diff)
			}
		}
	}
}

// TestStandardsMayAskForEveryType: the schema of standards lists the types once more, since a standard may be read
// without them.
func TestStandardsMayAskForEveryType(t *testing.T) {
	t.Parallel()
	raw, err := fs.ReadFile(schemas.FS, "standard.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema any
	if err := json.Unmarshal(raw, &schema); err != nil {
		t.Fatal(err)
	}
	types, err := compiled()
	if err != nil {
		t.Fatal(err)
	}
	var listed []string
	eachList(schema, func(words []string) {
		if slices.Contains(words, "policy") {
			listed = append(listed, words...)
		}
	})
	slices.Sort(listed)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(types)), listed); diff != "" {
		t.Errorf("types (-schemas/types +standard.schema.json):\n%s", diff)
	}
}

// eachList visits the texts of every `enum` in a schema.
func eachList(schema any, visit func([]string)) {
	switch s := schema.(type) {
	case map[string]any:
		if values, ok := s["enum"].([]any); ok {
			var words []string
			for _, v := range values {
				words = append(words, fmt.Sprint(v))
			}
			visit(words)
		}
		for _, part := range s {
			eachList(part, visit)
		}
	case []any:
		for _, part := range s {
			eachList(part, visit)
		}
	}
}
