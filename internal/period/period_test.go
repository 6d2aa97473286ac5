package period

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/ledger"
	"clausebook/internal/standard"
)

// on reads a day of a test; an empty text is no day.
func on(s string) date.Date {
	if s == "" {
		return date.Date{}
	}
	d, err := date.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

var year = Period{ID: "2026", From: on("2026-01-01"), To: on("2026-12-31")}

// input makes an input as of a day from the front matter of documents. approvals are written "ID version day", with a
// sign of exclamation in front of those that do not count.
func input(t *testing.T, asOf string, approvals []string, fronts ...string) Input {
	t.Helper()
	tree := fstest.MapFS{"content": {Mode: fs.ModeDir | 0o755}}
	for i, front := range fronts {
		tree[fmt.Sprintf("content/%d.md", i)] = &fstest.MapFile{Data: []byte("---\ntitle: A title\n" + front + "\n---\nText.\n")}
	}
	docs, err := (&doc.Reader{Folder: "content"}).Load(context.Background(), tree, 1)
	if err != nil {
		t.Fatal(err)
	}
	given := map[doc.ID][]ledger.Version{}
	for _, a := range approvals {
		f := strings.Fields(strings.TrimPrefix(a, "!"))
		v := ledger.Version{Document: doc.ID(f[0]), Version: f[1], On: on(f[2]), Grade: ledger.Trailer}
		if strings.HasPrefix(a, "!") {
			v.Verdicts = []ledger.Verdict{{Voids: true}}
		}
		given[v.Document] = append([]ledger.Version{v}, given[v.Document]...)
	}
	return Input{AsOf: on(asOf), Docs: docs, Standards: library(), Approvals: ledger.NewLedger(ledger.Declared, given)}
}

// library is a standard of two clauses, with a document for the first and a quarterly record for the second.
func library() *standard.Library {
	s := &standard.Standard{ID: "s", Clauses: []standard.Clause{
		{
			ID:           "1",
			Title:        "One",
			Requirements: []standard.Requirement{{ID: "1-a", Clause: "1"}},
		}, {ID: "2", Title: "Two"}, {ID: "3", Title: "Three"}},
		Required: []standard.RequiredDocument{
			{ID: "policy", Kind: "document", Strength: standard.Explicit, Clauses: []string{"1"}},
			{ID: "report", Title: "Report", Kind: "record", Strength: standard.Explicit, Clauses: []string{"2"}, Cadence: date.Period{Months: 3}},
			{ID: "event", Kind: "record", Clauses: []string{"2"}},
			{ID: "tips", Kind: "document", Strength: standard.Implied, Clauses: []string{"3"}},
		}}
	s.Index()
	return &standard.Library{Standards: []*standard.Standard{s}}
}

func policyFront(more string) string {
	return "id: P\ntype: policy\nstatus: approved\nversion: \"2.0\"\n" + more
}

func spans(list []Span) string {
	var out []string
	for _, s := range list {
		out = append(out, s.From.String()+".."+s.To.String())
	}
	return strings.Join(out, " ")
}

func TestVersionsThatTookEffect(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		front, asOf string
		approvals   []string
		effects     []string
		given       []string
		without     int
		gaps        string
	}{
		"in force all the time": {policyFront(""), "2027-03-01", []string{"P 2.0 2025-06-01"}, nil, nil, 0, ""},
		"approved within": {policyFront(""), "2027-03-01", []string{"P 2.0 2026-02-01"}, []string{"2.0 2026-02-01"},
			[]string{"2.0 true"}, 31, "2026-01-01..2026-01-31"},
		"in force later": {policyFront("effective_from: 2026-03-01"), "2027-03-01", []string{"P 2.0 2026-02-01"},
			[]string{"2.0 2026-03-01"}, []string{"2.0 true"}, 59, "2026-01-01..2026-02-28"},
		"the next one takes over": {policyFront(""), "2027-03-01", []string{"P 1.0 2025-01-01", "P 2.0 2026-05-01"},
			[]string{"2.0 2026-05-01"}, []string{"2.0 true"}, 0, ""},
		"only the present one is in force later": {policyFront("effective_from: 2026-03-01"), "2027-03-01",
			[]string{"P 1.0 2025-01-01", "P 2.0 2026-02-01"},
			[]string{"2.0 2026-03-01"}, []string{"2.0 true"}, 0, ""},
		"approval that is void": {policyFront(""), "2027-03-01", []string{"!P 2.0 2026-05-01"}, nil, []string{"2.0 false"}, 365,
			"2026-01-01..2026-12-31"},
		"after the period": {policyFront(""), "2027-03-01", []string{"P 2.0 2027-01-01"}, nil, nil, 365, "2026-01-01..2026-12-31"},
		"on its last day": {policyFront(""), "2027-03-01", []string{"P 2.0 2026-12-31"}, []string{"2.0 2026-12-31"},
			[]string{"2.0 true"}, 364, "2026-01-01..2026-12-30"},
		"not over yet": {policyFront(""), "2026-01-10", nil, nil, nil, 10, "2026-01-01..2026-01-10"},
		"withdrawn, so not counted": {"id: P\ntype: policy\nstatus: withdrawn\nversion: \"2.0\"", "2027-03-01", []string{"P 2.0 2026-02-01"},
			[]string{"2.0 2026-02-01"}, []string{"2.0 true"}, -1, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := Of(year, input(t, c.asOf, c.approvals, c.front))
			var effects, given []string
			for _, e := range r.Effects {
				effects = append(effects, e.Version.Version+" "+e.On.String())
			}
			for _, a := range r.Approvals {
				given = append(given, fmt.Sprint(a.Version.Version, " ", a.Counts))
			}
			if diff := cmp.Diff([][]string{c.effects, c.given}, [][]string{effects, given}); diff != "" {
				t.Errorf("effects, approvals (-want +got):\n%s", diff)
			}
			if c.without < 0 {
				if len(r.Documents) != 0 {
					t.Errorf("it is counted: %+v", r.Documents)
				}
				return
			}
			if got := r.Documents[0]; got.Without != c.without || spans(got.Gaps) != c.gaps {
				t.Errorf("%d days without: %s; want %d: %s", got.Without, spans(got.Gaps), c.without, c.gaps)
			}
		})
	}
}

