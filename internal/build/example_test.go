package build_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	documents "clausebook"
	"clausebook/internal/build"
	"clausebook/internal/gittest"
	"clausebook/internal/longtest"
	"clausebook/internal/output"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
)

// imported makes a repository whose one commit brings the example, as an organization adopts its documents. The history
// of content/ in this repository is that of its maintainers, not of the invented company.
func imported(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, documents.FS); err != nil {
		t.Fatal(err)
	}
	who := gittest.By("Maintainer", "maintainer@example.org", time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC))
	if _, err := gittest.Snapshot(dir, "content: bring the example", who); err != nil {
		t.Fatal(err)
	}
	return dir
}

// example gathers the example on a day years from now: its pinned day must win.
func example(t *testing.T, dir, cache string) *build.Project {
	t.Helper()
	now := func() time.Time { return time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC) }
	p, err := build.Gather(context.Background(), build.Options{Dir: dir, Cache: cache, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestExampleHasItsGaps pins what the example shows: gaps of each kind, and nothing else wrong. Of four records of operation
// the months are not all there.
func TestExampleHasItsGaps(t *testing.T) {
	t.Parallel()
	d := example(t, imported(t), t.TempDir()).Dossier
	got := map[string]trace.State{}
	for _, c := range d.Matrix.Gaps() {
		got[c.Ref.Item] = c.State
		if c.Reason.IsZero() || c.Fix.IsZero() && c.State != trace.Waived {
			t.Errorf("%s has no reason or no way to fix it: %+v", c.Ref, c)
		}
	}
	want := map[string]trace.State{
		"demand-report":                trace.Missing,
		"capacity-plan":                trace.Draft,
		"service-continuity-plan":      trace.Overdue,
		"service-requirements":         trace.Partly,
		"incident-records":             trace.Partly,
		"problem-records":              trace.Partly,
		"request-for-change-records":   trace.Partly,
		"service-request-records":      trace.Partly,
		"customer-satisfaction-report": trace.Waived,

		"isms-scope":                      trace.Missing,
		"risk-assessment-process":         trace.Missing,
		"risk-treatment-process":          trace.Missing,
		"risk-treatment-plan":             trace.Missing,
		"risk-treatment-results":          trace.Missing,
		"information-security-objectives": trace.Missing,
		"information-security-policy":     trace.Partly, // these are carried over, in part
		"monitoring-results":              trace.Partly,
		"operational-control-records":     trace.Partly,
		"risk-assessment-results":         trace.Partly,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the gaps differ (-want +got):\n%s", diff)
	}
	var rules []string
	for _, f := range slices.Concat(d.Findings, d.Gaps) {
		if f.Rule != "CV003" { // clauses of the other standards, as package check has them
			rules = append(rules, strings.TrimSpace(fmt.Sprintf("%s %s", f.Rule, f.Subject)))
		}
	}
	slices.Sort(rules)
	const s, s27 = "iso20000-1-2018:", "iso27001-2022:"
	findings := []string{
		"IM004 AUD-KMC-2025#F-KMC-2025-2", "RQ001 " + s + "demand-report", "RQ001 " + s27 + "information-security-objectives", "RQ001 " + s27 + "isms-scope",
		"RQ001 " + s27 + "risk-assessment-process", "RQ001 " + s27 + "risk-treatment-plan",
		"RQ001 " + s27 + "risk-treatment-process", "RQ001 " + s27 + "risk-treatment-results", "RQ002 " + s + "capacity-plan",
		"RQ003 " + s + "service-continuity-plan", "RQ004 " + s + "service-requirements",
		"RQ010 " + s + "incident-records", "RQ010 " + s + "problem-records",
		"RQ010 " + s + "request-for-change-records", "RQ010 " + s + "service-request-records",
		"RV007", "ST006 " + s27 + "information-security-policy", "ST006 " + s27 + "monitoring-results",
		"ST006 " + s27 + "operational-control-records", "ST006 " + s27 + "risk-assessment-results",
	}
	if diff := cmp.Diff(findings, rules); diff != "" {
		t.Errorf("the findings differ (-want +got):\n%s", diff)
	}
}

// TestExampleMatrixIsWhole wants a state and a reason for every item of every standard.
func TestExampleMatrixIsWhole(t *testing.T) {
	t.Parallel()
	p := example(t, imported(t), t.TempDir())
	m := p.Dossier.Matrix.Standard("iso20000-1-2018")
	if m == nil {
		t.Fatal("the example does not use iso20000-1-2018")
	}
	for _, list := range []struct {
		what  string
		cells []trace.Cell
		want  int
	}{{"clauses", m.Clauses, 88}, {"requirements", m.Requirements, 292}, {"required documents", m.Required, 108}} {
		if len(list.cells) != list.want {
			t.Errorf("%d %s in the matrix, want %d", len(list.cells), list.what, list.want)
		}
		for _, c := range list.cells {
			if c.State.Rank() >= len(trace.States) || c.Reason.IsZero() {
				t.Errorf("%s: state %q, reason %q", c.Ref, c.State, c.Reason)
			}
			for _, e := range c.Evidence {
				if d := p.Dossier.Docs.ByPath(e.Path); d == nil || d.ID != e.Document {
					t.Errorf("%s rests on %s, which does not exist", c.Ref, e.Path)
				}
			}
		}
	}
	processes := p.Dossier.Matrix.Standard("iso20000-4").Processes
	if len(processes) != 26 {
		t.Errorf("%d processes, want 26", len(processes))
	}
	for _, c := range processes {
		if c.State == trace.Missing {
			t.Errorf("%s is covered by no document: %s", c.Ref, c.Reason)
		}
	}
}

// TestExampleFilesEveryRequiredDocument wants a file for each explicit entry of the documentation set but the two
// that are planned to have none.
func TestExampleFilesEveryRequiredDocument(t *testing.T) {
	t.Parallel()
	d := example(t, imported(t), t.TempDir()).Dossier
	filed := map[string]bool{}
	for _, doc := range d.Docs.Documents {
		for _, f := range doc.Fulfils {
			filed[f] = true
		}
	}
	without := []string{}
	for _, r := range d.Standards.Standard("iso20000-1-2018").Required {
		if r.Strength == standard.Explicit && !filed[r.ID] {
			without = append(without, r.ID)
		}
	}
	slices.Sort(without)
	want := []string{"customer-satisfaction-report", "demand-report"}
	if diff := cmp.Diff(want, without); diff != "" {
		t.Errorf("explicit entries without a file differ (-want +got):\n%s", diff)
	}
}

func hashes(t *testing.T, files []output.File) map[string]string {
	t.Helper()
	out := make(map[string]string, len(files))
	for _, f := range files {
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatalf("%s: %v", f.Path, err)
		}
		out[f.Path] = fmt.Sprintf("%x", sha256.Sum256(b.Bytes()))
	}
	return out
}

// TestExampleBuildsToTheSameBytes builds twice under other conditions; not parallel, for it sets them for the process.
func TestExampleBuildsToTheSameBytes(t *testing.T) {
	longtest.Skip(t, "the example, twice")
	dir, cache := imported(t), t.TempDir() // the cache is empty for the first build and full for the second
	first, err := build.Plan(example(t, dir, cache))
	if err != nil {
		t.Fatal(err)
	}
	want := hashes(t, first)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	defer func(l *time.Location) { time.Local = l }(time.Local)
	time.Local = time.FixedZone("far", 13*3600)
	t.Setenv("LC_ALL", "tr_TR.UTF-8")
	second, err := build.Plan(example(t, dir, cache))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, hashes(t, second)); diff != "" {
		t.Errorf("the second build differs:\n%s", diff)
	}
}
