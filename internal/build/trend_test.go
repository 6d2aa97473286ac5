package build_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/google/go-cmp/cmp"

	"clausebook/internal/build"
	"clausebook/internal/date"
	"clausebook/internal/trace"
)

const trendStandard = `id: mini
name: Mini
edition: "1"
title: A standard of one clause
status: current
certifiable: false
clauses:
  - {id: "1", title: One, summary: The clause., required: [plan, policy, survey, log]}
required:
  - {id: plan, title: Plan, kind: document, type: plan, clauses: ["1"], strength: explicit, cardinality: one}
  - {id: policy, title: Policy, kind: document, type: policy, clauses: ["1"], strength: explicit, cardinality: one}
  - {id: survey, title: Survey, kind: record, type: record, clauses: ["1"], strength: explicit, cardinality: many}
  - {id: log, title: Log, kind: record, type: record, clauses: ["1"], strength: explicit, cardinality: many}
`

// serving writes a document that fulfils a required one.
func serving(what, status, reviewed string) string {
	return "---\nid: " + strings.ToUpper(
		what,
	) + "\ntitle: The " + what + "\ntype: " + what + "\nversion: \"1.0\"\nstatus: " + status + "\nowner: boss\napproved_by: " +
		"ann\napproved_on: " +
		reviewed + "\nreviewed_on: " + reviewed + "\nreview_every: P6M\nfulfils: [" + what + "]\n---\nText.\n"
}

// grown makes a repository with a year of history: documents come after the first commit, a review falls due in months
// without a commit, a configuration is broken for a month, another reads documents in another way, and a waiver ends.
func grown(t *testing.T) *repo {
	t.Helper()
	r := newRepo(t)
	on := func(day string, files map[string]string) {
		when, err := time.Parse(time.DateOnly, day)
		r.must(err)
		r.when = when
		r.commit(files)
	}
	config := "standards: [mini.yaml]\n"
	on("2025-07-03", map[string]string{"readme.txt": "Nothing yet.\n"})
	on(
		"2025-09-10",
		map[string]string{"clausebook.yaml": config, "mini.yaml": trendStandard, "content/policy.md": serving("policy", "draft", "2025-09-10")},
	)
	on("2025-10-31", map[string]string{"content/policy.md": serving("policy", "approved", "2025-10-31")})
	on("2026-01-05", map[string]string{"clausebook.yaml": "standards: nothing of the kind: [\n"})
	on("2026-02-05", map[string]string{"clausebook.yaml": config + "fields: {staat: status}\n",
		"content/plan.md": strings.Replace(serving("plan", "approved", "2026-02-05"), "status:", "staat:", 1)})
	on(
		"2026-03-05",
		map[string]string{
			"clausebook.yaml": config + "waivers:\n  - {target: survey, reason: moves to autumn, approved_by: ann, expires: 2026-05-15}\n",
			"content/plan.md": serving("plan", "approved", "2026-02-05"),
		},
	)
	on("2026-06-05", map[string]string{"content/policy.md": serving("policy", "approved", "2026-06-05")})
	return r
}

// at gives options as of a day, with the trend.
func (r *repo) at(day string) build.Options {
	r.t.Helper()
	now, err := time.Parse(time.DateOnly, day)
	r.must(err)
	return build.Options{Dir: r.dir, Tool: "tested", Trend: true, Now: func() time.Time { return now }}
}

func (r *repo) gather(o build.Options) *build.Project {
	r.t.Helper()
	p, err := build.Gather(context.Background(), o)
	r.must(err)
	return p
}

// TestTrendIsWhatADayWasJudged holds that every day of the trend says what a report as of that day says.
func TestTrendIsWhatADayWasJudged(t *testing.T) {
	t.Parallel()
	r := grown(t)
	trend := r.gather(r.at("2026-06-20")).Dossier.Trend
	var days []string
	for _, at := range trend.Points {
		word := at.Day.String() + " " + string(at.Unjudged)
		days = append(days, strings.TrimSpace(word))
		o := r.at("2026-06-20")
		o.AsOf, o.Trend = at.Day.String(), false
		p, err := build.Gather(context.Background(), o)
		if at.Unjudged != "" {
			if err == nil || at.Items != nil {
				t.Errorf("%s: a report gives %v, the trend %v", at.Day, err, at.Items)
			}
			continue
		}
		r.must(err)
		want := trace.Tally(p.Dossier.Matrix.Standard("mini").Required)
		if diff := cmp.Diff(want, at.Counts("mini")); diff != "" || string(at.Commit) != p.Dossier.AsOf.Revision {
			t.Errorf("%s at %s, a report at %s (-report +trend):\n%s", at.Day, at.Commit, p.Dossier.AsOf.Revision, diff)
		}
	}
	want := []string{
		"2025-09-30",
		"2025-10-31",
		"2025-11-30",
		"2025-12-31",
		"2026-01-31 no-configuration",
		"2026-02-28",
		"2026-03-31",
		"2026-04-30",
		"2026-05-31",
	}
	if diff := cmp.Diff(want, days); diff != "" {
		t.Errorf("days (-want +got):\n%s", diff)
	}
	states := func(i int, s trace.State) int { return trend.Points[i].Counts("mini")[s] }
	for _, c := range []struct {
		day   int
		state trace.State
		want  int
	}{{0, trace.Draft, 1}, {1, trace.Met, 1}, {5, trace.Met, 2}, {6, trace.Waived, 1}, {7, trace.Overdue, 0}, {8, trace.Overdue, 1}, {8,
		trace.Waived, 0}} {
		if got := states(c.day, c.state); got != c.want {
			t.Errorf("%s: %d %s, want %d", days[c.day], got, c.state, c.want)
		}
	}
}

