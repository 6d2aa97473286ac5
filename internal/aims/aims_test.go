package aims

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"clausebook/internal/date"
	"clausebook/internal/diag"
	"clausebook/internal/doc"
)

// read reads documents, each given as `ID type: front matter in flow form`, with data files by their names.
func read(t testing.TB, day string, files fstest.MapFS, documents ...string) *Book {
	t.Helper()
	all := fstest.MapFS{}
	for name, f := range files {
		all["content/"+name] = f
	}
	for _, text := range documents {
		id, rest, _ := strings.Cut(text, " ")
		kind, front, _ := strings.Cut(rest, ": ")
		if !strings.Contains(front, "status: ") {
			front += ", status: approved"
		}
		all["content/"+id+".md"] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\n{id: %s, type: %s, %s}\n---\nText.\n", id, kind, front)}
	}
	set, err := (&doc.Reader{Folder: "content"}).Load(t.Context(), all, 1)
	if err != nil {
		t.Fatal(err)
	}
	on, err := date.Parse(day)
	if err != nil {
		t.Fatal(err)
	}
	return Read(on, set, nil)
}

func faults(b *Book) []string {
	var out []string
	for _, f := range b.Faults() {
		out = append(out, f.Message)
	}
	return out
}

const quick = "P plan: objectives: [{id: O-1, text: Quick, unit: '%', better: higher, target: 92.0, from: 2026-01-01, due: 2026-12-31, every: P3M}]"

func report(id, span, value string) string {
	return fmt.Sprintf("%s report: date: 2026-12-01, measured: [{of: O-1, value: %s, period: %s}]", id, value, span)
}

func TestStates(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		day  string
		docs []string
		want string
	}{
		"nothing measured":          {"2026-03-01", nil, "not-measured nothing has been measured; the target is at least 92.0 %; "},
		"nothing measured and over": {"2027-01-01", nil, "not-measured nothing was measured by 2026-12-31; the target was at least 92.0 %; "},
		"the target itself is met": {"2026-05-01", []string{report("R", "2026-Q1", "92")},
			"met 92 % for 2026, quarter 1; the target is at least 92.0 %; one value alone is no trend"},
		"two values of one length": {"2026-08-01", []string{report("R1", "2026-Q1", "92.5"), report("R2", "2026-Q2", "91.9")},
			"not-met 91.9 % for 2026, quarter 2; the target is at least 92.0 %; worse than before: 92.5 % for 2026, quarter 1"},
		"from the same day on": {"2026-08-01", []string{report("R1", "2026-01-01/2026-03-31", "91"), report("R2", "2026-H1", "93")},
			"met 93 % for 2026, half 1; the target is at least 92.0 %; better than before: 91 % for 2026, quarter 1"},
		"a year and a month are not alike": {"2026-08-01", []string{report("R1", "2025", "99"), report("R2", "2026-07", "93")},
			"met 93 % for 2026-07; the target is at least 92.0 %; no earlier value is of a period of this length"},
		"after the due day nothing is judged": {"2027-03-01", []string{report("R1", "2026-Q4", "92"), report("R2", "2027-01", "10")},
			"met 92 % for 2026, quarter 4; the target is at least 92.0 %; one value alone is no trend"},
		"a draft does not count": {"2026-05-01", []string{report("R", "2026-Q1", "95") + ", status: draft"},
			"not-measured nothing has been measured; the target is at least 92.0 %; "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := read(t, c.day, nil, append([]string{quick}, c.docs...)...)
			a := b.All(Objective)[0]
			if got := fmt.Sprintf("%s %s; %s", a.State, a.Reason, a.TrendWords()); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if f := faults(b); len(f) > 0 {
				t.Error(f)
			}
		})
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	csv := fstest.MapFS{"v.csv": {Data: []byte("objective,month,value\nO-1,2026-01,\"91,5\"\nO-1,2026-13,92\nO-2,2026-01,1\nO-1,2026-02,\nO-1,2027-01,90\n")}}
	b := read(t, "2026-08-01", csv, strings.Replace(quick, "every: P3M", "every: P3M, values: V", 1), "V record: date: 2026-07-01, data: v.csv",
		report("R1", "2026-Q1", "92"), report("R2", "2026-Q1", "93"), report("R3", "2026-Q7", "93"),
		"R4 report: date: 2026-07-01, measured: [{of: O-7, value: 1}]", "R5 guide: measured: [{of: O-1, value: 1}]",
		"Q plan: objectives: [{id: O-9, text: A, better: lower, target: 1}, {id: O-9, text: B, better: lower, target: 1, values: R1}]")
	want := []string{
		"`O-9` stands twice in this document",
		"`O-1` has different values for 2026, quarter 1: 92 in R1 and 93 in R2",
		"`2026-Q7` is no period",
		"no objective or benefit is called `O-7`",
		"nothing says over which period the value of `O-1` was measured",
		"`91,5`, the value of `O-1`, is no number",
		"`2026-13`, the period of a value of `O-1`, is none",
		"the row is of `O-2`, whose values do not stand in this file",
		"the period of this value of `O-1` ends on 2027-01-31, after 2026-08-01",
	}
	if got := faults(b); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, f := range b.Faults() {
		if f.Pos == (diag.Pos{}) || f.Hint == "" {
			t.Errorf("%s: at %s, to fix it: %s", f.Message, f.Pos, f.Hint)
		}
	}
	if n := len(b.All(Objective)[0].Values); n != 0 {
		t.Errorf("%d values count although none can be used", n)
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	other := strings.Replace(quick, "P plan", "P2 plan", 1)
	b := read(t, "2026-08-01", nil, quick, other, report("R1", "2026-Q1", "92"),
		"R2 report: date: 2026-07-01, measured: [{of: P2#O-1, value: 90, period: 2026-Q1}]",
		"I improvement: raised_on: 2026-01-01, benefits: [{id: O-1, text: Own, better: lower, target: 5}], measured: [{of: O-1, value: 4, period: 2026-02}]")
	if got := faults(b); len(got) != 1 || got[0] != "3 documents have an objective or benefit `O-1`" {
		t.Error(got)
	}
	for i, want := range []int{0, 1} {
		if got := len(b.All(Objective)[i].Values); got != want {
			t.Errorf("%s has %d values, not %d", b.All(Objective)[i].Name(), got, want)
		}
	}
	if a := b.All(Benefit)[0]; a.State != Met || len(a.Values) != 1 {
		t.Errorf("the benefit is %s with %d values", a.State, len(a.Values))
	}
}

