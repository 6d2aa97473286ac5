package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"

	"clausebook/internal/check"
	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/form"
	"clausebook/internal/report/reporttest"
	"clausebook/schemas"
)

func written(t testing.TB, format string, r Report) string {
	t.Helper()
	for _, f := range Formats() {
		if f.Name == format {
			var b bytes.Buffer
			if err := f.Write(&b, r); err != nil {
				t.Fatalf("%s: %v", format, err)
			}
			return b.String()
		}
	}
	t.Fatalf("unknown format %s", format)
	return ""
}

func TestFormatsAsGolden(t *testing.T) {
	t.Parallel()
	for _, f := range Formats() {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			reporttest.Golden(t, "findings."+f.Name, written(t, f.Name, small(t)))
		})
	}
}

// read is a finding as a reader of some format gets it back; what the format does not carry stays empty.
type read struct {
	Rule, Severity, Fingerprint string
	File                        string
	Line                        int
}

// readers parse each format for machines the way its readers do.
var readers = map[string]func(t *testing.T, out string) []read{
	"json": func(t *testing.T, out string) (got []read) {
		var r jsonReport
		strict(t, out, &r)
		for _, f := range r.Findings {
			got = append(got, read{f.Rule, f.Severity, f.Fingerprint, f.File, f.Line})
		}
		return got
	},
	"jsonl": func(t *testing.T, out string) (got []read) {
		for line := range strings.Lines(out) {
			var f jsonFinding
			strict(t, line, &f)
			got = append(got, read{f.Rule, f.Severity, f.Fingerprint, f.File, f.Line})
		}
		return got
	},
	"sarif":  readSARIF,
	"junit":  readJUnit,
	"github": readGitHub,
	"gitlab": func(t *testing.T, out string) (got []read) {
		var issues []gitlabIssue
		strict(t, out, &issues)
		for _, i := range issues {
			got = append(
				got,
				read{
					i.CheckName,
					map[string]string{"major": "error", "minor": "warning", "info": "info"}[i.Severity],
					i.Fingerprint,
					i.Location.Path,
					i.Location.Lines.Begin,
				},
			)
		}
		return got
	},
	"concise": func(t *testing.T, out string) (got []read) {
		for line := range strings.Lines(out) {
			m := regexp.MustCompile(`^.*?: (error|warning|info): ([A-Z]{2}\d{3}): `).FindStringSubmatch(line)
			if m == nil {
				t.Fatalf("not a line of the concise format: %q", line)
			}
			got = append(got, read{Rule: m[2], Severity: m[1]})
		}
		return got
	},
	"text": func(_ *testing.T, out string) (got []read) {
		for _, m := range regexp.MustCompile(`(?m)^(error|warning|info)\[([A-Z]{2}\d{3})\]: `).FindAllStringSubmatch(out, -1) {
			got = append(got, read{Rule: m[2], Severity: m[1]})
		}
		return got
	},
	"markdown": func(t *testing.T, out string) (got []read) {
		for _, m := range regexp.MustCompile(`(?m)^\| (error|warning|info) \| ([A-Z]{2}\d{3}) \| .* \|$`).FindAllStringSubmatch(out, -1) {
			got = append(got, read{Rule: m[2], Severity: m[1]})
		}
		return got
	},
}

func strict(t *testing.T, text string, into any) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		t.Fatalf("%v in %.300s", err, text)
	}
}

