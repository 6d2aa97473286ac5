package standard_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/date"
	"clausebook/internal/schemacheck"
	"clausebook/internal/standard"
	"clausebook/internal/strictyaml"
	"clausebook/schemas"
)

const own = `id: acme-1
name: ACME rules
edition: "3"
title: House rules
status: current
certifiable: false
sources: [{id: board, text: decision of the board}]
conditions: [{id: has-shop, text: Is there a shop?}]
clauses:
  - id: "1"
    title: Doors
  - id: "1.1"
    parent: "1"
    title: Locks
    required: [key-register]
    requirements:
      - {id: 1.1-a, text: Keys are counted., kind: record, required: [key-register], condition: has-shop, planned: true}
required:
  - id: key-register
    title: Key register
    kind: document
    type: register
    clauses: ["1.1"]
    strength: explicit
    cardinality: one
    cadence: P6M
    cadence_basis: custom
    sources: [board]
processes:
  - {id: locking, name: Locking, purpose: Keep doors shut., outcomes: [{id: locking-1, text: Doors are shut}], ` +
	`clauses: {acme-1: ["1.1"], other: ["9"]}}
areas:
  - {id: doors, title: Doors, processes: [locking]}
`

func loadOwn(text string) (*standard.Library, error) {
	return standard.Load(schemas.FS, fstest.MapFS{"standards/own.yaml": {Data: []byte(text)}}, []string{"standards/own.yaml"})
}

// A user's own standard is a file like ours.
func TestLoadOwn(t *testing.T) {
	t.Parallel()
	lib, err := loadOwn(own)
	if err != nil || len(lib.Findings) > 0 {
		t.Fatal(err, lib.Findings)
	}
	s := lib.Primary()
	if s.ID != "acme-1" || s.Builtin || s.Path != "standards/own.yaml" || s.Edition != "3" {
		t.Errorf("%+v", s)
	}
	if c := s.Clause("1.1"); c.Level != 2 || c.Parent != "1" || c.Pos.String() != "standards/own.yaml:12:5" {
		t.Errorf("clause %+v", c)
	}
	if r := s.Requirement("1.1-a"); !r.Planned || r.Condition != "has-shop" || r.Clause != "1.1" {
		t.Errorf("requirement %+v", r)
	}
	if d := s.RequiredDocument("key-register"); d.Cadence != (date.Period{Months: 6}) || d.Strength != standard.Explicit {
		t.Errorf("required document %+v", d)
	}
	if p := s.Process("locking"); p.Area != "doors" || len(p.Outcomes) != 1 || len(p.Clauses["other"]) != 1 {
		t.Errorf("process %+v", p)
	}
}

// lines words findings as position rule message (hint).
func lines(lib *standard.Library) []string {
	var out []string
	for _, f := range lib.Findings {
		out = append(out, fmt.Sprintf("%s %s %s (%s)", strings.TrimPrefix(f.Pos.String(), "standards/own.yaml:"), f.Rule, f.Message, f.Hint))
	}
	return out
}

