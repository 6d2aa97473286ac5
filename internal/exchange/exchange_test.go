package exchange_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/exchange"
	"clausebook/internal/phrase"
	"clausebook/internal/report/reporttest"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
)

func write(t *testing.T, d *dossier.Dossier, format, only string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := exchange.Write(&b, d, format, only); err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return b.Bytes()
}

// hostile is a system whose titles and ids are what no identifier and no line of another program may be made of as it is.
func hostile() *dossier.Dossier {
	d := reporttest.Sample()
	bad := "a\nb\u202e\x07 [c]:*?/\\"
	s := &standard.Standard{ID: "odd", Name: bad, Clauses: []standard.Clause{{ID: "1", Title: strings.Repeat(bad, 40)},
		{ID: "1-2", Title: bad}, {ID: "é.9", Title: ""}}, Required: []standard.RequiredDocument{{ID: "r", Title: bad, Clauses: []string{"1"}}}}
	s.Index()
	d.Standards = &standard.Library{Standards: []*standard.Standard{s}}
	m := trace.StandardMatrix{Standard: "odd", Required: []trace.Cell{{Ref: s.Ref("r"), Title: bad, State: trace.Met, Reason: phrase.Text(bad),
		Evidence: []trace.Evidence{{Document: doc.ID("X"), Path: "a b#.md", State: trace.Met}}}}}
	for _, c := range s.Clauses {
		m.Clauses = append(m.Clauses, trace.Cell{Ref: s.Ref(c.ID), State: trace.Waived})
	}
	d.Matrix = trace.NewMatrix(d.AsOf.Day, []trace.StandardMatrix{m}, nil)
	return d
}

// TestOSCAL validates all three models with the schema that NIST publishes. It lies outside the repository, as it is theirs.
func TestOSCAL(t *testing.T) {
	t.Parallel()
	name := os.Getenv("OSCAL_SCHEMA")
	if name == "" {
		name = "../../../shared/oracles/oscal_complete_schema-1.2.2.json"
	}
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Skipf("the complete schema of OSCAL 1.2.2 is not at hand (OSCAL_SCHEMA names it): %v", err)
	}
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("oscal.json", parsed); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("oscal.json")
	if err != nil {
		t.Fatal(err)
	}
	if schema.Validate(map[string]any{"catalog": map[string]any{"uuid": "1"}}) == nil {
		t.Fatal("the schema takes what is no catalog")
	}
	empty := reporttest.Sample()
	empty.Standards, empty.Matrix = &standard.Library{}, trace.NewMatrix(empty.AsOf.Day, nil, nil)
	empty.Docs = doc.NewSet("content", nil, nil, nil)
	for name, d := range map[string]*dossier.Dossier{"sample": reporttest.Sample(), "hostile": hostile(), "empty": empty} {
		for _, model := range []string{"catalog", "component-definition", "assessment-results"} {
			v, err := jsonschema.UnmarshalJSON(bytes.NewReader(write(t, d, "oscal-"+model, "")))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(v); err != nil {
				t.Errorf("%s, %s: %v", name, model, err)
			}
		}
	}
}

// collect gives the values under a key, wherever it stands.
func collect(v any, key string) (out []string) {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			if s, ok := x.(string); ok && k == key {
				out = append(out, s)
			}
			out = append(out, collect(x, key)...)
		}
	case []any:
		for _, x := range v {
			out = append(out, collect(x, key)...)
		}
	}
	return out
}

// TestReferences holds that what the results and components point to stands in the catalog, that no identifier stands twice in a file, and
// that nothing but what is met, or does not apply, is called satisfied.
func TestReferences(t *testing.T) {
	t.Parallel()
	for name, d := range map[string]*dossier.Dossier{"sample": reporttest.Sample(), "hostile": hostile()} {
		models := map[string]any{}
		for _, model := range []string{"oscal-catalog", "oscal-component-definition", "oscal-assessment-results"} {
			var v any
			if err := json.Unmarshal(write(t, d, model, ""), &v); err != nil {
				t.Fatal(err)
			}
			models[model] = v
			ids := collect(v, "uuid")
			slices.Sort(ids)
			if len(slices.Compact(slices.Clone(ids))) != len(ids) {
				t.Errorf("%s, %s: an identifier stands twice", name, model)
			}
			v5 := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
			for _, id := range ids {
				if !v5.MatchString(id) {
					t.Errorf("%s is no UUID of version 5", id)
				}
			}
		}
		known := collect(models["oscal-catalog"], "id")
		controls, targets := collect(models["oscal-component-definition"], "control-id"), collect(models["oscal-assessment-results"], "target-id")
		for _, id := range slices.Concat(controls, targets) {
			if !slices.Contains(known, id) {
				t.Errorf("%s: %s is not in the catalog", name, id)
			}
		}
		met := 0
		for _, s := range d.Matrix.Standards {
			for _, c := range slices.Concat(s.Required, s.Requirements, s.Clauses) {
				if c.State == trace.Met || c.State == trace.NotApplicable {
					met++
				}
			}
		}
		satisfied := 0
		for _, s := range collect(models["oscal-assessment-results"], "state") {
			if s == "satisfied" {
				satisfied++
			}
		}
		if satisfied == 0 || satisfied > met {
			t.Errorf("%s: %d are called satisfied, %d are met or do not apply", name, satisfied, met)
		}
	}
}