func readSARIF(t *testing.T, out string) (got []read) {
	report, err := sarif.FromString(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range report.Runs[0].Results {
		if rule := report.Runs[0].Tool.Driver.Rules[r.RuleIndex]; *rule.ID != *r.RuleID {
			t.Fatalf("ruleIndex points at %s, want %s", *rule.ID, *r.RuleID)
		}
		where := r.Locations[0].PhysicalLocation
		got = append(
			got,
			read{
				*r.RuleID,
				map[string]string{"error": "error", "warning": "warning", "note": "info"}[r.Level],
				r.PartialFingerprints["clausebook/v1"],
				*where.ArtifactLocation.URI,
				*where.Region.StartLine,
			},
		)
	}
	return got
}

func readJUnit(t *testing.T, out string) (got []read) {
	var s junitSuites
	if err := xml.Unmarshal([]byte(out), &s); err != nil {
		t.Fatal(err)
	}
	tests, failures := 0, 0
	for _, suite := range s.Suites {
		tests += len(suite.Cases)
		for _, c := range suite.Cases {
			if c.Name == "no findings" {
				continue
			}
			words := c.Out
			if c.Failure != nil {
				words = c.Failure.Text
				failures++
			}
			m := regexp.MustCompile(`: (error|warning|info): ([A-Z]{2}\d{3}): `).FindStringSubmatch(words)
			if m == nil {
				t.Fatalf("a case does not tell its finding: %q", words)
			}
			got = append(got, read{Rule: m[2], Severity: m[1], File: c.File, Line: c.Line})
		}
	}
	if tests != s.Tests || failures != s.Failures {
		t.Fatalf("counts %d tests, %d failures; holds %d and %d", s.Tests, s.Failures, tests, failures)
	}
	return got
}

// readGitHub reads workflow commands as the runner does: a line that starts with two colons after blanks, properties
// between commas, then the message; escapes undone last.
func readGitHub(t *testing.T, out string) (got []read) {
	for line := range strings.Lines(out) {
		m := regexp.MustCompile(`^::(error|warning|notice) (.*?)::(.*)\n$`).FindStringSubmatch(line)
		if m == nil {
			t.Fatalf("not a workflow command: %q", line)
		}
		f := read{Severity: strings.Replace(m[1], "notice", "info", 1)}
		for _, p := range strings.Split(m[2], ",") {
			key, value, ok := strings.Cut(p, "=")
			value = strings.NewReplacer("%2C", ",", "%3A", ":", "%0A", "\n", "%0D", "\r", "%25", "%").Replace(value)
			switch {
			case !ok || strings.ContainsAny(key, " %"):
				t.Fatalf("not a property: %q in %q", p, line)
			case key == "title":
				f.Rule, _, _ = strings.Cut(value, ":")
			case key == "file":
				f.File = value
			case key == "line":
				f.Line, _ = strconv.Atoi(value)
			}
		}
		got = append(got, f)
	}
	return got
}

// want gives the findings as a format can carry them.
func want(format string, r Report) []read {
	var out []read
	fs := slices.Clone(r.Findings)
	if format != "json" {
		slices.SortStableFunc(fs, func(a, b Finding) int { return int(b.Severity) - int(a.Severity) })
	}
	if format == "junit" {
		slices.SortStableFunc(fs, func(a, b Finding) int { return strings.Compare(a.Pos.File, b.Pos.File) })
	}
	for _, f := range fs {
		w := read{Rule: string(f.Rule), Severity: f.Severity.String()}
		switch format {
		case "json", "jsonl":
			w.Fingerprint, w.File, w.Line = f.Fingerprint, strings.ToValidUTF8(f.Pos.File, "\ufffd"), f.Pos.Line
		case "gitlab", "sarif":
			w.Fingerprint = f.Fingerprint
			w.File, w.Line = Report{}.placeOf(f)
		case "github", "junit":
			w.File, w.Line = f.Pos.File, f.Pos.Line
		}
		out = append(out, w)
	}
	return out
}

// Every format tells of the same findings, in number, rule, severity and order, and where it can of file, line and
// fingerprint.
func TestFormatsAgree(t *testing.T) {
	t.Parallel()
	for seed := range uint64(30) {
		r := randomReport(seed, int(seed)*3)
		for _, format := range Formats() {
			if format.Name == "short" {
				continue // it says at once what is alike; TestShort
			}
			got := readers[format.Name](t, written(t, format.Name, r))
			if diff := cmp.Diff(want(format.Name, r), got); diff != "" {
				t.Fatalf("seed %d, %s (-want +got):\n%s", seed, format.Name, diff)
			}
		}
	}
}

func TestEmptyReports(t *testing.T) {
	t.Parallel()
	r := Report{Tool: "1.2.3"}
	for format, want := range map[string]string{"short": "", "text": "", "concise": "", "jsonl": "", "github": "", "gitlab": "[]\n"} {
		if got := written(t, format, r); got != want {
			t.Errorf("%s of no findings = %q, want %q", format, got, want)
		}
	}
	if got := written(t, "junit", r); !strings.Contains(got, `tests="1" failures="0"`) {
		t.Errorf("a JUnit report of no findings has no passing case, so that build servers call it empty:\n%s", got)
	}
	if got := written(t, "markdown", r); !strings.HasPrefix(got, "### clausebook: no findings\n") {
		t.Errorf("markdown = %q", got)
	}
	if err := sarifOf(t, r).Validate(); err != nil {
		t.Error(err)
	}
}

func sarifOf(t *testing.T, r Report) *sarif.Report {
	t.Helper()
	report, err := sarif.FromString(written(t, "sarif", r))
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestSARIFIsValid(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]Report{"small": small(t), "hostile": hostileReport(), "random": randomReport(3, 200)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := sarifOf(t, r).Validate(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestSARIFDetails(t *testing.T) {
	t.Parallel()
	fs := fingerprinted(
		[]diag.Finding{{Rule: "ID001", Severity: diag.Error, Pos: diag.Pos{File: "content/a b:c%.md", Line: 4, Col: 3, EndCol: 9},
			Message: "see [here](https://evil.example) {0}", Related: []diag.Note{{Pos: diag.Pos{File: "content/é.md", Line: 2},
				Message: "first"}}}},
	)
	run := sarifOf(t, Report{Findings: fs, Rules: small(t).Rules}).Runs[0]
	r := run.Results[0]
	at := r.Locations[0].PhysicalLocation
	got := []any{
		*at.ArtifactLocation.URI,
		*at.ArtifactLocation.URIBaseID,
		*at.Region.StartLine,
		*at.Region.StartColumn,
		*at.Region.EndColumn,
		*r.Message.Text,
		*r.RelatedLocations[0].PhysicalLocation.ArtifactLocation.URI,
		*run.ColumnKind,
	}
	want := []any{
		"content/a%20b:c%25.md",
		"%SRCROOT%",
		4,
		3,
		9,
		`See [here\](https://evil.example) {{0}}.`,
		"content/%C3%A9.md",
		"unicodeCodePoints",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if uri := *physical(diag.Pos{File: "javascript:x.md"}).ArtifactLocation.URI; uri != "./javascript:x.md" {
		t.Errorf("a file name that looks like a scheme became %q", uri)
	}
}

func TestJSONFitsItsSchema(t *testing.T) {
	t.Parallel()
	schema := findingsSchema(t)
	baseline := small(t)
	baseline.Accepted, baseline.Stale = baseline.Findings[:1], BaselineOf(baseline).Entries
	baseline.Excepted = []check.Excepted{
		{Finding: baseline.Findings[1].Finding, Reason: "a transition", Until: baseline.AsOf, Pos: diag.Pos{File: "content/a.md", Line: 7}},
	}
	for name, r := range map[string]Report{"small": small(t), "hostile": hostileReport(), "empty": {AsOf: small(t).AsOf},
		"baseline": baseline} {
		t.Run(name, func(t *testing.T) {
			value, err := jsonschema.UnmarshalJSON(strings.NewReader(written(t, "json", r)))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(value); err != nil {
				t.Error(err)
			}
		})
	}
}

// The schema is worth something only if it refuses what is wrong.
func TestSchemaRefuses(t *testing.T) {
	t.Parallel()
	schema := findingsSchema(t)
	good := written(t, "json", small(t))
	for name, change := range map[string][2]string{
		"unknown key": {`"rule": "RQ001",`, `"rule": "RQ001", "colour": "red",`},
		"line zero":   {`"line": 3,`, `"line": 0,`},
		"severity":    {`"severity": "error",`, `"severity": "fatal",`},
		"no message":  {`"message": "` + "`aproved`" + ` is no status",`, ``},
		"version":     {`"version": 1,`, `"version": 2,`},
	} {
		t.Run(name, func(t *testing.T) {
			bad := strings.Replace(good, change[0], change[1], 1)
			if bad == good {
				t.Fatalf("the output holds no %s", change[0])
			}
			value, err := jsonschema.UnmarshalJSON(strings.NewReader(bad))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(value); err == nil {
				t.Error("the schema accepts it")
			}
		})
	}
}

func findingsSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	f, err := schemas.FS.Open("findings.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // read only
	value, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("findings.schema.json", value); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("findings.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// No format lets a character through that acts on a terminal, and none lets a document write a line that a build
// server obeys.
func TestNothingActsInALog(t *testing.T) {
	t.Parallel()
	r := hostileReport()
	r.Sources = func(path string) []byte { return []byte(strings.Repeat(path+"\n", 80)) }
	for _, f := range Formats() {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			out := written(t, f.Name, r)
			for i, c := range out {
				if c != '\n' && form.Acting(c) {
					t.Fatalf("%U at %d: …%q…", c, i, out[max(i-40, 0):min(i+40, len(out))])
				}
			}
			if !utf8.ValidString(out) {
				t.Error("not valid UTF-8")
			}
			if f.Name == "github" {
				return // its lines are commands; readGitHub holds that none is forged
			}
			for line := range strings.Lines(out) {
				if strings.HasPrefix(strings.TrimSpace(line), "::") || regexp.MustCompile(`##(vso|teamcity)?\[`).MatchString(line) {
					t.Errorf("a build server obeys %q", line)
				}
			}
		})
	}
}

func TestGitHubCommandsAreNotForged(t *testing.T) {
	t.Parallel()
	r := hostileReport()
	got := readGitHub(t, written(t, "github", r))
	if len(got) != len(r.Findings) {
		t.Fatalf("%d commands for %d findings", len(got), len(r.Findings))
	}
	for i, f := range r.shown() {
		if f.Pos.File != "" && !strings.ContainsFunc(strings.NewReplacer("\r", "", "\n", "").Replace(f.Pos.File), form.Acting) &&
			utf8.ValidString(f.Pos.File) &&
			!strings.Contains(f.Pos.File, "##") &&
			got[i].File != f.Pos.File {
			t.Errorf("file = %q, want %q", got[i].File, f.Pos.File)
		}
	}
}

// A comment shows exactly what the documents say: no markup, no link, no image, no mention and no reference comes of it.
func TestMarkdownIsInert(t *testing.T) {
	t.Parallel()
	r := hostileReport()
	out := written(t, "markdown", r)
	rows := strings.Count(out, "\n| error |") + strings.Count(out, "\n| warning |")
	if want := 2 * len(reporttest.Hostile); rows != want {
		t.Fatalf("%d rows, want %d", rows, want)
	}
	page := gfm(t, out)
	for _, tag := range regexp.MustCompile(`<(/?[a-zA-Z!][^>]*)>`).FindAllStringSubmatch(page, -1) {
		if name := strings.TrimPrefix(tag[1], "/"); !slices.Contains(
			[]string{"h3", "h4", "p", "table", "thead", "tbody", "tr", "th", "td", "code"},
			name,
		) {
			t.Errorf("<%s> came of a document", tag[1])
		}
	}
	if got, want := strings.Count(page, "<td>"), 5*(rows+len(r.Excepted)); got != want {
		t.Errorf("%d cells, want %d", got, want)
	}
	for _, pattern := range []string{`@[\w-]`, `[#!~$&^][0-9A-Za-z]`, `https?://`, `www\.[a-z]`} {
		text := regexp.MustCompile(`&(amp|lt|gt|quot|#39);`).ReplaceAllString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(page, " "), "_")
		if at := regexp.MustCompile(pattern).FindString(text); at != "" {
			t.Errorf("a forge finds %q in the page", at)
		}
	}
}

func gfm(t *testing.T, source string) string {
	t.Helper()
	var b bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe())).Convert([]byte(source),
		&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestMarkdownFitsAComment(t *testing.T) {
	t.Parallel()
	r := randomReport(1, 5000)
	out := written(t, "markdown", r)
	if len(out) > 65_536 {
		t.Errorf("%d bytes, a comment takes 65,536", len(out))
	}
	shown := strings.Count(out, "\n| error |") + strings.Count(out, "\n| warning |") + strings.Count(out, "\n| info |")
	if want := fmt.Sprintf("And %d more:", 5000-shown); !strings.Contains(out, want) {
		t.Errorf("%d rows are shown, but it does not say %q", shown, want)
	}
}

func TestConciseLineNeverStartsACommand(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"::error::x", ":", " ::x", ": :"} {
		got := linePlace(diag.Finding{Pos: diag.Pos{File: file, Line: 1}})
		if strings.HasPrefix(strings.TrimSpace(got+": error: "), ":") {
			t.Errorf("%q begins the line %q", file, got)
		}
	}
}

func TestJUnitNamesAreUnique(t *testing.T) {
	t.Parallel()
	r := report(link(3, "no file `x.md`"), link(9, "no file `x.md`"), link(9, "no file `y.md`"))
	var s junitSuites
	if err := xml.Unmarshal([]byte(written(t, "junit", r)), &s); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range s.Suites[0].Cases {
		got = append(got, c.Name)
	}
	want := []string{"LK001 no file `x.md`", "LK001 no file `x.md` (2)", "LK001 no file `y.md`"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestJUnitFailsWhatTheRunFails(t *testing.T) {
	t.Parallel()
	for failOn, want := range map[diag.Severity]int{diag.Unset: 0, diag.Error: 2, diag.Warning: 3, diag.Info: 4} {
		r := small(t)
		r.FailOn = failOn
		if got := strings.Count(written(t, "junit", r), "<failure "); got != want {
			t.Errorf("--fail-on %s: %d failures, want %d", failOn, got, want)
		}
		if r.Fails() != (want > 0) {
			t.Errorf("--fail-on %s: Fails = %v", failOn, r.Fails())
		}
	}
}

// TestExceptedAreTold wants what documents except in the report, with the reason and the last day, and not among the
// findings.
func TestExceptedAreTold(t *testing.T) {
	t.Parallel()
	r := report(link(3, "no file `x.md`"))
	r.AsOf, r.Documents = date.New(2026, 11, 30), 2
	r.Excepted = []check.Excepted{
		{
			Finding: diag.Finding{
				Rule:     "TX005",
				Severity: diag.Warning,
				Pos:      diag.Pos{File: "content/b.md", Line: 8},
				Message:  "`TODO` is left in the text",
			},
			Reason: "agreed with the keeper",
			Until:  date.New(2026, 12, 31),
			Pos:    diag.Pos{File: "content/b.md", Line: 6},
		},
	}
	for format, wants := range map[string][]string{
		"text": {"excepted by their documents, not counted:\n  content/b.md:8: TX005: `TODO` is left in the text\n    until 2026-12-31: agreed " +
			"with the keeper (content/b.md:6)\n"},
		"markdown": {"1 excepted by their documents", "#### Excepted by their documents, not counted: 1",
			"| TX005 | <code>content/b.md:8</code> | <code>TODO</code> is left in the text | agreed with the keeper | 2026-12-31 |"},
		"json": {`"reason": "agreed with the keeper"`, `"until": "2026-12-31"`, `"excepted": 1`},
	} {
		out := written(t, format, r)
		for _, want := range wants {
			if !strings.Contains(out, want) {
				t.Errorf("%s does not say %q:\n%s", format, want, out)
			}
		}
	}
	if r.Fails() || r.Counts().Warnings > 0 {
		t.Error("what is excepted counts")
	}
}