func TestLoadFindings(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, old, new, want string }{
		{"unknown key", "status:", "state:", "5:1 ST002 unknown key `state` (did you mean `status`?)"},
		{"a number for a clause", `  - id: "1.1"`, "  - id: 1.1",
			"12:9 ST002 `id` in item 2 of `clauses` must be text, but `1.1` without quotes is a number (write it in quotes: \"1.1\")"},
		{"a cadence in words", "P6M", "yearly",
			"26:14 ST002 `cadence` in item 1 of `required` is `yearly`, which is not a duration (write it as `P1Y`)"},
		{"strength", "strength: explicit", "strength: must",
			"24:15 ST002 `strength` in item 1 of `required` is `must`, which is not an allowed value " +
				"(one of `explicit`, `implied`, `recommended`)"},
		{"parent", `parent: "1"`, `parent: "7"`,
			"13:13 ST003 the parent `7` of clause `1.1` is not listed before it (put the parent first, or remove it)"},
		{"required document of a clause", "required: [key-register]\n", "required: [key-registre]\n",
			"15:16 ST003 unknown required document `key-registre` (did you mean `key-register`?)"},
		{"condition", "condition: has-shop", "condition: shop", "17:97 ST003 unknown condition `shop` ()"},
		{"clause of a required document", `clauses: ["1.1"]`, `clauses: ["1.1", "1.2"]`,
			"23:22 ST003 unknown clause `1.2` (did you mean `1.1`?)"},
		{"source", "sources: [board]", "sources: [bord]", "28:15 ST003 unknown source `bord` (did you mean `board`?)"},
		{"process of an area", "processes: [locking]", "processes: [loking]", "32:43 ST003 unknown process `loking` (did you mean `locking`?)"},
		{"clause of a process", `acme-1: ["1.1"]`, `acme-1: ["5"]`, "30:131 ST003 unknown clause `5` ()"},
		{"an id twice", "{id: 1.1-a,", "{id: \"1\",", "17:14 ST003 the id `1` is used twice (the second one is ignored; give it its own id)"},
		{"a key twice", `edition: "3"`, "edition: \"3\"\nedition: \"4\"",
			"4:1 ST001 `edition` is set twice, first in line 3 (remove one of them)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if !strings.Contains(own, c.old) {
				t.Fatalf("%q is not there", c.old)
			}
			lib, err := loadOwn(strings.Replace(own, c.old, c.new, 1))
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff([]string{c.want}, lines(lib)); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

// What leads nowhere is left out, so that nobody later follows it.
func TestLoadDropsDangling(t *testing.T) {
	t.Parallel()
	lib, err := loadOwn(strings.NewReplacer("required: [key-register]\n", "required: [key-register, nothing]\n", `parent: "1"`,
		`parent: "7"`).Replace(own))
	if err != nil {
		t.Fatal(err)
	}
	if c := lib.Primary().Clause("1.1"); len(c.Required) != 1 || c.Parent != "" || c.Level != 1 {
		t.Errorf("clause %+v", c)
	}
}

func TestLoadSeveral(t *testing.T) {
	t.Parallel()
	user := fstest.MapFS{
		"own.yaml":     {Data: []byte(own)},
		"copy.yml":     {Data: []byte(own)},
		"broken.yaml":  {Data: []byte("id: [\n")},
		"nothing.yaml": {Data: nil},
		"list.yaml":    {Data: []byte("- a\n")},
	}
	lib, err := standard.Load(schemas.FS, user, []string{
		"iso20000-4", "own.yaml", "copy.yml", "iso20000-1-2017", "acme", "absent.yaml", "../x.yaml", "broken.yaml", "nothing.yaml", "list.yaml",
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(lib.Standards) != 2 || lib.Primary().ID != "iso20000-4" || lib.Standards[1].ID != "acme-1" {
		t.Errorf("%d standards, first %s", len(lib.Standards), lib.Primary().ID)
	}
	want := []string{
		"- ST001 `../x.yaml` is not a path in the repository (write it relative to the root of the repository, with forward slashes)",
		"- ST004 unknown standard `acme` (known standards: fitsm1-v3, iso20000-1-2011, iso20000-1-2018, iso20000-4, " +
			"iso22301-2019, iso27001-2022, iso9001-2015; give your own file by its path)",
		"- ST004 unknown standard `iso20000-1-2017` (did you mean `iso20000-1-2011`?)",
		"absent.yaml ST001 cannot be read: file does not exist ()",
		"broken.yaml",
		"copy.yml:1:5 ST003 standard `acme-1` is loaded twice (give it its own id, or list it once)",
		"list.yaml:1:1 ST002 the content must be a block of keys and values ()",
		"nothing.yaml ST001 the file is empty ()",
	}
	got := lines(lib)
	for i, line := range got {
		if strings.HasPrefix(line, "broken.yaml") {
			got[i] = "broken.yaml" // where and how is for the tests of strictyaml
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestLoadNothing(t *testing.T) {
	t.Parallel()
	if l, err := standard.Load(schemas.FS, nil, nil); err != nil || l == nil || len(l.Standards) > 0 {
		t.Errorf("no standard is asked for: %v, %v", l, err) // documents and history need none
	}
	_, err := standard.Load(schemas.FS, fstest.MapFS{}, []string{"a.yaml", "nonsense"})
	if err == nil || !strings.Contains(err.Error(), "a.yaml: cannot be read") ||
		!strings.Contains(err.Error(), "unknown standard `nonsense`") {
		t.Errorf("got %v", err)
	}
	if _, err := standard.Load(schemas.FS, nil, []string{"a.yaml"}); err == nil {
		t.Error("no repository, and no error")
	}
	if _, err := standard.Load(fstest.MapFS{}, nil, all); err == nil {
		t.Error("no schema, and no error")
	}
}

// The standards in use may be fewer than the crosswalk knows.
func TestLoadOne(t *testing.T) {
	t.Parallel()
	for _, id := range all {
		if lib := load(t, id); len(lib.Crosswalk.Rows) != 63 {
			t.Errorf("with %s alone: %d rows", id, len(lib.Crosswalk.Rows))
		}
	}
}

func TestCrosswalkFindings(t *testing.T) {
	t.Parallel()
	builtin := fstest.MapFS{}
	for _, name := range []string{"standard.schema.json", "crosswalk.schema.json", "standards/iso20000-1-2018.yaml"} {
		data, err := schemas.FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		builtin[name] = &fstest.MapFile{Data: data}
	}
	builtin["standards/crosswalk.yaml"] = &fstest.MapFile{Data: []byte(`id: crosswalk
from: iso20000-1-2011
to: iso20000-1-2018
relations: [{id: same, text: alike}]
others: [{id: itil4, name: ITIL 4, items: [service-desk]}]
new: [{clause: "4.9", note: x}]
moves: [{from: "4", to: ["4.1", "4.99"]}]
rows:
  - {clause: "4.1", relation: simlar, others: {itil4: [service-desk, desk], itil3: [x]}}
  - {clause: "44", relation: same, others: {}}
`)}
	lib, err := standard.Load(builtin, nil, []string{"iso20000-1-2018"})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"standards/crosswalk.yaml:6:16 ST003 unknown item of iso20000-1-2018 `4.9` ()",
		"standards/crosswalk.yaml:7:33 ST003 unknown item of iso20000-1-2018 `4.99` ()",
		"standards/crosswalk.yaml:9:31 ST003 unknown relation `simlar` ()",
		"standards/crosswalk.yaml:9:70 ST003 unknown name in ITIL 4 `desk` ()",
		"standards/crosswalk.yaml:9:77 ST003 unknown column `itil3` ()",
		"standards/crosswalk.yaml:10:14 ST003 unknown item of iso20000-1-2018 `44` ()",
	}
	if d := cmp.Diff(want, lines(lib)); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// FuzzLoad reads any text as a standard: no panic, and whatever is handed on resolves.
func FuzzLoad(f *testing.F) {
	f.Add(own)
	f.Add("id: a\nclauses: [{id: x, parent: x}, {id: y, requirements: {id: z}}]\nrequired: x")
	f.Add("id: a\nprocesses: [1, {id: p, outcomes: [{id: p}]}]\nareas: [{id: b, processes: {p: q}}]")
	f.Fuzz(func(t *testing.T, text string) {
		lib, err := loadOwn(text)
		if err != nil {
			return
		}
		s := lib.Primary()
		for _, c := range s.Clauses {
			if c.Parent != "" && s.Clause(c.Parent) == nil || c.Level < 1 {
				t.Errorf("clause %+v", c)
			}
			allRequired(t, s, c.ID, c.Required)
			for _, r := range c.Requirements {
				if s.Requirement(r.ID) == nil {
					t.Errorf("requirement %s is not found", r.ID)
				}
				allRequired(t, s, r.ID, r.Required)
				condition(t, s, r.ID, r.Condition)
			}
		}
		for _, d := range s.Required {
			if s.RequiredDocument(d.ID) == nil {
				t.Errorf("required document %s is not found", d.ID)
			}
		}
	})
}

// TestWhatIsBroughtAlongMatchesItsSchema stands for what is not looked at again at each start.
func TestWhatIsBroughtAlongMatchesItsSchema(t *testing.T) {
	t.Parallel()
	set := schemacheck.New(schemas.FS)
	files, err := fs.Glob(schemas.FS, "standards/*.yaml")
	if err != nil || len(files) < 8 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	for _, name := range files {
		of := "standard.schema.json"
		if name == "standards/crosswalk.yaml" {
			of = "crosswalk.schema.json"
		}
		schema, err := set.Compile(of)
		if err != nil {
			t.Fatal(err)
		}
		src, err := schemas.FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		root, problems := strictyaml.Parse(src, 1, strictyaml.Limits{Bytes: 4 << 20, Depth: 16})
		if len(problems) > 0 {
			t.Errorf("%s: %v", name, problems)
		}
		for _, p := range schema.Check(root) {
			t.Errorf("%s:%d: %s", name, p.Node.Line, p.Message)
		}
	}
}
