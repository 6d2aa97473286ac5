package brought_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"clausebook/internal/brought"
)

// library is a library of CISO Assistant with this licence and these nodes.
func library(licence, nodes string) string {
	return "urn: urn:x:library:house\nlocale: en\nref_id: HOUSE\nname: House rules:2024\ncopyright: " + licence + "\nversion: 3\n" +
		"publication_date: 2024-05-06\nprovider: House\nobjects:\n  framework:\n    urn: urn:x:framework:house\n    name: House rules:2024\n" +
		"    min_score: 1\n    requirement_nodes:\n" + nodes
}

const nodes = `    - urn: urn:x:req_node:house:chapter-i
      assessable: false
      depth: 1
      ref_id: CHAPTER I
      name: First
    - urn: urn:x:req_node:house:node2
      assessable: true
      depth: 2
      parent_urn: urn:x:req_node:house:chapter-i
      description: A sentence of the author.
      annotation: a hint
    - urn: urn:x:req_node:house:1.2
      assessable: true
      depth: 2
      parent_urn: urn:x:req_node:house:chapter-i
      ref_id: '1.2'
      name: Second
      description: Another sentence.
`

const catalog = `{"catalog": {"uuid": "u", "metadata": {"title": "Catalog of the house", "version": "2",
 "last-modified": "2025-03-01T00:00:00Z",
 "oscal-version": "1.1.2", "links": [{"rel": "license", "href": "https://creativecommons.org/licenses/by/4.0/"}],
 "parties": [{"name": "House"}]},
 "groups": [{"id": "g", "title": "Group", "controls": [
  {"id": "ac-1", "title": "Access", "props": [{"name": "label", "value": "AC-1"}], "params": [{"id": "p", "label": "a year"}],
   "parts": [{"name": "statement", "prose": "Each {{ insert: param, p }}:", "parts": [{"name": "item", "prose": "look;"},
     {"name": "item", "prose": "note", "parts": [{"name": "item", "prose": "and keep."}]}]}, {"name": "guidance", "prose": "Long."}],
   "controls": [{"id": "ac-1.1", "title": "More access", "props": [{"name": "label", "value": "AC-1(1)"}]}]},
  {"id": "ac-2", "title": "Gone", "props": [{"name": "status", "value": "withdrawn"}]}]}]}}`

func read(t *testing.T, name, text string, o brought.Options) brought.Result {
	t.Helper()
	r, err := brought.Read(name, []byte(text), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestForms reads each form, and looks for what must and must not be in the result.
func TestForms(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		file, text string
		has, not   []string
		notes      string
	}{
		"catalog": {"c.json", catalog, []string{`id: "AC-1.1"`, `parent: "AC-1"`, `text: "Each [a year]: look;"`,
			`{id: "AC-1-b", text: "Each [a year]: note and keep."`, `licence: "House: https://creativecommons.org/licenses/by/4.0/"`,
			`published: "2025-03-01"`}, []string{"Gone", "Long."}, "withdrawn controls` (1)"},
		"library": {"l.yaml", library("CC BY 4.0", nodes), []string{`id: "CHAPTER-I"`, `{id: "CHAPTER-I-a", text: "A sentence of the author."`,
			`id: "1.2"`, `{id: "1.2-a", text: "Another sentence."`, `edition: "2024"`, `id: "house"`}, []string{"a hint"},
			"`framework.min_score` (1), `requirement_nodes.annotation` (1)"},
		"table": {"Hausregeln.csv", "Nummer;Titel;Anforderung;Nachweis;Turnus;Farbe\n1;Eins;;;;\n" +
			"1.1;;Es gibt eine Leitlinie.;Security policy;P1Y;rot\n" +
			"1.2;Zwei;Noch einmal.;Security policy;;\n", []string{`id: "hausregeln"`,
			`{id: "1.1", text: "Es gibt eine Leitlinie.", kind: document, ` +
				`required: ["security-policy"]}`, `clauses: ["1", "1.2"]`, "type: policy", "cadence: P1Y"}, []string{"rot"}, "`column Farbe` (3)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := read(t, c.file, c.text, brought.Options{})
			for _, want := range append(c.has, "reviewed: false") {
				if !strings.Contains(string(r.Bytes), want) {
					t.Errorf("no %s in:\n%s", want, r.Bytes)
				}
			}
			for _, no := range c.not {
				if strings.Contains(string(r.Bytes), no) {
					t.Errorf("%s in:\n%s", no, r.Bytes)
				}
			}
			if notes := strings.Join(r.Notes, "\n"); !strings.Contains(notes, c.notes) {
				t.Errorf("no %q in %s", c.notes, notes)
			}
		})
	}
}

