package schemacheck_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	gocmp "github.com/google/go-cmp/cmp"

	"clausebook/internal/config"
	"clausebook/internal/people"
	"clausebook/internal/schemacheck"
	"clausebook/schemas"
)

var update = flag.Bool("update", false, "write docs/configuration.md and docs/people.md anew")

// references are the files that people write by hand and look keys up for, with the page of each.
var references = []struct{ schema, page, file, head string }{
	{"config.schema.json", "../../docs/configuration.md", config.FileName, `# Configuration

<!-- Made from schemas/config.schema.json by its test with -update; do not edit. -->

` + "`clausebook.yaml`" + ` stands in the folder of the project. Every key may be left out: a repository with Markdown in ` + "`content/`" + `
builds without the file. An unknown key is a finding with the nearest name, a value that cannot be used stops the command with exit
code 3. Dates are ` + "`YYYY-MM-DD`" + `, durations ISO 8601 (` + "`P1Y`, `P6M`, `P7D`" + `). In a change request the rules from before the change hold.
`},
	{"people.schema.json", "../../docs/people.md", "people.yaml", `# People, roles and parties

<!-- Made from schemas/people.schema.json by its test with -update; do not edit. -->

` + "`people.yaml`" + ` stands beside the documents and says who works on them, in which role, from when to when. Authority is judged on the
day of the act, so add days and keep those who left. Without the file documents, history and links work; whether an approver had
the authority is then not judged, and pages say so.
`},
}

