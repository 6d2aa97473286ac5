package schemacheck_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/schemacheck"
	"clausebook/internal/strictyaml"
	"clausebook/schemas"
)

const common = `{"$id": "common.json", "$defs": {
	"person": {"type": "string", "minLength": 1, "description": "Id of a person in people.yaml."},
	"shared": {"type": "object", "required": ["id"], "properties": {
		"id": {"type": "string", "title": "capital letters and hyphens", "pattern": "^[A-Z-]+$", "examples": ["POL-CHG"]},
		"title": {"type": "string"}}}
}}`

const policy = `{"$id": "policy.json", "type": "object", "additionalProperties": false,
	"required": ["id", "owner"],
	"dependentRequired": {"seen_on": ["seen_by"]},
	"properties": {
		"id": {"type": "string", "title": "capital letters and hyphens", "pattern": "^[A-Z-]+$", "examples": ["POL-CHG"]},
		"title": {"type": "string", "minLength": 1, "maxLength": 10},
		"version": {"type": "string"},
		"status": {"enum": ["draft", "in-review", "approved"]},
		"type": {"const": "policy"},
		"owner": {"type": "string", "pattern": "^[a-z-]+$", "description": "Role that keeps the document right."},
		"approved_on": {"type": "string", "format": "date"},
		"review_every": {"type": "string", "format": "period"},
		"certified": {"type": "boolean"},
		"quorum": {"type": "integer", "minimum": 1, "maximum": 9},
		"tags": {"type": "array", "items": {"type": "string"}, "uniqueItems": true, "minItems": 1},
		"seen_on": {"type": "string"},
		"seen_by": {"$ref": "common.json#/$defs/person"},
		"targets": {"type": "array", "items": {"type": "object", "additionalProperties": false,
			"required": ["name"], "properties": {"name": {"$ref": "common.json#/$defs/person"}, "target": {"type": "string"}}}},
		"severity": {"anyOf": [
			{"enum": ["error", "off"]},
			{"type": "object", "additionalProperties": false, "required": ["level", "reason"],
				"properties": {"level": {"enum": ["error", "off"]}, "reason": {"type": "string"}}}]},
		"either": {"anyOf": [{"type": "array"}, {"type": "object"}]},
		"names": {"type": "object", "propertyNames": {"title": "small letters and hyphens", "pattern": "^[a-z-]+$"}, "additionalProperties": {"type": "string"}}
	}}`

const composed = `{"allOf": [{"$ref": "common.json#/$defs/shared"}], "properties": {"owner": {"type": "string"}},
	"unevaluatedProperties": false}`

func files() fstest.MapFS {
	return fstest.MapFS{
		"types/common.json":   {Data: []byte(common)},
		"types/policy.json":   {Data: []byte(policy)},
		"types/composed.json": {Data: []byte(composed)},
	}
}

