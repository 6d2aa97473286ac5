// Package reporttest holds what the tests of report and export share: a set with something of everything, and readers of what is written.
package reporttest

import (
	"bytes"
	"encoding/csv"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
	"clausebook/internal/dossier"
	"clausebook/internal/ledger"
	"clausebook/internal/people"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
	"clausebook/internal/strictyaml"
	"clausebook/internal/trace"
	"clausebook/internal/trust"
)

// On gives a day.
func On(s string) date.Date {
	d, err := date.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// Sample is a dossier made by hand: a standard with a clause in three levels, five required documents in different
// states, two documents and the people who answer for them.
func Sample() *dossier.Dossier {
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
		Revised:  On("2025-10-31"),
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
				Due: On(
					"2026-10-31",
				),
				Since:    On("2026-10-31"),
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
				Waiver:   &trace.Waiver{Reason: "moves to January", ApprovedBy: "ines", Expires: On("2027-02-28")},
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
			ReviewedOn:  On("2025-10-31"),
			ReviewEvery: date.Period{Years: 1},
			Front:       front("reviewed_on: 2025-10-31"),
		}}
	versions := map[doc.ID][]ledger.Version{
		"POL-SMS": {{Document: "POL-SMS", Version: "2.1", On: On("2026-03-01"), Grade: ledger.Trailer, Role: "owner",
			Approver: trust.Person{ID: "ines", Name: "Ines Halloran", Email: "ines@example.org"}, Authors: []trust.Person{{Name: "Ada"}},
			Evidence: []ledger.Evidence{
				{Grade: ledger.Trailer, What: phrase.Text("trailer Approved-by"), Commit: "feedfacefeedfacefeedfacefeedfacefeedface"},
			}}},
	}
	uses := map[doc.ID][]trace.Use{
		"POL-SMS": {{Ref: ref("policy"), Kind: standard.KindRequired, Title: "Policy", How: "fulfils", State: trace.Met},
			{Ref: ref("8.4-b"), Kind: standard.KindRequirement, Title: "monitor demand", How: "covers", Section: "demand", State: trace.Met},
			{Ref: ref("demand.1"), Kind: standard.KindOutcome, Title: "demand is known", How: "covers", State: trace.Met}},
	}
	return &dossier.Dossier{Site: dossier.Site{Title: "Brackwater"},
		Gaps: []diag.Finding{{Rule: "RQ001", Severity: diag.Error, Subject: "std:demand-report", Message: "no document fulfils it"}},
		Tool: "1.2.3", AsOf: dossier.AsOf{Day: On("2026-11-30")},
		Docs: doc.NewSet("content", documents, nil, nil), Standards: &standard.Library{Standards: []*standard.Standard{std}},
		People: &people.Register{People: []people.Person{{ID: "ines", Name: "Ines Halloran"}, {ID: "tom", Name: "Tom Reed"}},
			Roles: []people.Role{{ID: "owner", Title: "Service owner", Holders: []people.Holding{{Person: "ines"}}},
				{
					ID:      "capacity-manager",
					Title:   "Capacity manager",
					Holders: []people.Holding{{Person: "ines", To: On("2026-01-31")}, {Person: "tom", From: On("2026-02-01")}},
				},
				{ID: "vacant-role", Title: "Survey lead"}}},
		Approvals: ledger.NewLedger(
			ledger.Declared,
			versions,
		), Matrix: trace.NewMatrix(On("2026-11-30"), []trace.StandardMatrix{matrix}, uses)}
}

// CSVRows reads CSV as rows by the keys of its first line.
func CSVRows(t *testing.T, text []byte) []map[string]string {
	t.Helper()
	lines, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return byName(t, lines)
}

// byName gives the cells of lines by those of the first.
func byName(t *testing.T, lines [][]string) []map[string]string {
	t.Helper()
	if len(lines) == 0 {
		t.Fatal("there is no line with the names of the columns")
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

// OpenXLSX reads a workbook.
func OpenXLSX(t *testing.T, content []byte) *excelize.File {
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

// SheetRows reads a sheet as rows by its titles.
func SheetRows(t *testing.T, f *excelize.File, sheet string) []map[string]string {
	t.Helper()
	lines, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	return byName(t, lines)
}

// Docs gives the documents of a Dossier.
func Docs(d *dossier.Dossier) *doc.Set {
	return doc.NewSet(d.Docs.Folder, d.Docs.Documents, nil, nil)
}

// Hostile is what documents, file names and people may be called to do harm in some output.
var Hostile = []string{
	"\n::error file=a.md,line=1::forged",
	"::stop-commands::x",
	"  ::warning::blanks before",
	"##[error]forged", "##vso[task.setvariable variable=x]y", "##teamcity[buildStatus text='x']",
	"%0A::error::already escaped", "100% :done, or not",
	"\x1b[2J\x1b[31mred", "\x1b]8;;https://evil.example\x07click\x1b]8;;\x07", "back\b\b\bspace", "\u009b31mC1", "nul\x00byte",
	"cr\roverwrites",
	"\u202egnp.exe", "\u2066isolate", "tag\U000e0041", "\u2028separator",
	"=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠A1", " =1", "=cmd|' /C calc'!A0",
	`=HYPERLINK("https://evil.example","x")`,
	"@octocat please look", "fixes #12 and GH-7", "!merge ~label $snippet &epic %milestone", "user@evil.example", "https://evil.example/x",
	"www.evil.example",
	"<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "<!-- hidden", "&lt;b&gt;", "[click](https://evil.example)",
	"![x](https://evil.example/p.png)",
	"| extra | cells |", "`code` and ` alone", "**bold** _it_ ~~gone~~", "\\| backslash", "# heading", "- item", "1. item", "```\nfence",
	"{0} {{1}} ]( brace", "\"quoted\", 'single'; semicolon", "a:b,c", "]]>", "\xff\xfeinvalid UTF-8", "_x000D_", "ünïcödé 文書 مستند",
}

var update = flag.Bool("update", false, "write the golden files anew")

// Golden compares with a file of testdata, or writes it with -update.
func Golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
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