// TestLicences takes sentences only where the licence allows it by name, or where a reader says so and it does not forbid it.
func TestLicences(t *testing.T) {
	t.Parallel()
	for licence, c := range map[string]struct{ taken, asked bool }{
		"CC BY 4.0, ITEMO e.V.":                  {true, true},
		"Creative Commons Attribution 4.0":       {true, true},
		"Public domain":                          {true, true},
		"CC BY-NC-ND 4.0":                        {false, true},
		"CC-BY-NC 4.0":                           {false, true},
		"French law":                             {false, true},
		"''":                                     {false, true},
		"© ISO. All rights reserved":             {false, false},
		"See https://www.iso.org/standard/27001": {false, false},
		"It may not be reproduced. CC BY 4.0":    {false, false},
		"Alle Rechte vorbehalten":                {false, false},
	} {
		text := library(licence, nodes)
		r := read(t, "l.yaml", text, brought.Options{})
		if got := strings.Contains(string(r.Bytes), "A sentence"); got != c.taken {
			t.Errorf("%s: its text was taken: %v", licence, got)
		}
		if !strings.Contains(string(r.Bytes), "Second") {
			t.Errorf("%s: no title was taken", licence)
		}
		r, err := brought.Read("l.yaml", []byte(text), brought.Options{Text: true})
		if got := err == nil && strings.Contains(string(r.Bytes), "A sentence"); got != c.asked {
			t.Errorf("%s: its text was taken when asked for: %v (%v)", licence, got, err)
		}
	}
}

