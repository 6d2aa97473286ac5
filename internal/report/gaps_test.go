package report

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"clausebook/internal/approval"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/people"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
	"clausebook/internal/strictyaml"
	"clausebook/internal/trace"
)

func on(s string) date.Date {
	d, err := date.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// sample is a dossier made by hand: a standard with a clause in three levels, five required documents in different
// states, two documents and the people who answer for them.
func sample() *dossier.Dossier {
	std := &standard.Standard{ID: "std", Name: "STD 1", Edition: "2018", Path: "schemas/std.yaml",
		Clauses: []standard.Clause{
			{ID: "8", Title: "Operation", Pos: diag.Pos{Line: 10}},
			{
				ID:       "8.4",
				Parent:   "8",
				Level:    1,
				Title:    "Supply and demand",
				Pos:      diag.Pos{Line: 20},
				Required: []string{"budget"},
				Requirements: []standard.Requirement{
					{ID: "8.4-a", Clause: "8.4", Text: "forecast demand", Kind: "record", Required: []string{"demand-report"}, Pos: diag.Pos{Line: 21}},
					{
						ID:       "8.4-b",
						Clause:   "8.4",
						Text:     "monitor demand",
						Kind:     "activity",
						Required: []string{"demand-report", "capacity-plan"},
						Pos:      diag.Pos{Line: 22},
					}},
			},
			{
				ID:       "8.40",
				Parent:   "8",
				Level:    1,
				Title:    "Not below 8.4",
				Summary:  "in our words",
				Required: []string{"survey"},
				Pos:      diag.Pos{Line: 30},
			}},
		Required: []standard.RequiredDocument{
			{
				ID:      "demand-report",
				Title:   "Demand report",
				Kind:    "record",
				Clauses: []string{"8.4"},
				Owner:   "Demand manager",
				Pos:     diag.Pos{Line: 40},
			},
			{ID: "capacity-plan", Title: "Capacity plan", Kind: "document", Clauses: []string{"8.4"}, Pos: diag.Pos{Line: 41}},
			{ID: "budget", Title: "Budget", Kind: "document", Clauses: []string{"8.4"}, Pos: diag.Pos{Line: 42}},
			{ID: "survey", Title: "Survey", Kind: "record", Clauses: []string{"8.40"}, Pos: diag.Pos{Line: 43}},
			{ID: "policy", Title: "Policy", Kind: "document", Clauses: []string{"8"}, Pos: diag.Pos{Line: 44}}},
		Processes: []standard.Process{
			{ID: "demand", Name: "Demand management", Outcomes: []standard.Outcome{{ID: "demand.1", Text: "demand is known"}},
				Clauses: map[string][]string{"std": {"8.4"}}},
		}}
	std.Index()
	ref := func(item string) standard.Ref { return standard.Ref{Standard: "std", Item: item} }
	plan := trace.Evidence{
		Document: "PLN-CAP",
		Path:     "content/plans/capacity.md",
		Line:     6,
		How:      "fulfils",
		State:    trace.Overdue,
		Reason:   phrase.Text("review was due on 2026-10-31"),
		Commit:   "abcdef0123456789abcdef0123456789abcdef01",
		Revised:  on("2025-10-31"),
	}
	section := trace.Evidence{
		Document: "POL-SMS",
		Path:     "content/policy.md",
		Line:     30,
		Section:  "demand",
		Heading:  "Demand",
		How:      "covers",
		State:    trace.Met,
		Reason:   phrase.Text("approved"),
	}
	policy := trace.Evidence{
		Document: "POL-SMS",
		Path:     "content/policy.md",
		Line:     5,
		How:      "fulfils",
		State:    trace.Met,
		Reason:   phrase.Text("approved"),
	}
	matrix := trace.StandardMatrix{Standard: "std",
		Required: []trace.Cell{
			{
				Ref:      ref("demand-report"),
				Kind:     standard.KindRequired,
				Title:    "Demand report",
				Strength: standard.Explicit,
				State:    trace.Missing,
				Reason:   phrase.Text("no document fulfils it"),
				Fix:      trace.Fix{Command: "clausebook new demand-report"},
			},
			{
				Ref:      ref("capacity-plan"),
				Kind:     standard.KindRequired,
				Title:    "Capacity plan",
				Strength: standard.Implied,
				State:    trace.Overdue,
				Reason:   phrase.Text("review was due on 2026-10-31"),
				Owner:    "capacity-manager",
				Due: on(
					"2026-10-31",
				),
				Since:    on("2026-10-31"),
				SinceBy:  phrase.Of("due"),
				Fix:      trace.Fix{Command: "clausebook review PLN-CAP"},
				Missing:  []string{"Forecast", "Actions"},
				Evidence: []trace.Evidence{plan},
			},
			{
				Ref:      ref("budget"),
				Kind:     standard.KindRequired,
				Title:    "Budget",
				Strength: standard.Recommended,
				State:    trace.NotApplicable,
				Reason:   phrase.Text("no money"),
			},
			{
				Ref:      ref("survey"),
				Kind:     standard.KindRequired,
				Title:    "Survey",
				Strength: standard.Explicit,
				State:    trace.Waived,
				Reason:   phrase.Text("waived until 2027-02-28"),
				Owner:    "vacant-role",
				Waiver:   &trace.Waiver{Reason: "moves to January", ApprovedBy: "ines", Expires: on("2027-02-28")},
			},
			{
				Ref:      ref("policy"),
				Kind:     standard.KindRequired,
				Title:    "Policy",
				Strength: standard.Explicit,
				State:    trace.Met,
				Reason:   phrase.Text("approved"),
				Owner:    "owner",
				Evidence: []trace.Evidence{policy},
			}},
		Requirements: []trace.Cell{
			{
				Ref:      ref("8.4-a"),
				Kind:     standard.KindRequirement,
				Title:    "forecast demand",
				Strength: standard.Explicit,
				State:    trace.Missing,
				Reason:   phrase.Text("demand-report is missing"),
				From:     []standard.Ref{ref("demand-report")},
			},
			{
				Ref:      ref("8.4-b"),
				Kind:     standard.KindRequirement,
				Title:    "monitor demand",
				Strength: standard.Explicit,
				State:    trace.Met,
				Reason:   phrase.Text("POL-SMS covers it"),
				Evidence: []trace.Evidence{section, plan},
			}},
		Clauses: []trace.Cell{
			{Ref: ref("8"), Kind: standard.KindClause, Title: "Operation", State: trace.Missing, Reason: phrase.Text("1 of 2")},
			{
				Ref:    ref("8.4"),
				Kind:   standard.KindClause,
				Title:  "Supply and demand",
				State:  trace.Missing,
				Reason: phrase.Text("1 of 2 requirements"),
			},
			{Ref: ref("8.40"), Kind: standard.KindClause, Title: "Not below 8.4", State: trace.Waived, Reason: phrase.Text("waived")}},
		Processes: []trace.Cell{
			{
				Ref:      ref("demand"),
				Kind:     standard.KindProcess,
				Title:    "Demand management",
				State:    trace.Met,
				Reason:   phrase.Text("covered"),
				Evidence: []trace.Evidence{section},
			},
		}}
	documents := []*doc.Document{
		{
			ID:      "POL-SMS",
			Path:    "content/policy.md",
			Title:   "Service management policy",
			Type:    "policy",
			Version: "2.1",
			Status:  doc.Approved,
			Owner:   "owner",
			SHA256:  strings.Repeat("ab", 32),
		},
		{
			ID:          "PLN-CAP",
			Path:        "content/plans/capacity.md",
			Title:       "Capacity plan",
			Type:        "plan",
			Version:     "1.0",
			Status:      doc.Approved,
			Owner:       "capacity-manager",
			ReviewedOn:  on("2025-10-31"),
			ReviewEvery: date.Period{Years: 1},
			Front:       front("reviewed_on: 2025-10-31"),
		}}
	versions := map[doc.ID][]approval.Version{
		"POL-SMS": {{Document: "POL-SMS", Version: "2.1", On: on("2026-03-01"), Grade: approval.Trailer, Role: "owner",
			Approver: approval.Person{ID: "ines", Name: "Ines Halloran", Email: "ines@example.org"}, Authors: []approval.Person{{Name: "Ada"}},
			Evidence: []approval.Evidence{
				{Grade: approval.Trailer, What: phrase.Text("trailer Approved-by"), Commit: "feedfacefeedfacefeedfacefeedfacefeedface"},
			}}},
	}
	uses := map[doc.ID][]trace.Use{
		"POL-SMS": {{Ref: ref("policy"), Kind: standard.KindRequired, Title: "Policy", How: "fulfils", State: trace.Met},
			{Ref: ref("8.4-b"), Kind: standard.KindRequirement, Title: "monitor demand", How: "covers", Section: "demand", State: trace.Met},
			{Ref: ref("demand.1"), Kind: standard.KindOutcome, Title: "demand is known", How: "covers", State: trace.Met}},
	}
	return &dossier.Dossier{Site: dossier.Site{Title: "Brackwater"},
		Gaps: []diag.Finding{{Rule: "RQ001", Severity: diag.Error, Subject: "std:demand-report", Message: "no document fulfils it"}}, Tool: "1.2.3", AsOf: dossier.AsOf{Day: on("2026-11-30")},
		Docs: doc.NewSet("content", documents, nil, nil), Standards: &standard.Library{Standards: []*standard.Standard{std}},
		People: &people.Register{People: []people.Person{{ID: "ines", Name: "Ines Halloran"}, {ID: "tom", Name: "Tom Reed"}},
			Roles: []people.Role{{ID: "owner", Title: "Service owner", Holders: []people.Holding{{Person: "ines"}}},
				{
					ID:      "capacity-manager",
					Title:   "Capacity manager",
					Holders: []people.Holding{{Person: "ines", To: on("2026-01-31")}, {Person: "tom", From: on("2026-02-01")}},
				},
				{ID: "vacant-role", Title: "Survey lead"}}},
		Approvals: approval.NewLedger(
			approval.Declared,
			versions,
		), Matrix: trace.NewMatrix(on("2026-11-30"), []trace.StandardMatrix{matrix}, uses)}
}

func items(gaps []Gap) []string {
	out := []string{}
	for _, g := range gaps {
		out = append(out, g.Item)
	}
	return out
}

func TestGapsOf(t *testing.T) {
	t.Parallel()
	g := GapsOf(sample(), Filter{})
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
		Due: on("2026-10-31"), Since: on("2026-10-31"), SinceBy: "due", Age: &age, Fix: "clausebook review PLN-CAP", Severity: "warning",
		Evidence: []Place{
			{
				Document: "PLN-CAP",
				File:     "content/plans/capacity.md",
				Line:     6,
				Commit:   "abcdef0123456789abcdef0123456789abcdef01",
				Day:      on("2025-10-31"),
			},
		}}
	if diff := cmp.Diff(want, g.Open[1], cmp.AllowUnexported(Owner{}), cmp.Comparer(func(a, b date.Date) bool { return a == b })); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if w := g.Waived[0]; w.Due != on("2027-02-28") || w.Waiver.ApprovedBy != "Ines Halloran" || w.Why[0].Text != "in our words" ||
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
			g := GapsOf(sample(), c.filter)
			if diff := cmp.Diff(c.want, items(g.all())); diff != "" {
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
		if got := GapsOf(sample(), c.filter).Fails(c.least); got != c.want {
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
		d := sample()
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
	d := sample()
	d.Gaps = nil
	if g := GapsOf(d, Filter{States: []trace.State{trace.Overdue}}); !g.Fails(standard.Implied) {
		t.Error("an overdue document counts for less, though no severity of a rule of gaps is its own")
	}
}

// TestPoints wants undecided conditions and uncovered clauses listed beside the required documents in every format, let through
// by the filters that they have an answer to, and counted as warnings.
func TestPoints(t *testing.T) {
	t.Parallel()
	d := sample()
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
	if rows := sheetRows(t, openXLSX(t, gapsWritten(t, "xlsx", g)), "Gaps"); len(rows) != 4 || rows[3]["Cause"] == "" {
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
	if trend := g.Against(GapsOf(sample(), Filter{}), "then"); trend.Points[0].Change != "new" {
		t.Errorf("a condition that came up is %+v", trend.Points[0])
	}
}

func TestGapTrend(t *testing.T) {
	t.Parallel()
	before := GapsOf(sample(), Filter{})
	before.Open = []Gap{{Standard: "std", Item: "demand-report", State: trace.Draft}, {Standard: "std", Item: "policy", State: trace.Missing}}
	g := GapsOf(sample(), Filter{}).Against(before, "v1.0")
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
	g := GapsOf(sample(), Filter{})
	for _, f := range GapFormats() {
		if f.Name != "xlsx" {
			golden(t, "gaps."+f.Name, string(gapsWritten(t, f.Name, g)))
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

func csvRows(t *testing.T, text []byte) []map[string]string {
	t.Helper()
	lines, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, line := range lines[1:] {
		m := map[string]string{}
		for i, key := range lines[0] {
			m[key] = line[i]
		}
		out = append(out, m)
	}
	return out
}

func openXLSX(t *testing.T, content []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

func sheetRows(t *testing.T, f *excelize.File, sheet string) []map[string]string {
	t.Helper()
	lines, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, line := range lines[1:] {
		m := map[string]string{}
		for i, cell := range line {
			m[lines[0][i]] = cell
		}
		out = append(out, m)
	}
	return out
}

// Every format of gaps tells of the same ones.
func TestGapFormatsAgree(t *testing.T) {
	t.Parallel()
	g := GapsOf(sample(), Filter{})
	want := rowsOf(g.all())
	got := map[string][]row{}
	for _, m := range csvRows(t, gapsWritten(t, "csv", g)) {
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
	f := openXLSX(t, gapsWritten(t, "xlsx", g))
	for _, sheet := range []string{"Gaps", "Waived"} {
		for _, m := range sheetRows(t, f, sheet) {
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
	g := Gaps{Title: hostile[0], AsOf: on("2026-11-30"), States: map[trace.State]int{}}
	for _, s := range hostile {
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
	for i, m := range csvRows(t, out) {
		for key, field := range m {
			if strings.ContainsAny(firstRune(strings.TrimSpace(field)), "=+-@＝＋－＠\t\r\n") {
				t.Errorf("%s of row %d begins like a formula: %q", key, i, field)
			}
		}
		if s := hostile[i%len(hostile)]; strings.TrimPrefix(m["title"], "'") != Clean(s) {
			t.Errorf("title = %q, want %q", m["title"], Clean(s))
		}
	}
	if bytes.Count(out, []byte("\r\n")) != 1+2*len(hostile) {
		t.Error("a text breaks the lines of the file")
	}
	for line := range strings.Lines(string(out)) {
		if !strings.HasPrefix(line, `"`) || !strings.HasSuffix(line, "\"\r\n") {
			t.Errorf("not every field is quoted: %q", line)
		}
	}
}

func TestFormula(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{"": false, "policy": false, "a=1": false, "8.4": false, "=1": true, "+1": true, "-1": true,
		"@x": true, "\tx": true,
		"\rx": true, "\nx": true, "＝1": true, "＋1": true, "－1": true, "＠x": true, "  =1": true, "\u00a0=1": true, "\ufeff=1": true,
		"'=1": false} {
		if got := formula(s); got != want {
			t.Errorf("formula(%q) = %v", s, got)
		}
	}
}

// The workbook holds typed text: no cell has a formula or a link, and each text comes back as it was.
func TestWorkbookHoldsNoFormula(t *testing.T) {
	t.Parallel()
	content := gapsWritten(t, "xlsx", hostileGaps())
	f := openXLSX(t, content)
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
	for i, m := range sheetRows(t, f, "Gaps") {
		if m["Title"] != Clean(hostile[i]) {
			t.Errorf("title = %q, want %q", m["Title"], Clean(hostile[i]))
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

func TestWorkbookLayout(t *testing.T) {
	t.Parallel()
	f := openXLSX(t, gapsWritten(t, "xlsx", GapsOf(sample(), Filter{})))
	if diff := cmp.Diff([]string{"Gaps", "Waived", "About"}, f.GetSheetList()); diff != "" {
		t.Errorf("sheets (-want +got):\n%s", diff)
	}
	panes, err := f.GetPanes("Gaps")
	if err != nil || !panes.Freeze || panes.YSplit != 1 || panes.TopLeftCell != "A2" {
		t.Errorf("the header does not stay in view: %+v (%v)", panes, err)
	}
	sheet := parts(t, gapsWritten(t, "xlsx", GapsOf(sample(), Filter{})))["xl/worksheets/sheet1.xml"]
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
	if diff := cmp.Diff(map[string]string{"missing": fills["missing"], "overdue": fills["overdue"]}, colours); diff != "" {
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
	props, err := openXLSX(t, first).GetDocProps()
	if err != nil || props.Created != "2026-11-30T00:00:00Z" || props.Modified != props.Created {
		t.Errorf("properties: %+v (%v)", props, err)
	}
}

func TestWorkbookCutsLongText(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	long := strings.Repeat("ü", 40_000)
	if err := WriteXLSX(&b, About{}, []Table{{Name: "T", Columns: []Column{{Title: "A", Width: 10}},
		Rows: [][]Cell{{text(long)}}}}); err != nil {
		t.Fatal(err)
	}
	got, err := openXLSX(t, b.Bytes()).GetCellValue("T", "A2")
	if err != nil || len([]rune(got)) > excelize.TotalCellChars || !strings.HasSuffix(got, " [cut]") {
		t.Errorf("%d characters, ends in %q (%v)", len([]rune(got)), got[max(0, len(got)-10):], err)
	}
}

func TestGapTextIsClean(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"table", "markdown", "csv", "json"} {
		for line := range strings.Lines(string(gapsWritten(t, format, hostileGaps()))) {
			text := strings.TrimRight(line, "\r\n")
			if strings.ContainsFunc(text, acting) || strings.HasPrefix(strings.TrimSpace(text), "::") || strings.Contains(text, "##[") {
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
	if got, want := strings.Count(page, "<tr>"), 2*len(hostile)+2; got != want {
		t.Errorf("%d rows, want %d", got, want)
	}
}

func TestAges(t *testing.T) {
	t.Parallel()
	g := GapsOf(sample(), Filter{})
	if g.Open[0].ageWords() != "-" || g.Open[1].ageWords() != strconv.Itoa(30)+" days" {
		t.Errorf("ages %q and %q", g.Open[0].ageWords(), g.Open[1].ageWords())
	}
}

// front gives front matter as a document holds it.
func front(text string) *strictyaml.Node {
	n, problems := strictyaml.Parse([]byte(text), 2, strictyaml.Limits{})
	if len(problems) > 0 {
		panic(problems)
	}
	return n
}