// TestTrendsAgreeWithExactNumbers compares states and trends of random values with exact arithmetic, and wants none out of one value.
func TestTrendsAgreeWithExactNumbers(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(16, 94))
	for range 200 {
		better := []string{"higher", "lower"}[r.IntN(2)]
		number := func() string { return fmt.Sprintf("%d.%0*d", r.IntN(3), 1+r.IntN(3), r.IntN(10)) }
		target, n := number(), 1+r.IntN(4)
		text := fmt.Sprintf("P plan: objectives: [{id: O-1, text: T, better: %s, target: %s}], measured: [", better, target)
		var values []string
		for month := range n {
			values = append(values, number())
			text += fmt.Sprintf("{of: O-1, value: %s, period: 2026-%02d}, ", values[month], month+1)
		}
		a := read(t, "2026-08-01", nil, text+"]").All(Objective)[0]
		exact := func(s string) *big.Rat { v, _ := new(big.Rat).SetString(s); return v }
		sign := map[string]int{"higher": 1, "lower": -1}[better]
		last := exact(values[n-1])
		if met := sign*last.Cmp(exact(target)) >= 0; met != (a.State == Met) {
			t.Errorf("%s: %s", text, a.State)
		}
		want := Trend("")
		if n > 1 {
			want = map[int]Trend{1: Better, 0: Same, -1: Worse}[sign*last.Cmp(exact(values[n-2]))]
		}
		if a.Trend != want {
			t.Errorf("%s: trend %q, not %q", text, a.Trend, want)
		}
	}
}

func TestSpans(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"2026": "2026-01-01 2026-12-31 2026", "2024-02": "2024-02-01 2024-02-29 2024-02",
		"2026-H2": "2026-07-01 2026-12-31 2026, half 2", "2026-Q4": "2026-10-01 2026-12-31 2026, quarter 4", "2026-05-14": "2026-05-14 2026-05-14 2026-05-14",
		"2026-01-01/2026-09-30": "2026-01-01 2026-09-30 2026-01-01 to 2026-09-30", "2026-13": "", "2026-00": "", "0000": "", "2026-Q5": "",
		"2026-05-14/2026-05-13": "", "2026-02-30": "", "Q1 2026": "", "": ""} {
		got := ""
		if s, ok := span(text); ok {
			got = fmt.Sprintf("%s %s %s", s.From, s.To, SpanWords(s))
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