// TestRefused holds that what cannot be taken is refused by its name, with what to do.
func TestRefused(t *testing.T) {
	t.Parallel()
	circle := strings.Replace(nodes, "      ref_id: CHAPTER I", "      parent_urn: urn:x:req_node:house:1.2\n      ref_id: CHAPTER I", 1)
	for name, c := range map[string]struct{ file, text, want string }{
		"profile":       {"p.json", `{"profile": {"uuid": "x"}}`, "a profile of OSCAL selects controls"},
		"plan":          {"p.json", `{"system-security-plan": {}}`, "take the catalog"},
		"other JSON":    {"p.json", `{"name": "x"}`, "no catalog of OSCAL"},
		"broken JSON":   {"p.json", `{"catalog": {`, "cannot be read as JSON"},
		"empty catalog": {"p.json", `{"catalog": {"metadata": {"title": "T"}}}`, "holds no numbered part"},
		"no framework": {"l.yaml", "name: M\nobjects:\n  risk_matrix: []\n",
			"holds no framework, and so no requirements; it holds `risk_matrix`"},
		"other YAML": {"l.yaml", "name: M\n", "no library of CISO Assistant"},
		"ours":       {"l.yaml", "id: x\ncertifiable: false\nclauses: []\n", "in the form of clausebook already"},
		"circle":     {"l.yaml", library("x", circle), "go round in a circle: `urn:x:req_node:house:chapter-i` is below"},
		"unknown parent": {"l.yaml", library("x", strings.ReplaceAll(nodes, "parent_urn: urn:x:req_node:house:chapter-i",
			"parent_urn: urn:y")), "no part `urn:y`"},
		"twice":            {"r.csv", "number,title\n1,A\n1,B\n", "line 2 and line 3 are both called `1`"},
		"table circle":     {"r.csv", "number,title,parent\n1,A,2\n2,B,1\n", "circle"},
		"no number column": {"r.csv", "title,text\nA,B\n", "names no column `number`"},
		"no number":        {"r.csv", "number,title\n,B\n", "line 2: the row has no number"},
		"two columns":      {"r.csv", "number,title,name\n1,A,B\n", "both mean the title"},
		"kind":             {"r.csv", "number,title,kind\n1,A,paper\n", "the kind `paper` is none of"},
		"strength":         {"r.csv", "number,title,documented,strength\n1,A,B,must\n", "the strength `must`"},
		"cadence":          {"r.csv", "number,title,documented,cadence\n1,A,B,yearly\n", "the cadence `yearly`"},
		"XML":              {"c.xml", "<catalog/>", "convert it to JSON"},
		"text":             {"c.txt", "x", "ends in none of"},
	} {
		if _, err := brought.Read(c.file, []byte(c.text), brought.Options{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
	if _, err := brought.Read("c.json", []byte(catalog), brought.Options{ID: "fitsm1-v3", Taken: []string{"fitsm1-v3"}}); err == nil ||
		!strings.Contains(err.Error(), "give this one another with --id") {
		t.Errorf("two standards with one id: %v", err)
	}
}

// TestManyControls reads 10,000 controls, and refuses more than is bounded.
func TestManyControls(t *testing.T) {
	t.Parallel()
	rows := func(n int) string {
		var b strings.Builder
		b.WriteString("number,title,text\n")
		for i := range n {
			fmt.Fprintf(&b, "%d.%d,Control,Do it.\n", i/100, i)
		}
		return b.String()
	}
	r := read(t, "r.csv", rows(10_000), brought.Options{})
	if n := strings.Count(string(r.Bytes), "- {id: "); n != 10_000 {
		t.Errorf("%d requirements", n)
	}
	type control struct {
		ID    string `json:"id"`
		Title string `json:"title"`
	}
	raw, err := json.Marshal(map[string]any{"catalog": map[string]any{"metadata": map[string]string{"title": "T"},
		"controls": make([]control, brought.MaxParts+1)}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := brought.Read("c.json", raw, brought.Options{}); err == nil || !strings.Contains(err.Error(), "more than 50000 parts") {
		t.Errorf("too many: %v", err)
	}
}

// TestNumbersStayApart holds that ids made for what has no number never take one that the file gives.
func TestNumbersStayApart(t *testing.T) {
	t.Parallel()
	r := read(t, "c.json", `{"catalog": {"metadata": {"title": "T", "links": [{"rel": "license", "href": "CC0"}]}, "controls": [
		{"title": "A", "parts": [{"name": "statement", "prose": "Text"}]}, {"id": "a", "title": "B"}, {"id": "A b", "title": "C"},
		{"id": "A(b)", "title": "D"}, {"id": "a-a", "title": "E", "parts": [{"name": "statement", "prose": "Text"}]},
		{"id": "::", "title": "F"}]}}`, brought.Options{})
	if n := strings.Count(string(r.Bytes), "  - id: "); n != 7 { // six and the source
		t.Errorf("%d ids in:\n%s", n, r.Bytes)
	}
}

// TestRealFile reads a file of others where one is named.
func TestRealFile(t *testing.T) {
	t.Parallel()
	file := os.Getenv("BROUGHT_FILE")
	if file == "" {
		t.Skip("BROUGHT_FILE names no catalog or library")
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(strings.Join(read(t, file, string(raw), brought.Options{ID: "real"}).Notes, "\n"))
}

// FuzzRead holds that no file makes a standard that is not sound, and that none is read endlessly.
func FuzzRead(f *testing.F) {
	f.Add("c.json", catalog)
	f.Add("l.yaml", library("CC BY 4.0", nodes))
	f.Add("r.csv", "number,title,text,documented\n1,A,B,C\n1.1,,x,C\n")
	f.Fuzz(func(t *testing.T, name, text string) {
		r, err := brought.Read(name, []byte(text), brought.Options{Text: true})
		if err != nil && (strings.Contains(err.Error(), "no sound standard") || strings.Contains(err.Error(), "cannot be read: none")) {
			t.Errorf("%v\n%s", err, r.Bytes)
		}
	})
}
