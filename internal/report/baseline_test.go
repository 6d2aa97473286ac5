package report

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/diag"
)

func messages(fs []Finding) []string {
	out := []string{}
	for _, f := range fs {
		out = append(out, f.Pos.String()+" "+f.Message)
	}
	return out
}

func report(fs ...diag.Finding) Report {
	diag.Sort(fs)
	return Report{Findings: fingerprinted(fs)}
}

func link(line int, message string) diag.Finding {
	return diag.Finding{Rule: "LK001", Severity: diag.Error, Pos: diag.Pos{File: "content/a.md", Line: line, Col: 1}, Message: message}
}

func TestBaseline(t *testing.T) {
	t.Parallel()
	before := report(link(3, "no file `x.md`"), link(9, "no file `y.md`"), link(12, "no file `y.md`"),
		diag.Finding{Rule: "RV001", Pos: diag.Pos{File: "content/b.md", Line: 4}, Document: "B", Message: "the review is 12 days late"})
	for name, c := range map[string]struct {
		after                  Report
		left, accepted, wanted int
	}{
		"nothing changed": {before, 0, 4, 0},
		"lines moved":     {report(link(13, "no file `x.md`"), link(19, "no file `y.md`"), link(22, "no file `y.md`")), 0, 3, 1},
		"days went by": {report(diag.Finding{Rule: "RV001", Pos: diag.Pos{File: "content/b.md", Line: 4}, Document: "B",
			Message: "the review is 113 days late"}), 0, 1, 3},
		"the document moved": {report(diag.Finding{Rule: "RV001", Pos: diag.Pos{File: "content/c/b.md", Line: 4}, Document: "B",
			Message: "the review is 12 days late"}), 0, 1, 3},
		"one of two equals fixed": {report(link(9, "no file `y.md`")), 0, 1, 3},
		"a third equal one":       {report(link(3, "no file `y.md`"), link(9, "no file `y.md`"), link(12, "no file `y.md`")), 1, 2, 2},
		"another target":          {report(link(3, "no file `z.md`")), 1, 0, 4},
		"another rule, same message": {report(diag.Finding{Rule: "LK002", Pos: diag.Pos{File: "content/a.md", Line: 3},
			Message: "no file `x.md`"}), 1, 0, 4},
		"all fixed": {report(), 0, 0, 4},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := c.after.Against(reread(t, BaselineOf(before)))
			if len(got.Findings) != c.left || len(got.Accepted) != c.accepted || len(got.Stale) != c.wanted {
				t.Errorf("left %q, accepted %q, stale %v", messages(got.Findings), messages(got.Accepted), got.Stale)
			}
		})
	}
}

// TestBaselineOfConsequences wants that an accepted cause hides nothing that follows from it only now, and that a
// finding stays accepted when it comes to be told with its cause.
func TestBaselineOfConsequences(t *testing.T) {
	t.Parallel()
	cause := diag.Finding{
		Rule:     "AP003",
		Severity: diag.Error,
		Pos:      diag.Pos{File: "content/a.md", Line: 5},
		Document: "A",
		Message:  "changed after its approval",
	}
	effect := diag.Finding{
		Rule:     "RQ005",
		Severity: diag.Error,
		Pos:      diag.Pos{File: "content/a.md", Line: 6},
		Document: "A",
		Subject:  "std:plan",
		Message:  "not approved",
	}
	joined := cause
	joined.Consequences = []diag.Finding{effect}
	for name, c := range map[string]struct {
		before, after Report
		left          []string
		stale         int
	}{
		"both known alone, now joined":    {report(cause, effect), report(joined), nil, 0},
		"joined, now alone":               {report(joined), report(cause, effect), nil, 0},
		"the cause is fixed":              {report(joined), report(effect), nil, 1},
		"something follows from it now":   {report(cause), report(joined), []string{"RQ005"}, 0},
		"the cause of a known one is new": {report(effect), report(joined), []string{"AP003"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := c.after.Against(reread(t, BaselineOf(c.before)))
			var left []string
			for _, f := range got.Findings {
				left = append(left, string(f.Rule))
			}
			if diff := cmp.Diff(c.left, left); diff != "" || len(got.Stale) != c.stale {
				t.Errorf("%d entries stale, left (-want +got):\n%s", len(got.Stale), diff)
			}
		})
	}
}

func reread(t *testing.T, b Baseline) Baseline {
	t.Helper()
	var out bytes.Buffer
	if err := b.Write(&out); err != nil {
		t.Fatal(err)
	}
	back, err := ReadBaseline(&out)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b.Entries, back.Entries); diff != "" && len(b.Entries) > 0 {
		t.Fatalf("read back (-want +got):\n%s", diff)
	}
	return back
}