func TestReviews(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		front, asOf string
		want        []string // due held late
		overdue     int
	}{
		"held in time": {policyFront("review_every: P1Y\nreviewed_on: 2026-04-20"), "2027-01-31", []string{"2026-05-01 2026-04-20 0"}, 0},
		"held late":    {policyFront("review_every: P1Y\nreviewed_on: 2026-05-11"), "2027-01-31", []string{"2026-05-01 2026-05-11 10"}, 9},
		"never held":   {policyFront("review_every: P1Y"), "2027-01-31", []string{"2026-05-01  275"}, 244},
		"held after":   {policyFront("review_every: P1Y\nreviewed_on: 2027-01-10"), "2027-01-31", []string{"2026-05-01 2027-01-10 254"}, 244},
		"a log of reviews": {policyFront("review_every: P6M\nreviews:\n  - {on: 2025-10-30, outcome: no-change}\n  - {on: 2026-04-30, outcome: " +
			"no-change}\n  - {on: 2026-10-30, outcome: no-change}"), "2026-12-31",
			[]string{"2026-04-30 2026-04-30 0", "2026-10-30 2026-10-30 0"}, 0},
		"one in time, the next never": {policyFront("review_every: P6M\nreviews:\n  - {on: 2025-10-30, outcome: no-change}"),
			"2026-12-31", []string{"2026-04-30  245"}, 245},
		"no interval":          {policyFront("reviewed_on: 2026-05-11"), "2027-01-31", nil, 0},
		"not due yet":          {policyFront("review_every: P3Y"), "2027-01-31", nil, 0},
		"written for later":    {policyFront("review_every: P1Y\nreviewed_on: 2026-09-01"), "2026-04-01", nil, 0},
		"overdue since before": {policyFront("review_every: P6M"), "2027-01-31", nil, 365},
		"overdue, and written for later": {policyFront("review_every: P1Y\nreviewed_on: 2026-09-01"), "2026-06-15",
			[]string{"2026-05-01  45"}, 45},
		"period not yet due": {policyFront("review_every: P1Y"), "2026-05-06", []string{"2026-05-01  5"}, 5},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := Of(year, input(t, c.asOf, []string{"P 2.0 2025-05-01"}, c.front))
			var got []string
			for _, x := range r.Reviews {
				got = append(got, fmt.Sprintf("%s %s %d", x.Due, x.Held, x.Late))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if r.Documents[0].Overdue != c.overdue {
				t.Errorf("%d days overdue, want %d", r.Documents[0].Overdue, c.overdue)
			}
		})
	}
}

