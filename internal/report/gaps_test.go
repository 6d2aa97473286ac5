package report

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"clausebook/internal/certification"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/form"
	"clausebook/internal/report/reporttest"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
)

func items(gaps []Gap) []string {
	out := []string{}
	for _, g := range gaps {
		out = append(out, g.Item)
	}
	return out
}

func TestGapsOf(t *testing.T) {
	t.Parallel()
	g := GapsOf(reporttest.Sample(), Filter{})
	if diff := cmp.Diff([]string{"demand-report", "capacity-plan"}, items(g.Open)); diff != "" {
		t.Errorf("open (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"survey"}, items(g.Waived)); diff != "" {
		t.Errorf("waived (-want +got):\n%s", diff)
	}
	age := 30
	want := Gap{Standard: "std", Item: "capacity-plan", Kind: "document", Title: "Capacity plan", Clauses: []string{"8.4"},
		Why: []Reason{
			{"8.4-b", "8.4", "monitor demand"},
		}, Strength: standard.Implied, State: trace.Overdue, Reason: "review was due on 2026-10-31",
		Missing: []string{
			"Forecast",
			"Actions",
		}, Owner: Owner{Role: "capacity-manager", Title: "Capacity manager", Holders: []string{"Tom Reed"}, ids: []string{"tom"}},
		Due: reporttest.On("2026-10-31"), Since: reporttest.On("2026-10-31"), SinceBy: "due", Age: &age, Fix: "clausebook review PLN-CAP", Severity: "warning",
		Evidence: []Place{
			{
				Document: "PLN-CAP",
				File:     "content/plans/capacity.md",
				Line:     6,
				Commit:   "abcdef0123456789abcdef0123456789abcdef01",
				Day:      reporttest.On("2025-10-31"),
			},
		}}
	if diff := cmp.Diff(want, g.Open[1], cmp.AllowUnexported(Owner{}), cmp.Comparer(func(a, b date.Date) bool { return a == b })); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if w := g.Waived[0]; w.Due != reporttest.On("2027-02-28") || w.Waiver.ApprovedBy != "Ines Halloran" || w.Why[0].Text != "in our words" ||
		w.Owner.Words() != "Survey lead (vacant)" {
		t.Errorf("waived: %+v", w)
	}
	if got := g.Open[0].Owner.Words(); got != "no owner named; usually the demand manager" {
		t.Errorf("owner of what is missing: %q", got)
	}
	if g.Required != 5 || g.States[trace.Met] != 1 {
		t.Errorf("required %d, states %v", g.Required, g.States)
	}
}

// What a document's own clauses ask comes before what general clauses ask.
func TestReasonsOfItsOwnClauseFirst(t *testing.T) {
	t.Parallel()
	asked := []Reason{{"7.5-a", "7.5", "general"}, {"8.4-a", "8.4", "own"}, {"8.2-a", "8.2", "second"}}
	got := reasons(&standard.Standard{}, asked, []string{"8.4", "8.2"})
	if got[0].Item != "8.4-a" || got[1].Item != "8.2-a" || got[2].Item != "7.5-a" {
		t.Errorf("%v", got)
	}
}

func TestGapFilter(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		filter Filter
		want   []string
	}{
		"standard":           {Filter{Standards: []string{"std"}}, []string{"demand-report", "capacity-plan", "survey"}},
		"another standard":   {Filter{Standards: []string{"other"}}, []string{}},
		"role id":            {Filter{Owners: []string{"capacity-manager"}}, []string{"capacity-plan"}},
		"role title":         {Filter{Owners: []string{"CAPACITY MANAGER"}}, []string{"capacity-plan"}},
		"holder's name":      {Filter{Owners: []string{"Tom Reed"}}, []string{"capacity-plan"}},
		"holder's id":        {Filter{Owners: []string{"tom"}}, []string{"capacity-plan"}},
		"usual role":         {Filter{Owners: []string{"demand manager"}}, []string{"demand-report"}},
		"former holder":      {Filter{Owners: []string{"ines"}}, []string{}},
		"strength":           {Filter{Strengths: []standard.Strength{standard.Explicit}}, []string{"demand-report", "survey"}},
		"state":              {Filter{States: []trace.State{trace.Overdue, trace.Waived}}, []string{"capacity-plan", "survey"}},
		"clause":             {Filter{Clauses: []string{"8.4"}}, []string{"demand-report", "capacity-plan"}},
		"clause above":       {Filter{Clauses: []string{"8"}}, []string{"demand-report", "capacity-plan", "survey"}},
		"strength and state": {Filter{Strengths: []standard.Strength{standard.Explicit}, States: []trace.State{trace.Overdue}}, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := GapsOf(reporttest.Sample(), c.filter)
			if diff := cmp.Diff(c.want, items(g.Listed())); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestGapsFail(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		filter Filter
		least  standard.Strength
		want   bool
	}{
		{Filter{}, standard.Explicit, true},
		{Filter{States: []trace.State{trace.Overdue}}, standard.Explicit, false},
		{Filter{States: []trace.State{trace.Overdue}}, standard.Implied, true},
		{Filter{States: []trace.State{trace.Overdue}}, standard.Recommended, true},
		{Filter{States: []trace.State{trace.Waived}}, standard.Recommended, false},
	} {
		if got := GapsOf(reporttest.Sample(), c.filter).Fails(c.least); got != c.want {
			t.Errorf("%v at %s: fails = %v", c.filter, c.least, got)
		}
	}
}

// TestGapsCountByTheirSeverity wants that the severity that a rule of gaps has decides when a gap counts, that one whose rule is
// off is listed and never counts, and that the rules of other states change nothing.
func TestGapsCountByTheirSeverity(t *testing.T) {
	t.Parallel()
	missing := Filter{States: []trace.State{trace.Missing}}
	for severity, wants := range map[diag.Severity][3]bool{ // with explicit, implied, any
		diag.Error: {true, true, true}, diag.Warning: {false, true, true}, diag.Info: {false, false, true}, diag.Off: {false, false, false},
	} {
		d := reporttest.Sample()
		d.Gaps[0].Severity = severity
		if severity == diag.Off {
			d.Gaps = nil
		}
		g := GapsOf(d, missing)
		if len(g.Open) != 1 || g.Open[0].Severity != severity.String() {
			t.Fatalf("%s: listed as %+v", severity, g.Open)
		}
		if told := strings.Contains(string(gapsWritten(t, "table", g)), "counts as "+severity.String()); told != (severity != diag.Error) {
			t.Errorf("%s: the table says that the configuration decides: %v", severity, told)
		}
		for i, least := range []standard.Strength{standard.Explicit, standard.Implied, standard.Recommended} {
			if got := g.Fails(least); got != wants[i] {
				t.Errorf("%s at %s: fails = %v", severity, least, got)
			}
		}
	}
	d := reporttest.Sample()
	d.Gaps = nil
	if g := GapsOf(d, Filter{States: []trace.State{trace.Overdue}}); !g.Fails(standard.Implied) {
		t.Error("an overdue document counts for less, though no severity of a rule of gaps is its own")
	}
}

// TestPoints wants undecided conditions and uncovered clauses listed beside the required documents in every format, let through
// by the filters that they have an answer to, and counted as warnings.
func TestPoints(t *testing.T) {
	t.Parallel()
	d := reporttest.Sample()
	d.Gaps = append(d.Gaps,
		diag.Finding{Rule: "CV003", Severity: diag.Warning, Subject: "std:8.4", Message: "nothing covers 8.4", Hint: "cover it",
			Related: []diag.Note{{Pos: diag.Pos{File: "content/a.md", Line: 3}, Message: "follows from CV001: misspelt"}}},
		diag.Finding{Rule: "RQ009", Severity: diag.Warning, Subject: "std:outside", Message: "Is it? Nobody says", Hint: "say it"})
	g := GapsOf(d, Filter{})
	if got, want := items(g.Points), []string{"outside", "8.4"}; !slices.Equal(got, want) {
		t.Fatalf("points %v, want %v", got, want)
	}
	if want := "2 gaps (1 missing, 1 overdue), 1 waived, out of 5 required documents and records; also 1 condition undecided, " +
		"1 clause not covered"; g.Words() != want {
		t.Errorf("summary %q, want %q", g.Words(), want)
	}
	for _, format := range []string{"table", "csv", "json", "markdown"} {
		out := string(gapsWritten(t, format, g))
		for _, want := range []string{"undecided", "uncovered", "Is it? Nobody says", "cover it"} {
			if !strings.Contains(strings.ToLower(out), strings.ToLower(want)) {
				t.Errorf("%s does not say %q:\n%s", format, want, out)
			}
		}
	}
	if rows := reporttest.SheetRows(t, reporttest.OpenXLSX(t, gapsWritten(t, "xlsx", g)), "Gaps"); len(rows) != 4 || rows[3]["Cause"] == "" {
		t.Errorf("the workbook holds %v", rows)
	}
	for _, c := range []struct {
		filter Filter
		want   []string
	}{
		{Filter{Clauses: []string{"8"}}, []string{"8.4"}},
		{Filter{States: []trace.State{undecided}}, []string{"outside"}},
		{Filter{States: []trace.State{trace.Missing}}, nil},
		{Filter{Owners: []string{"tom"}}, nil},
		{Filter{Strengths: []standard.Strength{standard.Implied}}, nil},
		{Filter{Standards: []string{"other"}}, nil},
	} {
		if got := items(GapsOf(d, c.filter).Points); !slices.Equal(got, c.want) && len(got)+len(c.want) > 0 {
			t.Errorf("%+v lets %v through, want %v", c.filter, got, c.want)
		}
	}
	alone := GapsOf(d, Filter{States: []trace.State{uncovered}})
	if alone.Fails(standard.Explicit) || !alone.Fails(standard.Implied) {
		t.Error("an uncovered clause counts as implied")
	}
	if trend := g.Against(GapsOf(reporttest.Sample(), Filter{}), "then"); trend.Points[0].Change != "new" {
		t.Errorf("a condition that came up is %+v", trend.Points[0])
	}
}

func TestGapTrend(t *testing.T) {
	t.Parallel()
	before := GapsOf(reporttest.Sample(), Filter{})
	before.Open = []Gap{{Standard: "std", Item: "demand-report", State: trace.Draft}, {Standard: "std", Item: "policy", State: trace.Missing}}
	g := GapsOf(reporttest.Sample(), Filter{}).Against(before, "v1.0")
	want := &Trend{Since: "v1.0", AsOf: before.AsOf, Before: 2, Now: 2, New: []string{"std:capacity-plan"}, Closed: []string{"std:policy"}}
	if diff := cmp.Diff(want, g.Trend, cmp.Comparer(func(a, b date.Date) bool { return a == b })); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if g.Open[0].Change != "was draft" || g.Open[1].Change != "new" {
		t.Errorf("changes: %q, %q", g.Open[0].Change, g.Open[1].Change)
	}
}

func gapsWritten(t testing.TB, format string, g Gaps) []byte {
	t.Helper()
	for _, f := range GapFormats() {
		if f.Name == format {
			var b bytes.Buffer
			if err := f.Write(&b, g); err != nil {
				t.Fatalf("%s: %v", format, err)
			}
			return b.Bytes()
		}
	}
	t.Fatalf("unknown format %s", format)
	return nil
}

func TestGapsAsGolden(t *testing.T) {
	t.Parallel()
	g := GapsOf(reporttest.Sample(), Filter{})
	for _, f := range GapFormats() {
		if f.Name != "xlsx" {
			reporttest.Golden(t, "gaps."+f.Name, string(gapsWritten(t, f.Name, g)))
		}
	}
}

// row is a gap as a reader gets it back.
type row struct{ item, state, fix string }

func rowsOf(gaps []Gap) []row {
	var out []row
	for _, g := range gaps {
		out = append(out, row{g.Item, string(g.State), g.Fix})
	}
	return out
}

// What comes next of certificates stands in every format that Next is asked in, with its day and owner.
func TestStepsInEveryFormat(t *testing.T) {
	t.Parallel()
	g := GapsOf(reporttest.Sample(), Filter{})
	g.steps = []Ahead{{Certificate: "CERT-1", Step: "second surveillance", State: certification.Due, By: date.New(2026, 11, 5),
		Owner: Owner{Role: "sms-manager", Title: "SMS manager"}, Reason: "12 months after the decision"}}
	for _, f := range GapFormats() {
		if f.Name == "xlsx" {
			rows := reporttest.SheetRows(t, reporttest.OpenXLSX(t, gapsWritten(t, f.Name, g.Next(2))), "Certificates")
			if len(rows) != 1 || rows[0]["Required"] != "CERT-1" || rows[0]["State"] != "due" || !strings.Contains(rows[0]["Reason"], "12 months") {
				t.Errorf("xlsx: %v", rows)
			}
			continue
		}
		next, all := string(gapsWritten(t, f.Name, g.Next(2))), string(gapsWritten(t, f.Name, g))
		if !strings.Contains(next, "CERT-1") || !strings.Contains(next, "second surveillance") || strings.Contains(all, "CERT-1") {
			t.Errorf("%s: steps of certificates are missing, or told unasked", f.Name)
		}
	}
}

// Every format of gaps tells of the same ones.
func TestGapFormatsAgree(t *testing.T) {
	t.Parallel()
	g := GapsOf(reporttest.Sample(), Filter{})
	want := rowsOf(g.Listed())
	got := map[string][]row{}
	for _, m := range reporttest.CSVRows(t, gapsWritten(t, "csv", g)) {
		got["csv"] = append(got["csv"], row{m["item"], m["state"], m["fix"]})
	}
	var loose struct {
		Gaps, Waived []struct{ Item, State, Fix string }
	}
	if err := json.Unmarshal(gapsWritten(t, "json", g), &loose); err != nil {
		t.Fatal(err)
	}
	for _, x := range slices.Concat(loose.Gaps, loose.Waived) {
		got["json"] = append(got["json"], row{x.Item, x.State, x.Fix})
	}
	f := reporttest.OpenXLSX(t, gapsWritten(t, "xlsx", g))
	for _, sheet := range []string{"Gaps", "Waived"} {
		for _, m := range reporttest.SheetRows(t, f, sheet) {
			got["xlsx"] = append(got["xlsx"], row{m["Required"], m["State"], m["Command to fix it"]})
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^(missing|overdue|waived) +(\S+)(?:.*\n(?:    .*\n)*?    fix:   (.*)|)`).FindAllStringSubmatch(string(gapsWritten(t, "table", g)), -1) {
		got["table"] = append(got["table"], row{m[2], m[1], m[3]})
	}
	for _, m := range regexp.MustCompile(`(?m)^\| <code>std:([a-z-]+)</code> .*<code>(.*)</code> \|$`).FindAllStringSubmatch(string(gapsWritten(t, "markdown", g)), -1) {
		got["markdown"] = append(got["markdown"], row{m[1], "", strings.Replace(m[2], "no command", "", 1)})
	}
	for _, format := range GapFormats() {
		want := slices.Clone(want)
		if format.Name == "markdown" { // states are headings there
			for i := range want {
				want[i].state = ""
			}
		}
		if diff := cmp.Diff(want, got[format.Name], cmp.AllowUnexported(row{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", format.Name, diff)
		}
	}
}

// hostileGaps has every hostile text in every field that documents can reach.
func hostileGaps() Gaps {
	g := Gaps{Title: reporttest.Hostile[0], AsOf: reporttest.On("2026-11-30"), States: map[trace.State]int{}}
	for _, s := range reporttest.Hostile {
		gap := Gap{
			Standard: "std",
			Item:     "x",
			Title:    s,
			Clauses:  []string{s},
			Why:      []Reason{{s, s, s}},
			Strength: standard.Explicit,
			State:    trace.Overdue,
			Reason:   s,
			Missing:  []string{s, s},
			Owner: Owner{
				Role:    s,
				Title:   s,
				Holders: []string{s},
			},
			Fix:      s,
			Evidence: []Place{{File: s, Line: 1}},
			Waiver:   &GapWaiver{Reason: s, ApprovedBy: s},
		}
		g.Open = append(g.Open, gap)
		g.Waived = append(g.Waived, gap)
	}
	return g
}

// No field of the CSV begins like a formula, whatever stands before it, and each gives back its text.
func TestCSVHoldsNoFormula(t *testing.T) {
	t.Parallel()
	out := gapsWritten(t, "csv", hostileGaps())
	for i, m := range reporttest.CSVRows(t, out) {
		for key, field := range m {
			if strings.IndexAny(strings.TrimSpace(field), "=+-@＝＋－＠\t\r\n") == 0 {
				t.Errorf("%s of row %d begins like a formula: %q", key, i, field)
			}
		}
		if s := reporttest.Hostile[i%len(reporttest.Hostile)]; strings.TrimPrefix(m["title"], "'") != form.Clean(s) {
			t.Errorf("title = %q, want %q", m["title"], form.Clean(s))
		}
	}
	if bytes.Count(out, []byte("\r\n")) != 1+2*len(reporttest.Hostile) {
		t.Error("a text breaks the lines of the file")
	}
	for line := range strings.Lines(string(out)) {
		if !strings.HasPrefix(line, `"`) || !strings.HasSuffix(line, "\"\r\n") {
			t.Errorf("not every field is quoted: %q", line)
		}
	}
}

// The workbook holds typed text: no cell has a formula or a link, and each text comes back as it was.
func TestWorkbookHoldsNoFormula(t *testing.T) {
	t.Parallel()
	content := gapsWritten(t, "xlsx", hostileGaps())
	f := reporttest.OpenXLSX(t, content)
	for _, sheet := range f.GetSheetList() {
		lines, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r, line := range lines {
			for c := range line {
				at, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if formula, err := f.GetCellFormula(sheet, at); formula != "" || err != nil {
					t.Errorf("%s!%s holds the formula %q (%v)", sheet, at, formula, err)
				}
				if kind, err := f.GetCellType(sheet, at); line[c] != "" && kind != excelize.CellTypeSharedString &&
					kind != excelize.CellTypeInlineString ||
					err != nil {
					t.Errorf("%s!%s is no text: %v (%v)", sheet, at, kind, err)
				}
			}
		}
	}
	for i, m := range reporttest.SheetRows(t, f, "Gaps") {
		if m["Title"] != form.Clean(reporttest.Hostile[i]) {
			t.Errorf("title = %q, want %q", m["Title"], form.Clean(reporttest.Hostile[i]))
		}
	}
	for name, part := range parts(t, content) {
		if strings.Contains(part, "<f>") || strings.Contains(part, "<f ") || strings.Contains(part, "<hyperlink") ||
			strings.Contains(name, "externalLink") {
			t.Errorf("%s holds a formula or a link", name)
		}
	}
}

func parts(t *testing.T, content []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, file := range z.File {
		r, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[file.Name] = string(b)
	}
	return out
}

// TestWorkbookPrints reads the parts of the file itself: A4, across, one page wide and as long as it takes, with the header on each page.
func TestWorkbookPrints(t *testing.T) {
	t.Parallel()
	of := parts(t, gapsWritten(t, "xlsx", GapsOf(reporttest.Sample(), Filter{})))
	for i, name := range []string{"About", "Gaps", "Waived"} {
		sheet := of[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)]
		for _, want := range []string{`<pageSetUpPr fitToPage="true"`, `paperSize="9"`, `orientation="landscape"`, `fitToHeight="0"`,
			`<oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N<`} {
			if !strings.Contains(sheet, want) {
				t.Errorf("sheet %s has no %s", name, want)
			}
		}
		title := fmt.Sprintf(`localSheetId="%d" name="_xlnm.Print_Titles">&#39;%s&#39;!$1:$1<`, i, name)
		if !strings.Contains(of["xl/workbook.xml"], title) {
			t.Errorf("the workbook has no %s", title)
		}
	}
}

func TestWorkbookLayout(t *testing.T) {
	t.Parallel()
	f := reporttest.OpenXLSX(t, gapsWritten(t, "xlsx", GapsOf(reporttest.Sample(), Filter{})))
	if diff := cmp.Diff([]string{"About", "Gaps", "Waived"}, f.GetSheetList()); diff != "" {
		t.Errorf("sheets (-want +got):\n%s", diff)
	}
	panes, err := f.GetPanes("Gaps")
	if err != nil || !panes.Freeze || panes.YSplit != 1 || panes.TopLeftCell != "A2" {
		t.Errorf("the header does not stay in view: %+v (%v)", panes, err)
	}
	sheet := parts(t, gapsWritten(t, "xlsx", GapsOf(reporttest.Sample(), Filter{})))["xl/worksheets/sheet2.xml"]
	if !strings.Contains(sheet, `<autoFilter ref="$A$1:$Y$3"`) && !strings.Contains(sheet, `<autoFilter ref="A1:Y3"`) {
		t.Errorf("no filter over all columns and rows: %.300s", sheet[strings.Index(sheet, "<autoFilter"):])
	}
	if n, err := f.GetCellValue("Gaps", "R3"); n != "30" || err != nil {
		t.Errorf("age = %q (%v)", n, err)
	}
	colours := map[string]string{}
	for _, at := range []string{"H2", "H3"} {
		id, err := f.GetCellStyle("Gaps", at)
		if err != nil {
			t.Fatal(err)
		}
		style, err := f.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		word, _ := f.GetCellValue("Gaps", at)
		colours[word] = style.Fill.Color[0]
	}
	if diff := cmp.Diff(map[string]string{"missing": "F8D7DA", "overdue": "FADBC8"}, colours); diff != "" {
		t.Errorf("colours (-want +got):\n%s", diff)
	}
}

// The same input gives the same bytes.
func TestWorkbookIsRepeatable(t *testing.T) {
	t.Parallel()
	first := gapsWritten(t, "xlsx", hostileGaps())
	for range 20 {
		if !bytes.Equal(first, gapsWritten(t, "xlsx", hostileGaps())) {
			t.Fatal("two workbooks of the same gaps differ")
		}
	}
	props, err := reporttest.OpenXLSX(t, first).GetDocProps()
	if err != nil || props.Created != "2026-11-30T00:00:00Z" || props.Modified != props.Created {
		t.Errorf("properties: %+v (%v)", props, err)
	}
}

func TestWorkbookCutsLongText(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	long := strings.Repeat("ü", 40_000)
	if err := form.WriteXLSX(&b, form.About{}, []form.Table{{Name: "T", Columns: []form.Column{{Title: "A", Width: 10}},
		Rows: [][]form.Cell{{form.Text(long)}}}}); err != nil {
		t.Fatal(err)
	}
	got, err := reporttest.OpenXLSX(t, b.Bytes()).GetCellValue("T", "A2")
	if err != nil || len([]rune(got)) > excelize.TotalCellChars || !strings.HasSuffix(got, " [cut]") {
		t.Errorf("%d characters, ends in %q (%v)", len([]rune(got)), got[max(0, len(got)-10):], err)
	}
}

func TestGapTextIsClean(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"table", "markdown", "csv", "json"} {
		for line := range strings.Lines(string(gapsWritten(t, format, hostileGaps()))) {
			text := strings.TrimRight(line, "\r\n")
			if strings.ContainsFunc(text, form.Acting) || strings.HasPrefix(strings.TrimSpace(text), "::") || strings.Contains(text, "##[") {
				t.Errorf("%s: %q", format, line)
			}
		}
	}
	page := gfm(t, string(gapsWritten(t, "markdown", hostileGaps())))
	for _, bad := range []string{"<a ", "<img", "<script", "<em>", "<strong>", "<del>", "<!--"} {
		if strings.Contains(page, bad) {
			t.Errorf("%s came of a document", bad)
		}
	}
	if got, want := strings.Count(page, "<tr>"), 2*len(reporttest.Hostile)+2; got != want {
		t.Errorf("%d rows, want %d", got, want)
	}
}

func TestAges(t *testing.T) {
	t.Parallel()
	g := GapsOf(reporttest.Sample(), Filter{})
	if g.Open[0].ageWords() != "-" || g.Open[1].ageWords() != strconv.Itoa(30)+" days" {
		t.Errorf("ages %q and %q", g.Open[0].ageWords(), g.Open[1].ageWords())
	}
}