// A baseline written while another is in force takes over what that one accepted.
func TestBaselineOfAcceptedFindings(t *testing.T) {
	t.Parallel()
	all := report(link(3, "no file `x.md`"), link(9, "no file `y.md`"), link(9, "no file `y.md`"))
	half := all.Against(Baseline{Entries: BaselineOf(all).Entries[:2]})
	if diff := cmp.Diff(BaselineOf(all), BaselineOf(half)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestReadBaselineRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"nothing":        {"", "read the baseline"},
		"other version":  {`{"version": 2, "findings": []}`, "version 2"},
		"unknown key":    {`{"version": 1, "findings": [], "hide": true}`, "hide"},
		"no fingerprint": {`{"version": 1, "findings": [{"rule": "LK001", "message": "x"}]}`, "entry 1"},
		"cut off":        {`{"version": 1, "findings": [`, "read the baseline"},
		"something more": {`{"version": 1, "findings": []} {}`, "unexpected content"},
		"a list":         {`[]`, "read the baseline"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := ReadBaseline(strings.NewReader(c.text))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error = %v, want one that says %q", err, c.want)
			}
		})
	}
}

func TestIdentifiers(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"due 12 days ago":                     "",
		"`8.5.1` has 2 drafts":                "`8.5.1`",
		"`b` names `a`, which is none":        "`a` `b`",
		"it names `a` and then `b`":           "`a` `b`",
		"the section “Scope of it” is empty":  "“Scope of it”",
		"`never closed 12":                    "",
		"since 2026-01-02":                    "",
		"changed by Ada (commit 1a2b3c4)":     "1a2b3c4",
		"no record for 2026-Q2 and SVC-001":   "2026-Q2 SVC-001",
		"`owner: “x”` is no role of `people`": "`owner: “x”` `people`",
	} {
		if got := identifiers(in); got != want {
			t.Errorf("identifiers(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestWordsChangeNoFingerprint wants a baseline to fit after the words of all messages were changed, and no longer when
// what they speak of was.
func TestWordsChangeNoFingerprint(t *testing.T) {
	t.Parallel()
	say := func(gone, owner, late string) Report {
		return report(link(3, fmt.Sprintf(gone, "x.md")), link(9, fmt.Sprintf(gone, "y.md")),
			diag.Finding{Rule: "PE005", Pos: diag.Pos{File: "content/b.md", Line: 4}, Document: "B", Message: owner},
			diag.Finding{Rule: "RV001", Pos: diag.Pos{File: "content/b.md", Line: 5}, Document: "B", About: "review_every", Message: late})
	}
	before := BaselineOf(say("no file `%s`", "`boss` is no role of `people.yaml`", "the review is 12 days late"))
	for name, c := range map[string]struct {
		after Report
		left  int
	}{
		"other words":    {say("the target `%s` does not exist", "`people.yaml` has no role `boss`", "the review was due 12 days ago"), 0},
		"another target": {say("no file `z%s`", "`boss` is no role of `people.yaml`", "the review is 12 days late"), 2},
		"another owner":  {say("no file `%s`", "`chief` is no role of `people.yaml`", "the review is 12 days late"), 1},
		"another key": {report(diag.Finding{Rule: "RV001", Pos: diag.Pos{File: "content/b.md", Line: 5}, Document: "B",
			About: "reviewed_on", Message: "the review is 12 days late"}), 1},
		"the same key, a year": {report(diag.Finding{Rule: "RV001", Pos: diag.Pos{File: "content/b.md", Line: 5}, Document: "B",
			About: "review_every", Message: "the review is a year late"}), 0},
	} {
		if got := c.after.Against(reread(t, before)); len(got.Findings) != c.left {
			t.Errorf("%s: left %q, want %d", name, messages(got.Findings), c.left)
		}
	}
}

// FuzzBaseline holds that what is read can be written and read again, and that nothing makes it panic.
func FuzzBaseline(f *testing.F) {
	f.Add(`{"version": 1, "findings": [{"rule": "LK001", "file": "a", "message": "m", "fingerprint": "00"}]}`)
	f.Add(`{"version": 1, "findings": null}`)
	f.Add("{\"version\": 1, \"findings\": [{\"rule\": \"\u2028\", \"message\": \"\U000e0041\", \"fingerprint\": \"\\u202e\"}]}")
	f.Fuzz(func(t *testing.T, text string) {
		b, err := ReadBaseline(strings.NewReader(text))
		if err != nil {
			return
		}
		reread(t, b)
	})
}