// TestStable holds that two runs give the same bytes, and that identifiers stay where only the state changes.
func TestStable(t *testing.T) {
	t.Parallel()
	for _, format := range exchange.Formats() {
		if a, b := write(t, reporttest.Sample(), format, ""), write(t, reporttest.Sample(), format, ""); !bytes.Equal(a, b) {
			t.Errorf("%s differs from run to run", format)
		}
	}
	uuids := func(change func(*dossier.Dossier)) []string {
		d := reporttest.Sample()
		change(d)
		var v any
		if err := json.Unmarshal(write(t, d, "oscal-component-definition", ""), &v); err != nil {
			t.Fatal(err)
		}
		out := collect(v, "uuid")
		slices.Sort(out)
		return out
	}
	same := uuids(func(*dossier.Dossier) {})
	if got := uuids(func(d *dossier.Dossier) { d.Matrix.Standards[0].Clauses[0].State = trace.Draft }); !slices.Equal(got, same) {
		t.Error("identifiers change with the state")
	}
	if got := uuids(func(d *dossier.Dossier) { d.Site.BaseURL = "https://other.example/" }); slices.Equal(got, same) {
		t.Error("two repositories have the same identifiers")
	}
}

// TestTables holds the columns that readers of other programs go by, and that each row fills them.
func TestTables(t *testing.T) {
	t.Parallel()
	for format, want := range map[string]string{
		"ciso-assistant":           "assessable,ref_id,name,description,compliance_result,requirement_progress,observations",
		"ciso-assistant-policies":  "ref_id,name,description,status,csf_function",
		"ciso-assistant-evidences": "ref_id,name,description",
		"evidence": "standard,item,kind,title,state,reason,document,section,how,evidence_state,version,approved_on,approver,file,line,commit," +
			"carried_from,uuid",
	} {
		for _, d := range []*dossier.Dossier{reporttest.Sample(), hostile()} {
			rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(write(t, d, format, ""), []byte("\ufeff")))).ReadAll()
			if err != nil {
				t.Fatalf("%s: %v", format, err)
			}
			if got := strings.Join(rows[0], ","); got != want {
				t.Errorf("%s has the columns %s", format, got)
			}
		}
	}
	assessment := string(write(t, reporttest.Sample(), "ciso-assistant", ""))
	for _, want := range []string{`"x","8.4-a"`, `"non_compliant","to_do"`, `"compliant","done"`} {
		if !strings.Contains(assessment, want) {
			t.Errorf("no %s in %s", want, assessment)
		}
	}
}

// TestWorkbook holds a sheet for each chapter, whatever it is called.
func TestWorkbook(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		d    *dossier.Dossier
		want int
	}{"sample": {reporttest.Sample(), 0}, "hostile": {hostile(), 3}} {
		want := c.want
		if want == 0 {
			want = len(c.d.Standards.Standards[0].Children(""))
		}
		f := reporttest.OpenXLSX(t, write(t, c.d, "auditors", ""))
		if got := f.GetSheetList(); len(got) != want {
			t.Errorf("%s: sheets %q", name, got)
		}
		for _, sheet := range f.GetSheetList() {
			for _, row := range reporttest.SheetRows(t, f, sheet) {
				if row["Item"] == "" || row["State"] == "" {
					t.Errorf("%s, %s: %v", name, sheet, row)
				}
			}
		}
	}
}

func TestOnly(t *testing.T) {
	t.Parallel()
	d := reporttest.Sample()
	id := d.Standards.Standards[0].ID
	if err := exchange.InUse(d.Standards, id); err != nil {
		t.Error(err)
	}
	if err := exchange.InUse(d.Standards, id+"x"); err == nil || !strings.Contains(err.Error(), "did you mean") {
		t.Errorf("a misspelt standard: %v", err)
	}
	if err := exchange.Write(&bytes.Buffer{}, d, "pdf", ""); err == nil {
		t.Error("an unknown format is written")
	}
	if got := fmt.Sprint(strings.Count(string(write(t, d, "evidence", "gone")), "\n")); got != "1" {
		t.Errorf("%s lines of a standard that is not there", got)
	}
}