// TestTrendFromTheCache is the same as one judged anew, also where the cache is damaged, and is made once.
func TestTrendFromTheCache(t *testing.T) {
	t.Parallel()
	r := grown(t)
	judged := 0
	o := r.at("2026-06-20")
	o.Stage = func(what string) {
		if strings.HasPrefix(what, "judging 2") {
			judged++
		}
	}
	first := r.gather(o)
	files, err := filepath.Glob(filepath.Join(r.dir, ".clausebook", "cache", "trend-*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("files of the trend in the cache: %v, %v", files, err)
	}
	same := func(step string, o build.Options, want int) {
		t.Helper()
		judged = 0
		p := r.gather(o)
		if diff := cmp.Diff(first.Dossier.Trend, p.Dossier.Trend, cmp.AllowUnexported(date.Date{})); diff != "" {
			t.Errorf("%s (-first +got):\n%s", step, diff)
		}
		if judged != want {
			t.Errorf("%s: %d days judged, want %d", step, judged, want)
		}
	}
	// What cannot be judged is not kept: two days before there were documents, and one with a broken configuration.
	all, unjudged := len(first.Dossier.Trend.Points)+2, 3
	same("kept", o, unjudged)
	for name, text := range map[string]string{"cut": "x", "empty": ""} {
		r.must(os.WriteFile(files[0], []byte(text), 0o600))
		same(name, o, all)
	}
	r.must(os.Remove(files[0]))
	r.must(os.WriteFile(filepath.Join(r.dir, "notes.txt"), nil, 0o600))
	again := o
	again.Previous = first
	same("previous", again, unjudged)
	other := o
	other.Tool = "another"
	same("another tool", other, all)
	// A tag may approve from the day on which it was made.
	head, err := r.git.Head()
	r.must(err)
	tagger := &object.Signature{Name: "Ada Tester", Email: "ada@example.org", When: time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC)}
	_, err = r.git.CreateTag("v1", head.Hash(), &git.CreateTagOptions{Tagger: tagger, Message: "POLICY 1.0"})
	r.must(err)
	same("kept for the other tool", other, unjudged+3)
	o.Tool = ""
	same("a tool without a name", o, all)
}

// TestTrendFollowsTheStandardsOfToday holds old days against what is asked for now.
func TestTrendFollowsTheStandardsOfToday(t *testing.T) {
	t.Parallel()
	r := grown(t)
	before := r.gather(r.at("2026-06-20")).Dossier.Trend
	more := strings.Replace(
		trendStandard,
		", log]",
		", log, more]",
		1,
	) + "  - {id: more, title: More, kind: document, type: plan, clauses: [\"1\"], strength: explicit, cardinality: one}\n"
	r.must(os.WriteFile(filepath.Join(r.dir, "mini.yaml"), []byte(more), 0o600))
	after := r.gather(r.at("2026-06-20")).Dossier.Trend
	for i, at := range after.Points {
		if was := before.Points[i].Counts("mini")[trace.Missing]; at.Items != nil && at.Counts("mini")[trace.Missing] != was+1 {
			t.Errorf("%s: %d missing, %d before something more was asked for", at.Day, at.Counts("mini")[trace.Missing], was)
		}
	}
}

// TestNoTrend has none where nobody asks, where there is no history, and where it is younger than a month.
func TestNoTrend(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.commit(map[string]string{"content/a.md": policy("A")})
	if got := r.gather(r.options()).Dossier.Trend; got != nil {
		t.Errorf("nobody asked for %+v", got)
	}
	if got := r.gather(r.at("2026-05-31")).Dossier.Trend; got == nil || len(got.Points) != 0 {
		t.Errorf("in the first month: %+v", got)
	}
	got := r.gather(r.at("2026-06-01")).Dossier.Trend
	if len(got.Points) != 1 || got.Points[0].Day != date.New(2026, 5, 31) {
		t.Errorf("a day later: %+v", got)
	}
	r.must(os.RemoveAll(filepath.Join(r.dir, ".git")))
	if got := r.gather(r.at("2026-06-01")).Dossier.Trend; got == nil || len(got.Points) != 0 {
		t.Errorf("without a repository: %+v", got)
	}
}

// TestSameBytesWithAndWithoutCache builds a site cold and warm.
func TestSameBytesWithAndWithoutCache(t *testing.T) {
	t.Parallel()
	r := grown(t)
	pages := func() map[string]string {
		files, err := build.Plan(r.gather(r.at("2026-06-20")))
		r.must(err)
		out := map[string]string{}
		for _, f := range files {
			var b strings.Builder
			r.must(f.Write(&b))
			out[f.Path] = b.String()
		}
		return out
	}
	cold := pages()
	if !strings.Contains(cold["trend.html"], "not judged: its configuration is not valid") ||
		!strings.Contains(cold["index.html"], `id="trend-chart-title"`) {
		t.Error("the site has no trend")
	}
	if diff := cmp.Diff(cold, pages()); diff != "" {
		t.Errorf("with a cache the site differs (-cold +warm):\n%s", diff)
	}
}
