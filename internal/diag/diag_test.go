package diag

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// variants gives findings of which every two differ in exactly one field that a reader can see, or in several.
func variants() []Finding {
	base := Finding{Rule: "FM001", Severity: Warning, Pos: Pos{File: "content/a.md", Line: 3, Col: 5, EndCol: 9},
		Message: "m", Hint: "h", Document: "A", Subject: "8.5", Commit: "c1"}
	change := []func(*Finding){
		func(*Finding) {},
		func(f *Finding) { f.Pos.File = "content/b.md" },
		func(f *Finding) { f.Pos.File = "" },
		func(f *Finding) { f.Pos.Line = 20 },
		func(f *Finding) { f.Pos.Col = 10 },
		func(f *Finding) { f.Pos.EndCol = 10 },
		func(f *Finding) { f.Rule = "AP001" },
		func(f *Finding) { f.Severity = Error },
		func(f *Finding) { f.Message = "a" },
		func(f *Finding) { f.Hint = "a" },
		func(f *Finding) { f.Document = "B" },
		func(f *Finding) { f.Subject = "8.2" },
		func(f *Finding) { f.Commit = "c0" },
		func(f *Finding) {
			f.Related = []Note{{Pos: Pos{File: "content/c.md", Line: 1}, Message: "first used here"}}
		},
		func(f *Finding) {
			f.Related = []Note{{Pos: Pos{File: "content/c.md", Line: 2}, Message: "first used here"}}
		},
		func(f *Finding) { f.Related = []Note{{Pos: Pos{File: "content/c.md", Line: 2}, Message: "and here"}} },
	}
	out := make([]Finding, len(change))
	for i, c := range change {
		out[i] = base
		c(&out[i])
	}
	return out
}

func TestSortDoesNotShowTheOrderOfDiscovery(t *testing.T) {
	t.Parallel()
	want := variants()
	Sort(want)
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		got := variants()
		random.Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
		Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("another order in gives another order out (-want +got):\n%s", diff)
		}
	}
}

func TestSortPutsPlaceBeforeRuleBeforeSubjectBeforeMessage(t *testing.T) {
	t.Parallel()
	at := func(file string, line, col int, rule RuleID, subject, message string) Finding {
		return Finding{Rule: rule, Pos: Pos{File: file, Line: line, Col: col}, Subject: subject, Message: message}
	}
	want := []Finding{
		at("", 0, 0, "Z", "", ""),
		at("a.md", 0, 0, "Z", "", ""),
		at("a.md", 2, 9, "Z", "", ""),
		at("a.md", 10, 1, "Z", "", ""),
		at("a.md", 10, 2, "A", "8.2", "z"),
		at("a.md", 10, 2, "A", "8.3", "a"),
		at("a.md", 10, 2, "A", "8.3", "b"),
		at("a.md", 10, 2, "B", "", ""),
		at("b.md", 1, 1, "A", "", ""),
	}
	got := slices.Clone(want)
	slices.Reverse(got)
	Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

func TestCount(t *testing.T) {
	t.Parallel()
	fs := []Finding{{Severity: Error}, {Severity: Info}, {Severity: Warning}, {Severity: Error}, {Severity: Off}, {}}
	got := Count(fs)
	if want := (Counts{Errors: 2, Warnings: 1, Infos: 1}); got != want {
		t.Errorf("Count = %+v, want %+v", got, want)
	}
	if got.Total() != 4 {
		t.Errorf("Total = %d, want 4: what is off or not yet judged does not count", got.Total())
	}
	if got := Count(nil); got != (Counts{}) {
		t.Errorf("Count of nothing = %+v", got)
	}
}

func TestParseSeverity(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]Severity{"off": Off, "info": Info, "warning": Warning, "error": Error} {
		got, err := ParseSeverity(word)
		if err != nil || got != want {
			t.Errorf("ParseSeverity(%q) = %v, %v, want %v", word, got, err, want)
		}
		if got.String() != word {
			t.Errorf("String of %q = %q", word, got)
		}
	}
	for _, word := range []string{"", "unset", "Error", "ERROR", " error", "warn", "fatal"} {
		if got, err := ParseSeverity(word); err == nil || got != Unset {
			t.Errorf("ParseSeverity(%q) = %v, %v, want an error", word, got, err)
		}
	}
	if !(Unset < Off && Off < Info && Info < Warning && Warning < Error) {
		t.Error("severities are not in ascending order")
	}
	if got := Severity(200).String(); got != "severity(200)" {
		t.Errorf("String of a severity that does not exist = %q", got)
	}
}

func TestPosString(t *testing.T) {
	t.Parallel()
	for want, pos := range map[string]Pos{
		"-":                     {Line: 3, Col: 4},
		"content/a.md":          {File: "content/a.md"},
		"content/a.md:7":        {File: "content/a.md", Line: 7},
		"content/a.md:7:12":     {File: "content/a.md", Line: 7, Col: 12, EndCol: 20},
		"content/x: y/a.md:1:1": {File: "content/x: y/a.md", Line: 1, Col: 1},
	} {
		if got := pos.String(); got != want {
			t.Errorf("%#v = %q, want %q", pos, got, want)
		}
	}
}