func compile(t testing.TB, name string) *schemacheck.Schema {
	t.Helper()
	s, err := schemacheck.New(files()).Compile(name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func parse(t testing.TB, yaml string) *strictyaml.Node {
	t.Helper()
	n, problems := strictyaml.Parse([]byte(yaml), 2, strictyaml.Limits{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return n
}

// lines words problems as line:col kind path message (hint).
func lines(problems []schemacheck.Problem) []string {
	var out []string
	for _, p := range problems {
		out = append(out, fmt.Sprintf("%d:%d %s %s: %s (%s)", p.Node.Line, p.Node.Col, p.Kind, strings.Join(p.Path, "/"), p.Message, p.Hint))
	}
	return out
}

func TestCheck(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, yaml string
		want       []string
	}{
		{"nothing wrong", "id: POL\nowner: a\nversion: \"1.10\"\napproved_on: 2026-03-31\nreview_every: P1Y\ntags: [a, b]\nseverity: off", nil},
		{"unknown key, with the nearest", "id: POL\nowner: a\nstaus: draft",
			[]string{"4:1 unknown-key staus: unknown key `staus` (did you mean `status`?)"}},
		{"a required key is meant rather than a nearer one", "id: POL\nownr: a\nquorm: 1", []string{
			"3:1 unknown-key ownr: unknown key `ownr` (did you mean `owner`?)",
			"4:1 unknown-key quorm: unknown key `quorm` (did you mean `quorum`?)"}},
		{"a key that is not there yet is meant rather than one that is", "id: POL\nowner: a\nseen_on: a\nseen_by: b\nseen_bn: a",
			[]string{"6:1 unknown-key seen_bn: unknown key `seen_bn` (did you mean `seen_by`?)"}},
		{"unknown key, nothing near", "id: POL\nowner: a\ncolour: red",
			[]string{"4:1 unknown-key colour: unknown key `colour` (remove it)"}},
		{"unknown key where few are known", "id: POL\nowner: a\ntargets: [{name: x, colour: red}]",
			[]string{"4:21 unknown-key targets/0/colour: unknown key `colour` in item 1 of `targets` (known keys: `name`, `target`)"}},
		{"missing", "id: POL",
			[]string{"2:1 missing owner: `owner` is missing (add `owner`: role that keeps the document right)"}},
		{"a misspelt key is not missing as well", "id: POL\nonwer: a",
			[]string{"3:1 unknown-key onwer: unknown key `onwer` (did you mean `owner`?)"}},
		{"missing further down", "id: POL\nowner: a\ntargets:\n  - name: x\n  - target: y",
			[]string{"6:5 missing targets/1/name: `name` in item 2 of `targets` is missing (add `name`: id of a person in people.yaml)"}},
		{"missing because of another key", "id: POL\nowner: a\nseen_on: b",
			[]string{"2:1 missing seen_by: `seen_by` is missing, which `seen_on` requires (add `seen_by`: id of a person in people.yaml)"}},
		{"a number for text", "id: POL\nowner: a\nversion: 1.10",
			[]string{"4:10 type version: `version` must be text, but `1.10` without quotes is a number (write it in quotes: \"1.10\")"}},
		{"a truth value for text", "id: POL\nowner: a\ntitle: true",
			[]string{"4:8 type title: `title` must be text, but `true` without quotes is true or false (write it in quotes: \"true\")"}},
		{"a number for a date", "id: POL\nowner: a\napproved_on: 20260331",
			[]string{"4:14 type approved_on: `approved_on` is `20260331`, which is not a date (write it as `2026-03-31`)"}},
		{"no is text", "id: POL\nowner: a\ncertified: no",
			[]string{"4:12 type certified: `certified` must be true or false, not `no` (write false)"}},
		{"one text for a list", "id: POL\nowner: a\ntags: change",
			[]string{"4:7 type tags: `tags` must be a list, not `change` (write it as a list: [change])"}},
		{"a number in a list of texts", "id: POL\nowner: a\ntags: [a, 8.5]",
			[]string{"4:11 type tags/1: item 2 of `tags` must be text, but `8.5` without quotes is a number (write it in quotes: \"8.5\")"}},
		{"keys for text", "id: POL\nowner: a\ntitle: {a: b}",
			[]string{"4:8 type title: `title` must be text (quote a value that holds `: `)"}},
		{"empty value", "id: POL\nowner: a\ntitle:",
			[]string{"4:1 type title: `title` is empty (give it a value or remove it)"}},
		{"empty choice", "id: POL\nowner: a\nstatus:",
			[]string{"4:1 enum status: `status` is empty (one of `draft`, `in-review`, `approved`)"}},
		{"empty text", "id: POL\nowner: a\ntitle: \"\"",
			[]string{"4:8 other title: `title` is empty (give it a value or remove it)"}},
		{"a whole number", "id: POL\nowner: a\nquorum: 1.5",
			[]string{"4:9 type quorum: `quorum` must be a whole number, not `1.5` ()"}},
		{"bounds", "id: POL\nowner: a\nquorum: 0",
			[]string{"4:9 other quorum: `quorum` is `0`; the minimum is 1 ()"}},
		{"upper bound", "id: POL\nowner: a\nquorum: 10",
			[]string{"4:9 other quorum: `quorum` is `10`; the maximum is 9 ()"}},
		{"choice, with the nearest", "id: POL\nowner: a\nstatus: aproved",
			[]string{"4:9 enum status: `status` is `aproved`, which is not an allowed value (did you mean `approved`?)"}},
		{"choice, nothing near", "id: POL\nowner: a\nstatus: final",
			[]string{"4:9 enum status: `status` is `final`, which is not an allowed value (one of `draft`, `in-review`, `approved`)"}},
		{"one value only", "id: POL\nowner: a\ntype: minutes",
			[]string{"4:7 enum type: `type` must be `policy`, not `minutes` (write `policy`)"}},
		{"form with an example", "id: pol 1\nowner: a",
			[]string{"2:5 pattern id: `id` is `pol 1`, but must be capital letters and hyphens (for example `POL-CHG`)"}},
		{"form without blanks", "id: POL\nowner: Change Manager",
			[]string{"3:8 pattern owner: `owner` is `Change Manager`, but must match the pattern `^[a-z-]+$` (write `change-manager`)"}},
		{"date", "id: POL\nowner: a\napproved_on: 2026-02-30",
			[]string{"4:14 format approved_on: `approved_on` is `2026-02-30`, which is not a date (February 2026 has 28 days: write the day that is meant)"}},
		{"period", "id: POL\nowner: a\nreview_every: yearly",
			[]string{"4:15 format review_every: `review_every` is `yearly`, which is not a duration (write it as `P1Y`)"}},
		{"too long", "id: POL\nowner: a\ntitle: Change management",
			[]string{"4:8 other title: `title` is 17 characters long; at most 10 are allowed ()"}},
		{"twice in a list", "id: POL\nowner: a\ntags: [a, b, a]",
			[]string{"4:14 other tags/2: `tags` lists `a` twice (remove one of them)"}},
		{"empty list", "id: POL\nowner: a\ntags: []",
			[]string{"4:7 other tags: `tags` has 0 items; at least 1 required ()"}},
		{"a word of the shorter form", "id: POL\nowner: a\nseverity: eror",
			[]string{"4:11 enum severity: `severity` is `eror`, which is not an allowed value (did you mean `error`?)"}},
		{"the longer form with a slip", "id: POL\nowner: a\nseverity: {level: off, reson: x}",
			[]string{"4:24 unknown-key severity/reson: unknown key `reson` in `severity` (did you mean `reason`?)"}},
		{"no alternative has the type", "id: POL\nowner: a\neither: x",
			[]string{"4:9 type either: `either` must be a list or a block of keys and values, not `x` (write it as a list: [x])"}},
		{"name of a key", "id: POL\nowner: a\nnames: {Not OK: x}",
			[]string{"4:9 pattern names/Not OK: the key `Not OK` in `names` must be small letters and hyphens ()"}},
		{"names of keys beside other errors", "id: POL\nowner: a b\nnames: {Not OK: x, fine: y, NOR this: z}\ntitle: 1\nversion: 2", []string{
			"3:8 pattern owner: `owner` is `a b`, but must match the pattern `^[a-z-]+$` (write `a-b`)",
			"4:9 pattern names/Not OK: the key `Not OK` in `names` must be small letters and hyphens ()",
			"4:29 pattern names/NOR this: the key `NOR this` in `names` must be small letters and hyphens ()",
			"5:8 type title: `title` must be text, but `1` without quotes is a number (write it in quotes: \"1\")",
			"6:10 type version: `version` must be text, but `2` without quotes is a number (write it in quotes: \"2\")"}},
		{"all at once, in the order of the file", "status: aproved\nversion: 2\ntags: x\nid: POL", []string{
			"2:1 missing owner: `owner` is missing (add `owner`: role that keeps the document right)",
			"2:9 enum status: `status` is `aproved`, which is not an allowed value (did you mean `approved`?)",
			"3:10 type version: `version` must be text, but `2` without quotes is a number (write it in quotes: \"2\")",
			"4:7 type tags: `tags` must be a list, not `x` (write it as a list: [x])"}},
		{"not keys and values at all", "- a", []string{"2:1 type : the content must be a block of keys and values ()"}},
		{"a hostile value is cut and tamed", "id: POL\nowner: \"`\\e[31m" + strings.Repeat("x", 200) + "\"",
			[]string{"3:8 pattern owner: `owner` is `' [31m" + strings.Repeat("x", 74) +
				"…`, but must match the pattern `^[a-z-]+$` (expected: role that keeps the document right)"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := lines(compile(t, "types/policy.json").Check(parse(t, c.yaml)))
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

// A failing part of a schema makes the library call every key that only the part knows unevaluated.
func TestCheckComposed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, yaml string
		want       []string
	}{
		{"nothing wrong", "id: POL\ntitle: x\nowner: a", nil},
		{"no echo of a failing part", "id: pol\ntitle: x",
			[]string{"2:5 pattern id: `id` is `pol`, but must be capital letters and hyphens (for example `POL-CHG`)"}},
		{"unknown all the same", "id: POL\ntitel: x", []string{"3:1 unknown-key titel: unknown key `titel` (did you mean `title`?)"}},
		{"an empty file", "", []string{"0:0 type : the content is empty (give it a value or remove it)"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			schema := compile(t, "types/composed.json")
			if c.yaml == "" {
				schema = compile(t, "types/policy.json")
			}
			got := lines(schema.Check(parse(t, c.yaml)))
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

func TestCompileReadsNothingElse(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	outside := dir + "/outside.json"
	if err := os.WriteFile(outside, []byte(`{"type": "string"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, ref := range []string{
		"https://example.com/a.json", "file://" + outside, outside, "../../outside.json", "http://127.0.0.1:1/a.json",
		"a.json?x=1", "a.txt", "missing.json", "clausebook://host/a.json",
	} {
		t.Run(ref, func(t *testing.T) {
			t.Parallel()
			fsys := fstest.MapFS{"s.json": {Data: fmt.Appendf(nil, `{"$ref": %q}`, ref)},
				"a.txt": {Data: []byte(`{}`)}, "a.json": {Data: []byte(`{}`)}}
			if _, err := schemacheck.New(fsys).Compile("s.json"); err == nil {
				t.Errorf("a schema that refers to %s was compiled", ref)
			}
		})
	}
}

func TestCompileErrors(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{
		"syntax.json": {Data: []byte(`{"type": `)},
		"schema.json": {Data: []byte(`{"type": "strin"}`)},
	}
	set := schemacheck.New(fsys)
	for _, name := range []string{"syntax.json", "schema.json", "absent.json", "../x.json"} {
		if _, err := set.Compile(name); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("Compile(%s) gives %v; want an error that names the file", name, err)
		}
	}
}

// Every schema that the program brings along must compile.
func TestCompileOwn(t *testing.T) {
	t.Parallel()
	fsys := os.DirFS("../../schemas")
	set := schemacheck.New(fsys)
	n := 0
	err := fs.WalkDir(fsys, ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".json") {
			return err
		}
		n++
		_, err = set.Compile(path)
		return err
	})
	if err != nil || n < 2 {
		t.Errorf("%d schemas, %v", n, err)
	}
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	set := schemacheck.New(files())
	n := parse(t, "id: POL\nstatus: aproved")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			s, err := set.Compile("types/policy.json")
			if err != nil || len(s.Check(n)) != 2 {
				t.Errorf("%v", err)
			}
		})
	}
	wg.Wait()
}

// A hostile file of many wrong keys must not cost more than its size allows.
func TestCheckManyProblems(t *testing.T) {
	t.Parallel()
	schema := compile(t, "types/policy.json")
	cost := func(n int) time.Duration {
		var b strings.Builder
		b.WriteString("id: POL\nowner: a\nnames:\n")
		for i := range n {
			fmt.Fprintf(&b, " K%d: x\n", i)
		}
		for i := range n {
			fmt.Fprintf(&b, "k%d: x\n", i)
		}
		root, problems := strictyaml.Parse([]byte(b.String()), 1, strictyaml.Limits{Bytes: 1 << 20})
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		start := time.Now()
		if got := schema.Check(root); len(got) != 2*n {
			t.Errorf("%d problems, want %d", len(got), 2*n)
		}
		return time.Since(start)
	}
	small, large := cost(500), cost(8000)
	if large > 16*6*max(small, time.Millisecond) {
		t.Errorf("16 times as many problems cost %v instead of %v", large, small)
	}
}

// FuzzCheck holds any YAML against the schema: no panic, every problem has words and a place in the file.
func FuzzCheck(f *testing.F) {
	for _, seed := range []string{
		"id: POL\nowner: a", "id: [1, {a: b}]\nseverity: {level: 1}", "- a", "", "tags: [a, a]\nnames: {A: 1}", "version: 1e999",
		"targets: [[]]\neither: 1",
	} {
		f.Add(seed)
	}
	schema := compile(f, "types/policy.json")
	f.Fuzz(func(t *testing.T, yaml string) {
		n, _ := strictyaml.Parse([]byte(yaml), 1, strictyaml.Limits{})
		seen := map[string]bool{}
		for _, p := range schema.Check(n) {
			at := strings.Join(p.Path, "\x00")
			if p.Message == "" || p.Kind == "" || p.Node == nil || seen[at] || strings.ContainsAny(p.Message+p.Hint, "\n\x1b") {
				t.Errorf("%q: %+v", yaml, p)
			}
			seen[at] = true
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	schema := compile(b, "types/policy.json")
	n := parse(b, "id: POL\nowner: a\nversion: \"1.10\"\nstatus: draft\napproved_on: 2026-03-31\nreview_every: P1Y\ntags: [a, b]\n")
	for b.Loop() {
		if p := schema.Check(n); p != nil {
			b.Fatal(p)
		}
	}
}

// A finding names the form that a text must have by the title beside the pattern.
func TestPatternsHaveTitles(t *testing.T) {
	t.Parallel()
	names, err := fs.Glob(schemas.FS, "*.json")
	types, typesErr := fs.Glob(schemas.FS, "types/*.json")
	if err = errors.Join(err, typesErr); err != nil || len(types) == 0 {
		t.Fatalf("no schemas: %v", err)
	}
	for _, name := range append(names, types...) {
		if name == "findings.schema.json" { // describes output, which nobody writes
			continue
		}
		raw, err := fs.ReadFile(schemas.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		var root any
		if err := json.Unmarshal(raw, &root); err != nil {
			t.Fatal(err)
		}
		var walk func(at string, v any)
		walk = func(at string, v any) {
			switch v := v.(type) {
			case map[string]any:
				if _, ok := v["pattern"].(string); ok && v["title"] == nil {
					t.Errorf("%s: the pattern at %s has no title", name, at)
				}
				for k, sub := range v {
					walk(at+"/"+k, sub)
				}
			case []any:
				for i, sub := range v {
					walk(fmt.Sprint(at, "/", i), sub)
				}
			}
		}
		walk("", root)
	}
}