// TestReviewsInOrder wants reviews by the day on which they were held, or were due where they never were.
func TestReviewsInOrder(t *testing.T) {
	t.Parallel()
	front := func(id, more string) string {
		return "id: " + id + "\ntype: policy\nstatus: approved\nversion: \"1.0\"\nreview_every: P1Y\n" + more
	}
	r := Of(year, input(t, "2027-01-31", []string{"A 1.0 2025-05-01", "B 1.0 2025-06-01", "C 1.0 2025-07-01"},
		front("A", "reviewed_on: 2026-09-01"), front("B", "reviewed_on: 2026-06-01"), front("C", "")))
	var got []string
	for _, x := range r.Reviews {
		got = append(got, string(x.Document.ID))
	}
	if diff := cmp.Diff([]string{"B", "C", "A"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	r = Of(year, input(t, "2027-01-31", []string{"A 1.0 2026-05-01", "B 1.0 2026-03-01", "C 1.0 2026-04-01"}, front("A", ""),
		front("B", ""), front("C", "")))
	got = nil
	for _, x := range r.Approvals {
		got = append(got, "approved "+string(x.Document.ID))
	}
	for _, x := range r.Effects {
		got = append(got, "in force "+string(x.Document.ID))
	}
	if diff := cmp.Diff([]string{"approved B", "approved C", "approved A", "in force B", "in force C", "in force A"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSeries(t *testing.T) {
	t.Parallel()
	report := func(id, front string) string {
		return "id: " + id + "\ntype: report\nstatus: approved\nversion: \"1.0\"\nfulfils: [report]\n" + front
	}
	in := input(
		t,
		"2026-10-01",
		nil,
		report("R0", "date: 2025-12-01"),
		report("R2", "period: {from: 2026-04-01, to: 2026-06-30}"),
		report("R1", "date: 2026-03-31"),
		report("R9", "date: 2026-12-01"),
		strings.Replace(report("RD", "date: 2026-05-01"), "approved", "draft", 1),
		report("RX", ""),
	)
	r := Of(year, in)
	if len(r.Series) != 1 {
		t.Fatalf("%d series, want the one that has a cadence", len(r.Series))
	}
	s := r.Series[0]
	var got []string
	for _, x := range s.Records {
		got = append(got, string(x.Document.ID)+" "+x.On.String())
	}
	if diff := cmp.Diff([]string{"R1 2026-03-31", "R2 2026-06-30"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if s.Expected != 3 || s.Longest != 120 {
		t.Errorf("%d expected, longest time %d days; want 3 and 120, from 2025-12-01 on", s.Expected, s.Longest)
	}
	if s := Of(year, input(t, "2026-10-01", nil, report("RX", ""), report("R1", "date: 2026-03-31"))).Series[0]; s.Longest != 184 {
		t.Errorf("beside a record without a day the longest time is %d days, want 184", s.Longest)
	}
	reviewed := input(t, "2026-10-01", nil, report("R1", "date: 2026-03-31\nreview_every: P1Y"))
	if got := Of(year, reviewed).Series; len(got) != 0 {
		t.Errorf("what is kept by reviews has a series: %+v", got)
	}
	std := reviewed.Standards.Standards[0]
	std.Required = append(std.Required, standard.RequiredDocument{ID: "log", Kind: "record", Clauses: []string{"2"},
		Cadence: date.Period{Months: 1}})
	std.Index()
	if got := Of(year, reviewed).Series; len(got) != 1 || got[0].Ref.Item != "log" || got[0].Expected != 9 {
		t.Errorf("the series after one that is kept by reviews: %+v", got)
	}
}

func TestClauses(t *testing.T) {
	t.Parallel()
	in := input(
		t,
		"2027-01-31",
		[]string{"P 2.0 2026-02-01", "Q 1.0 2026-01-11"},
		"id: M\ntype: minutes\nstatus: approved\nversion: \"1.0\"\ncovers: [\"2\"]",
		policyFront("covers: [1-a]"),
		"id: Q\ntype: plan\nstatus: approved\nversion: \"1.0\"\nfulfils: [policy]",
		"id: N\ntype: guide\nstatus: draft\nversion: \"0.1\"\ncovers: [\"3\"]",
	)
	var got []string
	for _, c := range Of(year, in).Clauses {
		got = append(got, fmt.Sprintf("%s: %d documents, %d days without: %s", c.Ref.Item, len(c.Documents), c.Without, spans(c.Gaps)))
	}
	want := []string{"1: 2 documents, 10 days without: 2026-01-01..2026-01-10", "3: 1 documents, 365 days without: 2026-01-01..2026-12-31"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	empty := Of(year, input(t, "2027-01-31", nil)).Clauses
	if len(empty) != 1 || empty[0].Ref.Item != "1" || empty[0].Without != 365 {
		t.Errorf("without documents the clause that asks for one is not listed: %+v", empty)
	}
}

func TestEnds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		period Period
		asOf   string
		until  string
		days   int
	}{
		"over":      {year, "2027-06-01", "2026-12-31", 365},
		"goes on":   {year, "2026-01-31", "2026-01-31", 31},
		"open":      {Period{From: on("2026-01-01")}, "2026-02-28", "2026-02-28", 59},
		"to come":   {year, "2025-06-01", "2025-06-01", 0},
		"first day": {year, "2026-01-01", "2026-01-01", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := Of(c.period, input(t, c.asOf, nil, policyFront("")))
			if r.Until.String() != c.until || r.Days != c.days {
				t.Errorf("until %s, %d days; want %s, %d", r.Until, r.Days, c.until, c.days)
			}
			if c.days == 0 && len(r.Documents) > 0 {
				t.Error("a period that has not begun has gaps")
			}
		})
	}
}

// FuzzRest holds that covered and uncovered days make up the whole span, whatever covers it.
func FuzzRest(f *testing.F) {
	f.Add(uint8(10), uint8(3), uint8(5), uint8(20), uint8(30))
	f.Add(uint8(30), uint8(5), uint8(10), uint8(40), uint8(60)) // one cover within the other
	f.Add(uint8(0), uint8(0), uint8(0), uint8(0), uint8(0))
	f.Fuzz(func(t *testing.T, length, a, b, c, d uint8) {
		start := on("2026-01-01")
		whole := Span{start, start.AddDays(int(length))}
		covers := []Span{{start.AddDays(int(c) - 40), start.AddDays(int(d) - 40)}, {start.AddDays(int(a)), start.AddDays(int(b))}}
		rest := whole.rest(covers)
		free := map[date.Date]bool{}
		for _, s := range rest {
			for day := s.From; !day.After(s.To); day = day.AddDays(1) {
				if free[day] {
					t.Fatalf("%s twice in %s", day, spans(rest))
				}
				free[day] = true
			}
		}
		for day := whole.From; !day.After(whole.To); day = day.AddDays(1) {
			covered := false
			for _, s := range covers {
				covered = covered || !day.Before(s.From) && !day.After(s.To)
			}
			if free[day] == covered {
				t.Fatalf("%s: free %v, covered %v; rest %s", day, free[day], covered, spans(rest))
			}
			delete(free, day)
		}
		if len(free) > 0 {
			t.Fatalf("days outside of the span: %v", free)
		}
	})
}

// TestMonths wants records of operation compared with the months of the period, and of those that go on with the months that
// are over.
func TestMonths(t *testing.T) {
	t.Parallel()
	record := func(id, days string) string {
		return "id: " + id + "\ntype: record\nstatus: approved\nversion: \"1.0\"\nfulfils: [logs]\n" + days
	}
	for name, c := range map[string]struct {
		asOf     string
		records  []string
		open     string
		all      int
		listed   int
		complete bool
	}{
		"a period that is over": {"2027-06-01", []string{record("A", "date: 2026-06-30\nperiod: {from: 2026-01-01, to: 2026-06-30}"),
			record("B", "date: 2026-12-31\nperiod: {from: 2026-08-01, to: 2027-02-28}")}, "2026-07", 12, 2, false},
		"one that goes on": {"2026-09-15", []string{record("A", "date: 2026-07-31\nperiod: {from: 2025-06-01, to: 2026-07-31}")}, "", 7, 1, true},
		"a translation is no record of its own": {"2026-09-15", []string{record("A", "date: 2026-05-31\nperiod: {from: 2026-01-01, to: 2026-05-31}"),
			record("A-DE", "date: 2026-07-31\nperiod: {from: 2026-01-01, to: 2026-07-31}\ntranslation_of: A")}, "2026-06 2026-07", 7, 1, false},
		"none": {"2026-09-15", []string{policyFront("approved_on: 2025-01-01\ndate: 2025-01-01")},
			"2026-01 2026-02 2026-03 2026-04 2026-05 2026-06 2026-07", 7, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := input(t, c.asOf, nil, append(c.records, policyFront("approved_on: 2025-01-01"))...)
			s := in.Standards.Standards[0]
			s.Required = []standard.RequiredDocument{{ID: "logs", Kind: "record", Operational: true}}
			s.Index()
			got := Of(year, in).Series
			if len(got) != 1 || !got[0].Operational {
				t.Fatalf("series %+v", got)
			}
			one := got[0]
			if open := strings.Join(one.Months.Names(), " "); open != c.open || one.Months.All() != c.all || len(one.Records) != c.listed ||
				one.Complete() != c.complete {
				t.Errorf("open %q of %d, %d records, complete %v", open, one.Months.All(), len(one.Records), one.Complete())
			}
		})
	}
}