// TestReferencePages holds the pages of keys against the schemas that they are made of. Run with -update to write them anew.
func TestReferencePages(t *testing.T) {
	t.Parallel()
	for _, r := range references {
		var want bytes.Buffer
		want.WriteString(r.head)
		for _, key := range shapeOf(t, r.schema).Properties {
			section(&want, key)
		}
		if *update {
			if err := os.WriteFile(r.page, want.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(r.page)
		if err != nil {
			t.Fatal(err)
		}
		if d := gocmp.Diff(string(got), want.String()); d != "" {
			t.Errorf("%s is not what the schema says; run `go test ./internal/schemacheck -run Reference -update` (-file +schema):\n%s", r.page, d)
		}
	}
}

// TestEveryKeyIsExplained wants of each key what it means, what holds without it, and an example.
func TestEveryKeyIsExplained(t *testing.T) {
	t.Parallel()
	for _, r := range references {
		keys := 0
		shapeOf(t, r.schema).walk("", func(at string, k key) {
			keys++
			switch {
			case !strings.HasSuffix(k.Description, "."):
				t.Errorf("%s: %s has no description that ends in a full stop", r.schema, at)
			case k.Required == (k.Default != nil):
				t.Errorf("%s: %s must either be required or have a default (null for none)", r.schema, at)
			case len(k.Examples) != 1:
				t.Errorf("%s: %s has %d examples, want one", r.schema, at, len(k.Examples))
			}
		})
		if keys < 20 {
			t.Errorf("%s: %d keys were found", r.schema, keys)
		}
	}
}

// TestExamplesOfTheReferenceLoad writes each example as its page shows it, and reads it.
func TestExamplesOfTheReferenceLoad(t *testing.T) {
	t.Parallel()
	for _, r := range references {
		compiled, err := schemacheck.New(schemas.FS).Compile(r.schema)
		if err != nil {
			t.Fatal(err)
		}
		var whole strings.Builder
		for _, k := range shapeOf(t, r.schema).Properties {
			fmt.Fprintf(&whole, "%s: %s\n", k.Name, flow(k.Examples[0]))
		}
		fsys := fstest.MapFS{r.file: {Data: []byte(whole.String())}}
		if r.file == config.FileName {
			got, findings, err := config.Load(fsys, r.file, compiled)
			if err != nil || len(findings) > 0 {
				t.Errorf("the examples of %s do not load: %v %v\n%s", r.page, err, findings, whole.String())
			}
			for i, v := range exported(got) {
				if v.IsZero() {
					t.Errorf("no example of %s sets %s", r.page, reflect.TypeFor[config.Config]().Field(i).Name)
				}
			}
			continue
		}
		if got, err := people.Load(fsys, r.file, compiled); err != nil || len(got.Findings) > 0 {
			t.Errorf("the examples of %s do not load: %v %v\n%s", r.page, err, got, whole.String())
		}
	}
}

// TestDefaultsOfTheReferenceAreThoseOfTheProgram writes every default down, and reads what a project without the file has.
func TestDefaultsOfTheReferenceAreThoseOfTheProgram(t *testing.T) {
	t.Parallel()
	compiled, err := schemacheck.New(schemas.FS).Compile("config.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	text := defaults(shapeOf(t, "config.schema.json"), "")
	got, findings, err := config.Load(fstest.MapFS{config.FileName: {Data: []byte(text)}}, config.FileName, compiled)
	if err != nil || len(findings) > 0 {
		t.Fatalf("%v %v\n%s", err, findings, text)
	}
	want := config.New()
	for i, v := range exported(got) {
		field := reflect.TypeFor[config.Config]().Field(i)
		w := exported(want)[i]
		switch {
		case field.Name == "Path" || empty(v) && empty(w):
			continue
		case field.Name == "Timezone":
			v, w = reflect.ValueOf(got.Zone().String()), reflect.ValueOf(want.Zone().String())
		case field.Name == "Approval":
			a, b := got.Approval, want.Approval
			a.Roles, a.Quorum, b.Roles, b.Quorum = nil, nil, nil, nil
			v, w = reflect.ValueOf(a), reflect.ValueOf(b)
		}
		if !reflect.DeepEqual(v.Interface(), w.Interface()) {
			t.Errorf("%s is %+v with the defaults of the schema, and %+v without the file", field.Name, v, w)
		}
	}
}

// defaults writes the defaults that are not empty, level by level; below a list there are none.
func defaults(s shape, indent string) string {
	var b strings.Builder
	for _, k := range s.Properties {
		below := ""
		if len(k.Properties) > 0 && k.optional() {
			below = defaults(k.shape, indent+"  ")
		}
		switch text := strings.TrimSpace(string(k.Default)); {
		case below != "":
			fmt.Fprintf(&b, "%s%s:\n%s", indent, k.Name, below)
		case text != "" && text != "null" && text != "[]" && text != "{}":
			fmt.Fprintf(&b, "%s%s: %s\n", indent, k.Name, text)
		}
	}
	return b.String()
}

// exported gives the fields of a configuration.
func exported(c config.Config) []reflect.Value {
	v := reflect.ValueOf(c)
	var out []reflect.Value
	for i := range v.NumField() {
		out = append(out, v.Field(i))
	}
	return out
}

func empty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Map, reflect.Slice:
		return v.Len() == 0
	default:
		return v.IsZero()
	}
}

// shape is what a page says of a schema: its keys in the order of the file.
type shape struct {
	Properties keys            `json:"properties"`
	Required   []string        `json:"required"`
	Items      json.RawMessage `json:"items"`
	More       json.RawMessage `json:"additionalProperties"`
	AnyOf      []shape         `json:"anyOf"`

	Type   any      `json:"type"`
	Enum   []string `json:"enum"`
	Format string   `json:"format"`

	Description string            `json:"description"`
	Default     json.RawMessage   `json:"default"`
	Examples    []json.RawMessage `json:"examples"`
}

type key struct {
	shape
	Name     string
	Required bool
}

type keys []key

// UnmarshalJSON keeps the order in which the keys are written.
func (k *keys) UnmarshalJSON(raw []byte) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if _, err := dec.Token(); err != nil {
		return err
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return err
		}
		one := key{Name: name.(string)}
		if err := dec.Decode(&one.shape); err != nil {
			return err
		}
		*k = append(*k, one)
	}
	return nil
}

func shapeOf(t *testing.T, name string) shape {
	t.Helper()
	raw, err := schemas.FS.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var s shape
	if err := json.Unmarshal(raw, &s); err != nil {
		t.Fatal(err)
	}
	s.Properties = marked(s)
	return s
}

// marked gives the keys of a shape, each knowing whether it is required.
func marked(s shape) keys {
	out := slices.Clone(s.Properties)
	for i := range out {
		out[i].Required = slices.Contains(s.Required, out[i].Name)
	}
	return out
}

// optional tells whether a key may be left out without anything else being needed with it.
func (k key) optional() bool { return !k.Required && len(k.shape.Required) == 0 }

// walk visits all keys, each with its path from the root.
func (s shape) walk(at string, visit func(at string, k key)) {
	for _, k := range marked(s) {
		visit(at+k.Name, k)
		k.walk(at+k.Name+".", visit)
	}
	for _, raw := range []json.RawMessage{s.Items, s.More} {
		var below shape
		if len(raw) > 0 && json.Unmarshal(raw, &below) == nil {
			below.walk(at, visit)
		}
	}
	for _, one := range s.AnyOf {
		one.walk(at, visit)
	}
}

