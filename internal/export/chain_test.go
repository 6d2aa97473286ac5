package export

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/diag"
	"clausebook/internal/form"
	"clausebook/internal/report"
	"clausebook/internal/report/reporttest"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
)

// outline gives a chain as indented lines of relation and id.
func outline(links []Link, depth int) []string {
	var out []string
	for _, l := range links {
		out = append(out, strings.Repeat("  ", depth)+strings.TrimSpace(l.Relation+" "+l.ID)+": "+l.State)
		out = append(out, outline(l.Links, depth+1)...)
	}
	return out
}

func TestChainOf(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]string{
		"8.4": {"std:8.4: missing",
			"  part of std:8: missing",
			"  has requirement std:8.4-a: missing",
			"    requires std:demand-report: missing",
			"  has requirement std:8.4-b: met",
			"    requires std:demand-report: missing",
			"    requires std:capacity-plan: overdue",
			"      fulfilled by PLN-CAP: overdue",
			"    covered by POL-SMS: met",
			"  requires std:budget: not-applicable"},
		"8": {"std:8: missing", "  has part std:8.4: missing", "  has part std:8.40: waived"},
		"std:8.4-b": {"std:8.4-b: met", "  part of std:8.4: missing", "  requires std:demand-report: missing",
			"  requires std:capacity-plan: overdue",
			"    fulfilled by PLN-CAP: overdue", "  covered by POL-SMS: met"},
		"capacity-plan": {"std:capacity-plan: overdue", "  required by std:8.4-b: met", "  evidence for std:8.4: missing",
			"  fulfilled by PLN-CAP: overdue"},
		"demand": {"std:demand: met", "  has outcome std:demand.1: ", "  same subject std:8.4: missing", "  covered by POL-SMS: met"},
		"POL-SMS": {"POL-SMS: approved", "  fulfils std:policy: met", "  covers std:8.4-b: met",
			"  covers std:demand.1: met"},
		"content/policy.md": {"POL-SMS: approved", "  fulfils std:policy: met", "  covers std:8.4-b: met", "  covers std:demand.1: met"},
		"demand.1":          {"std:demand.1: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, ok := ChainOf(reporttest.Sample(), name)
			if !ok {
				t.Fatal("nothing has that name")
			}
			if diff := cmp.Diff(want, outline(c.Roots, 0)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	if c, ok := ChainOf(reporttest.Sample(), "POL-NONE"); ok || len(c.Roots) > 0 {
		t.Error("an unknown name has a chain")
	}
}

// A name that means a required document and a document shows both.
func TestChainOfTwoMeanings(t *testing.T) {
	t.Parallel()
	d := reporttest.Sample()
	d.Docs.Documents[0].ID = "capacity-plan"
	d.Docs = reporttest.Docs(d)
	c, _ := ChainOf(d, "capacity-plan")
	if len(c.Roots) != 2 || c.Roots[0].Kind != string(standard.KindRequired) || c.Roots[1].Kind != "document" {
		t.Errorf("roots: %v", outline(c.Roots, 0))
	}
}

// Every name that is offered leads somewhere, and every link of the matrix has its state from the matrix.
func TestNamesLeadSomewhere(t *testing.T) {
	t.Parallel()
	d := reporttest.Sample()
	for _, name := range Names(d) {
		c, ok := ChainOf(d, name)
		if !ok {
			t.Errorf("%s is offered but leads nowhere", name)
		}
		visit(c.Roots, func(l Link) {
			ref, _, known := d.Standards.Resolve(l.ID)
			if cell := d.Matrix.Cell(ref); known && cell != nil && l.State != string(cell.State) {
				t.Errorf("%s: %s is %s, in the matrix %s", name, l.ID, l.State, cell.State)
			}
		})
	}
}

func visit(links []Link, do func(Link)) {
	for _, l := range links {
		do(l)
		visit(l.Links, do)
	}
}

func TestChainAsGolden(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"8.4", "POL-SMS"} {
		c, _ := ChainOf(reporttest.Sample(), name)
		var text, object bytes.Buffer
		if err := WriteChainText(&text, c, false); err != nil {
			t.Fatal(err)
		}
		reporttest.Golden(t, "chain."+name+".text", text.String())
		if err := WriteChainJSON(&object, c); err != nil {
			t.Fatal(err)
		}
		reporttest.Golden(t, "chain."+name+".json", object.String())
	}
}

func TestItemPlaceInAStandardOfTheRepository(t *testing.T) {
	t.Parallel()
	d := reporttest.Sample()
	c, _ := ChainOf(d, "8.4-a")
	if got := c.Roots[0].Place.String(); got != "schemas/std.yaml:21" {
		t.Errorf("place = %q", got)
	}
	d.Standards.Standards[0].Builtin = true
	c, _ = ChainOf(d, "8.4-a")
	if got := c.Roots[0].Place; got != (report.Place{}) {
		t.Errorf("a standard that is brought along has no file, got %v", got)
	}
}

func TestHostileChainIsClean(t *testing.T) {
	t.Parallel()
	root := Link{Kind: "clause", ID: "x"}
	for _, s := range reporttest.Hostile {
		root.Links = append(
			root.Links,
			Link{Relation: "covers", Kind: "document", ID: s, Title: s, State: s, Reason: s, Missing: []string{s}, Fix: s, Section: s,
				Place: report.Place{
					File: s,
					Line: 2,
				}, Owner: &report.Owner{Role: s, Title: s, Holders: []string{s}}, Approval: &report.Approval{Version: s, Approver: &report.Person{Name: s}, Role: s}},
		)
	}
	var b bytes.Buffer
	if err := WriteChainText(&b, Chain{Roots: []Link{root}}, false); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(b.String()) {
		if text := strings.TrimSuffix(line, "\n"); strings.ContainsFunc(text, form.Acting) || strings.HasPrefix(strings.TrimSpace(text), "::") ||
			strings.Contains(text, "##[") {
			t.Errorf("%q", line)
		}
	}
}

// The export holds the cells of the matrix and the documents, the same in every format.
func TestExportFormatsAgree(t *testing.T) {
	t.Parallel()
	d := reporttest.Sample()
	e := Of(d)
	want := map[string]string{}
	for _, m := range d.Matrix.Standards {
		for _, cells := range [][]trace.Cell{m.Required, m.Requirements, m.Clauses, m.Processes} {
			for _, c := range cells {
				want[string(c.Kind)+" "+c.Ref.Item] = string(c.State)
			}
		}
	}
	for _, x := range d.Docs.Documents {
		want["document "+string(x.ID)] = string(trace.Status(x, d.Approvals, d.Acts))
	}
	outputs := map[string][]byte{}
	for _, format := range Formats() {
		var b bytes.Buffer
		if err := WriteExport(&b, e, format); err != nil {
			t.Fatal(err)
		}
		outputs[format] = b.Bytes()
	}
	got := map[string]string{}
	for _, m := range reporttest.CSVRows(t, outputs["csv"]) {
		got[m["kind"]+" "+m["item"]] = m["state"]
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("csv (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, exportedSheets(t, outputs["xlsx"])); diff != "" {
		t.Errorf("xlsx (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, exportedJSON(t, outputs["json"])); diff != "" {
		t.Errorf("json (-want +got):\n%s", diff)
	}
	if err := WriteExport(&bytes.Buffer{}, e, "pdf"); err == nil {
		t.Error("an unknown format is written")
	}
}

func exportedSheets(t *testing.T, content []byte) map[string]string {
	got := map[string]string{}
	f := reporttest.OpenXLSX(t, content)
	if diff := cmp.Diff([]string{"Required", "Requirements", "Clauses", "Processes", "Documents", "Acts"}, f.GetSheetList()); diff != "" {
		t.Errorf("sheets (-want +got):\n%s", diff)
	}
	for _, sheet := range f.GetSheetList()[:4] {
		for _, m := range reporttest.SheetRows(t, f, sheet) {
			got[m["Kind"]+" "+m["Item"]] = m["State"]
		}
	}
	for _, m := range reporttest.SheetRows(t, f, "Documents") {
		got["document "+m["Document"]] = m["Status"]
	}
	return got
}

func exportedJSON(t *testing.T, text []byte) map[string]string {
	type item struct{ Kind, Item, ID, State, Status string }
	var lists map[string]json.RawMessage
	if err := json.Unmarshal(text, &lists); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, name := range []string{"required", "requirements", "clauses", "processes", "documents"} {
		var list []item
		if err := json.Unmarshal(lists[name], &list); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, i := range list {
			if name == "documents" {
				got["document "+i.ID] = i.Status
				continue
			}
			got[i.Kind+" "+i.Item] = i.State
		}
	}
	return got
}

func TestExportAsGolden(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"csv", "json"} {
		var b bytes.Buffer
		if err := WriteExport(&b, Of(reporttest.Sample()), format); err != nil {
			t.Fatal(err)
		}
		reporttest.Golden(t, "export."+format, b.String())
	}
}

// Rows must have as many cells as there are columns, or everything stands in the wrong one.
func TestTablesAreRectangular(t *testing.T) {
	t.Parallel()
	e := Of(reporttest.Sample())
	for _, table := range append(e.tables(), e.flat(), report.GapTable("Gaps", report.GapsOf(reporttest.Sample(), report.Filter{}).Listed())) {
		if len(table.Rows) == 0 {
			t.Errorf("%s has no rows", table.Name)
		}
		for i, row := range table.Rows {
			if len(row) != len(table.Columns) {
				t.Errorf("row %d of %s has %d cells, want %d", i, table.Name, len(row), len(table.Columns))
			}
		}
	}
}

func TestApprovalWords(t *testing.T) {
	t.Parallel()
	c, _ := ChainOf(reporttest.Sample(), "POL-SMS")
	if got, want := c.Roots[0].Approval.Words(), "version 2.1 approved by Ines Halloran (owner) on 2026-03-01, grade trailer"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := (report.Approval{Version: "1.0", Grade: "none"}).Words(),
		"version 1.0 without a named approver, grade none, does not count"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNew(t *testing.T) {
	t.Parallel()
	d := reporttest.Sample()
	d.Findings = []diag.Finding{{Rule: "LK001", Severity: diag.Error, Pos: diag.Pos{File: "content/a.md", Line: 3, Col: 2}, Message: "no file `x.md`"}}
	r := report.New(d)
	if r.Documents != 2 || r.AsOf != d.AsOf.Day || len(r.Findings) != 1 || r.Findings[0].Fingerprint == "" {
		t.Errorf("%+v", r)
	}
}
