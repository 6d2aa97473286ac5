package trace_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"clausebook/internal/config"
	"clausebook/internal/date"
	"clausebook/internal/doc"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
	"clausebook/schemas"
)

// sameDay compares days, whose fields are not exported.
var sameDay = cmp.Comparer(func(a, b date.Date) bool { return a == b })

// own loads the standards that clausebook brings along.
func own(t testing.TB) *standard.Library {
	t.Helper()
	lib, err := standard.Load(schemas.FS, nil, []string{"iso20000-1-2018", "iso20000-1-2011", "iso20000-4"})
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

// random makes n documents that fulfil and cover all kinds of items, in all states.
func random(lib *standard.Library, r *rand.Rand, n int) []*doc.Document {
	var required, covered []string
	for _, s := range lib.Standards {
		for _, x := range s.Required {
			required = append(required, s.ID+":"+x.ID)
		}
		for _, c := range s.Clauses {
			covered = append(covered, s.ID+":"+c.ID)
			for _, q := range c.Requirements {
				covered = append(covered, s.ID+":"+q.ID)
			}
		}
		for _, p := range s.Processes {
			covered = append(covered, s.ID+":"+p.ID, s.ID+":"+p.Outcomes[0].ID)
		}
	}
	pick := func(from []string, most int) string {
		var out []string
		for range r.IntN(most + 1) {
			out = append(out, fmt.Sprintf("%q", from[r.IntN(len(from))]))
		}
		return "[" + strings.Join(out, ", ") + "]"
	}
	some := func(words ...string) string { return words[r.IntN(len(words))] }
	var docs []*doc.Document
	for i := range n {
		docs = append(docs, d(
			fmt.Sprintf("D%05d", i),
			"fulfils: "+pick(required, 2),
			"covers: "+pick(covered, 5),
			"type: "+some("plan", "service", "report"),
			"state: "+some("live", "retired"),
			"status: "+some("approved", "approved", "approved", "draft", "superseded"),
			some(
				"reviewed_on: 2026-05-01",
				"reviewed_on: 2024-05-01",
			),
			some("review_every: P1Y", "date: 2026-10-15", "date: 2025-01-15", "owner: boss"),
			some("approved_by:", "tags: [a]", "tags: [b]"),
			"---",
			"Purpose",
		))
	}
	return docs
}

func randomInput(lib *standard.Library, seed uint64, n int) trace.Input {
	r := rand.New(rand.NewPCG(seed, 1))
	in := input(lib, random(lib, r, n)...)
	in.Conditions = map[string]config.Condition{"external-suppliers": {Reason: "none"}, "plan-invoked": {Reason: "never"}}
	in.Waivers = []config.Waiver{
		{Target: "demand-report", Reason: "x", Expires: day("2027-01-01")},
		{Target: "8.5.1.3-a", Reason: "x", Expires: day("2025-01-01")},
	}
	return in
}

// Every item of every standard is one cell with a state and a reason, and every piece of evidence is there.
func TestEveryItemIsOneCell(t *testing.T) {
	t.Parallel()
	lib := own(t)
	for seed := range uint64(5) {
		in := randomInput(lib, seed, int(seed)*200)
		m := trace.Join(in)
		seen := map[standard.Ref]bool{}
		for i, s := range lib.Standards {
			got := m.Standards[i]
			var reqs int
			for _, c := range s.Clauses {
				reqs += len(c.Requirements)
			}
			if got.Standard != s.ID || len(got.Required) != len(s.Required) || len(got.Requirements) != reqs || len(got.Clauses) != len(s.Clauses) ||
				len(got.Processes) != len(s.Processes) {
				t.Fatalf(
					"%s: %d required documents, %d requirements, %d clauses, %d processes",
					s.ID,
					len(got.Required),
					len(got.Requirements),
					len(got.Clauses),
					len(got.Processes),
				)
			}
			for _, c := range slices.Concat(got.Required, got.Requirements, got.Clauses, got.Processes) {
				if seen[c.Ref] {
					t.Errorf("%s twice", c.Ref)
				}
				seen[c.Ref] = true
				sound(t, in, m, c)
			}
		}
		for _, a := range in.Docs.Documents {
			for _, u := range m.Uses(a.ID) {
				if cell := m.Cell(u.Ref); cell == nil && u.Kind != standard.KindOutcome || u.State == "" {
					t.Errorf("%s serves %+v", a.ID, u)
				}
			}
		}
	}
}

// sound checks what holds for every cell.
func sound(t *testing.T, in trace.Input, m *trace.Matrix, c trace.Cell) {
	t.Helper()
	if c.State.Rank() == len(trace.States) || c.Reason.IsZero() || c.Kind == "" || c.Strength == "" {
		t.Errorf("%s: %+v", c.Ref, c)
	}
	if done := c.State == trace.Met || c.State == trace.NotApplicable; done != c.Fix.IsZero() {
		t.Errorf("%s is %s and fixed by %q", c.Ref, c.State, c.Fix)
	}
	if (c.State == trace.Waived) != (c.Waiver != nil) {
		t.Errorf("%s is %s with waiver %v", c.Ref, c.State, c.Waiver)
	}
	best := 0
	for i, e := range c.Evidence {
		a := in.Docs.ByPath(e.Path)
		if a == nil || a.ID != e.Document || e.Reason.IsZero() || e.Line < 1 || e.Section != "" && e.Heading == "" {
			t.Errorf("%s rests on %+v", c.Ref, e)
		}
		if rank := e.State.Rank(); i > 0 && rank > best {
			t.Errorf("%s: evidence %d is better than the one before", c.Ref, i)
		}
		best = e.State.Rank()
	}
	for _, from := range c.From {
		if m.Cell(from) == nil {
			t.Errorf("%s follows from %s, which has no cell", c.Ref, from)
		}
	}
}

func TestOrderOfDocumentsDoesNotMatter(t *testing.T) {
	t.Parallel()
	lib := own(t)
	in := randomInput(lib, 7, 400)
	want := trace.Join(in)
	docs := slices.Clone(in.Docs.Documents)
	rand.New(rand.NewPCG(3, 4)).Shuffle(len(docs), func(i, k int) { docs[i], docs[k] = docs[k], docs[i] })
	in.Docs = doc.NewSet("content", docs, nil, nil)
	got := trace.Join(in)
	if diff := cmp.Diff(want.Standards, got.Standards, sameDay); diff != "" {
		t.Errorf("(-first +second)\n%s", diff)
	}
	for _, a := range docs {
		if diff := cmp.Diff(want.Uses(a.ID), got.Uses(a.ID)); diff != "" {
			t.Errorf("%s (-first +second)\n%s", a.ID, diff)
		}
	}
}

// The worst wins: a clause is exactly as good as the worst of what it follows from, and what does not apply is left
// aside. So fixing one thing never makes another worse.
func TestWorstWins(t *testing.T) {
	t.Parallel()
	lib := own(t)
	for seed := range uint64(5) {
		m := trace.Join(randomInput(lib, seed+10, 600))
		for _, s := range m.Standards {
			for _, c := range s.Clauses {
				var states []trace.State
				for _, from := range c.From {
					if st := m.Cell(from).State; st != trace.NotApplicable {
						states = append(states, st)
					}
				}
				if want := trace.Worst(states...); len(states) > 0 && c.State != want {
					t.Errorf("%s is %s, the worst of what it follows from %s", c.Ref, c.State, want)
				}
			}
		}
	}
}

// Adding a good document that covers something, or a waiver, makes no requirement and no clause worse.
func TestMoreIsNeverWorse(t *testing.T) {
	t.Parallel()
	lib := own(t)
	in := randomInput(lib, 20, 600)
	before := trace.Join(in)
	for _, c := range before.Standards[0].Requirements[:20] {
		more := in
		more.Docs = doc.NewSet("content", append(slices.Clone(in.Docs.Documents), d("NEW", "covers: ["+c.Ref.Item+"]")), nil, nil)
		noneWorse(t, before, trace.Join(more), "covering "+c.Ref.Item)
		more = in
		more.Waivers = append(slices.Clone(in.Waivers), config.Waiver{Target: c.Ref.Item, Reason: "x", Expires: day("2027-01-01")})
		noneWorse(t, before, trace.Join(more), "waiving "+c.Ref.Item)
	}
}

func noneWorse(t *testing.T, before, after *trace.Matrix, what string) {
	t.Helper()
	for i, s := range before.Standards {
		for _, pair := range [][2][]trace.Cell{{s.Requirements, after.Standards[i].Requirements}, {s.Clauses, after.Standards[i].Clauses}} {
			for k := range pair[0] {
				if pair[1][k].State.Rank() < pair[0][k].State.Rank() {
					t.Errorf("%s made %s worse: %s, before %s", what, pair[0][k].Ref, pair[1][k].State, pair[0][k].State)
				}
			}
		}
	}
}

// The cost must grow with the documents and not with their square, also where all fulfil the same thing.
func BenchmarkJoin(b *testing.B) {
	lib := own(b)
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprintf("mixed-%d", n), func(b *testing.B) {
			in := randomInput(lib, 1, n)
			for b.Loop() {
				trace.Join(in)
			}
		})
		b.Run(fmt.Sprintf("same-%d", n), func(b *testing.B) {
			var docs []*doc.Document
			for i := range n {
				docs = append(
					docs,
					d(
						fmt.Sprintf("D%05d", i),
						"type: record",
						"date: 2026-10-15",
						"fulfils: [incident-records, service-reports]",
						"covers: [8.6.1, \"iso20000-4:change-management\"]",
						"---",
						"Purpose",
					),
				)
			}
			in := input(lib, docs...)
			for b.Loop() {
				trace.Join(in)
			}
		})
	}
}