// section writes what the page says of a key of the first level: words, an example, and a table of what stands below it.
func section(b *bytes.Buffer, k key) {
	fmt.Fprintf(b, "\n## `%s`\n\n%s\n\n%s. Default: %s.\n\n    %s: %s\n", k.Name, k.Description, upper(k.value()), k.without(), k.Name, flow(k.Examples[0]))
	first := true
	k.walk("", func(at string, below key) {
		if first {
			b.WriteString("\n| key | value | default | meaning | example |\n|---|---|---|---|---|\n")
			first = false
		}
		fmt.Fprintf(b, "| `%s` | %s | %s | %s | `%s` |\n", at, below.value(), below.without(), below.Description, flow(below.Examples[0]))
	})
}

func upper(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// value says what may stand at a key.
func (s shape) value() string {
	if len(s.Enum) > 0 {
		return "`" + strings.Join(s.Enum, "` `") + "`"
	}
	if s.Format != "" {
		return map[string]string{"date": "date", "period": "duration"}[s.Format]
	}
	if len(s.AnyOf) > 0 {
		var kinds []string
		for _, one := range s.AnyOf {
			if kind := one.value(); !slices.Contains(kinds, kind) {
				kinds = append(kinds, kind)
			}
		}
		return strings.Join(kinds, " or ")
	}
	words := map[string]string{"string": "text", "array": "list", "object": "keys", "boolean": "`true` or `false`", "integer": "number"}
	if several, ok := s.Type.([]any); ok {
		var kinds []string
		for _, one := range several {
			kinds = append(kinds, words[one.(string)])
		}
		return strings.Join(kinds, " or ")
	}
	return words[s.Type.(string)]
}

// without says what holds where the key is left out.
func (k key) without() string {
	switch text := strings.TrimSpace(string(k.Default)); text {
	case "":
		return "**required**"
	case "null", "[]", "{}":
		return "none"
	default:
		return "`" + flow(k.Default) + "`"
	}
}

var (
	parts = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|[:,]`)
	plain = regexp.MustCompile(`"([A-Za-z][\w ./@-]*|\d{4}-\d\d-\d\d)"`)
)

// flow writes a value of JSON as people write it in YAML.
func flow(raw json.RawMessage) string {
	var one bytes.Buffer
	if json.Compact(&one, raw) != nil {
		return string(raw)
	}
	spread := parts.ReplaceAllStringFunc(one.String(), func(s string) string {
		if len(s) == 1 {
			return s + " "
		}
		return s
	})
	return plain.ReplaceAllStringFunc(spread, func(s string) string {
		if word := strings.Trim(s, `"`); !slices.Contains([]string{"true", "false", "null"}, word) {
			return word
		}
		return s
	})
}

// TestEveryKeyOfFrontMatterIsExplained wants of each key of the types what it means, and what is written there: allowed words, an example,
// or a form that has one. Editors show both.
func TestEveryKeyOfFrontMatterIsExplained(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(schemas.FS, "types/*.json")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d schemas of types, %v", len(files), err)
	}
	keys := 0
	for _, file := range files {
		text, err := fs.ReadFile(schemas.FS, file)
		if err != nil {
			t.Fatal(err)
		}
		var root any
		if err := json.Unmarshal(text, &root); err != nil {
			t.Fatal(err)
		}
		eachKey(root, "", func(at string, key map[string]any) {
			keys++
			has := func(names ...string) bool {
				return slices.ContainsFunc(names, func(name string) bool { return key[name] != nil })
			}
			if !has("description", "$ref") {
				t.Errorf("%s: %s has no description", file, at)
			}
			if !has("examples", "enum", "$ref") && key["type"] != "boolean" {
				t.Errorf("%s: %s has no example", file, at)
			}
		})
	}
	if keys < 100 {
		t.Errorf("%d keys were looked at", keys)
	}
}

// eachKey goes through the keys that a schema describes. One that only says what another schema says in full, or a constant, explains
// itself.
func eachKey(schema any, at string, visit func(string, map[string]any)) {
	switch n := schema.(type) {
	case map[string]any:
		if properties, ok := n["properties"].(map[string]any); ok {
			for name, p := range properties {
				if key, ok := p.(map[string]any); ok && key["const"] == nil && len(key) > 0 {
					visit(at+"/"+name, key)
				}
			}
		}
		for name, below := range n {
			eachKey(below, at+"/"+name, visit)
		}
	case []any:
		for _, below := range n {
			eachKey(below, at, visit)
		}
	}
}
