package trace_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"clausebook/internal/carry"
	"clausebook/internal/config"
	"clausebook/internal/doc"
	"clausebook/internal/standard"
	"clausebook/internal/trace"
)

// three gives three standards with a required document, a bare clause and a requirement each, and mappings between them.
func three(mappings map[string][]standard.Mapping) *standard.Library {
	lib := &standard.Library{}
	for _, id := range []string{"a", "b", "c"} {
		s := &standard.Standard{ID: id, Name: strings.ToUpper(id), Edition: "1", Mappings: mappings[id],
			Clauses: []standard.Clause{{ID: "1", Level: 1, Title: "Bare"}, {ID: "2", Level: 1, Title: "Has one",
				Requirements: []standard.Requirement{{ID: "2-a", Clause: "2", Text: "Do it", Kind: "activity"}}}},
			Required: []standard.RequiredDocument{{ID: "doc", Title: "Doc", Kind: "document", Type: "plan", Strength: standard.Implied,
				Cardinality: "one", Clauses: []string{"2"}}}}
		s.Index()
		lib.Standards = append(lib.Standards, s)
	}
	return lib
}

func to(std string, relation standard.Relation, items ...string) standard.Mapping {
	m := standard.Mapping{To: std}
	for _, item := range items {
		m.Rows = append(m.Rows, standard.MappingRow{Item: item, To: []string{item}, Relation: relation})
	}
	return m
}

func TestCarried(t *testing.T) {
	t.Parallel()
	all := []string{"doc", "1", "2-a"}
	good := d("D", "fulfils: [doc]", "covers: [\"1\", \"2-a\"]") // of a, the primary one
	draft := d("D", "fulfils: [doc]", "covers: [\"1\", \"2-a\"]", "status: draft")
	for _, c := range []struct {
		name     string
		doc      *doc.Document
		mappings map[string][]standard.Mapping
		item     string
		want     string
	}{
		{"same carries the whole", good, map[string][]standard.Mapping{"b": {to("a", standard.Same, all...)}}, "b:doc",
			"met: through A:1 doc, same: D version 1.0 is approved"},
		{"a clause names itself", good, map[string][]standard.Mapping{"b": {to("a", standard.Same, all...)}}, "b:1",
			"met: through A:1 §1, same: D covers it"},
		{"what follows from it", good, map[string][]standard.Mapping{"b": {to("a", standard.Same, all...)}}, "b:2",
			"met: 1 of 1 requirement met"},
		{"no better than there", draft, map[string][]standard.Mapping{"b": {to("a", standard.Same, all...)}}, "b:doc",
			"draft: through A:1 doc, same: D has the status draft | have D approved, then set status, approved_by and " +
				"approved_on in content/d.md:4"},
		{"a row holds in both directions", good, map[string][]standard.Mapping{"a": {to("b", standard.Same, all...)}}, "b:2-a",
			"met: through A:1 2-a, same: D covers it"},
		{"narrower is a part", good, map[string][]standard.Mapping{"b": {to("a", standard.Narrower, all...)}}, "b:doc",
			"partly: through A:1 doc, narrower: this asks for a part of it, and nobody has shown that the documents deal with that " +
				"part; there: D version 1.0 is approved | clausebook new b:doc"},
		{"broader is a part", good, map[string][]standard.Mapping{"a": {to("b", standard.Narrower, all...)}}, "b:doc",
			"partly: through A:1 doc, broader: this asks for more than it, and the rest is not evidenced; there: D version 1.0 is " +
				"approved | clausebook new b:doc"},
		{"related is a hint", good, map[string][]standard.Mapping{"b": {to("a", standard.Related, all...)}}, "b:doc",
			"missing: no document fulfils it | clausebook new b:doc"},
		{"through a third", good, map[string][]standard.Mapping{"b": {to("a", standard.Same, all...)},
			"c": {to("b", standard.Same, all...)}}, "c:doc", "met: through A:1 doc by way of B:1 doc, same: D version 1.0 is approved"},
		{"narrower and broader on one way", good, map[string][]standard.Mapping{"b": {to("a", standard.Narrower, all...),
			to("c", standard.Narrower, all...)}}, "c:doc", "missing: no document fulfils it | clausebook new c:doc"},
		{"not in use", good, map[string][]standard.Mapping{"b": {to("nowhere", standard.Same, all...)}}, "b:doc",
			"missing: no document fulfils it | clausebook new b:doc"},
		{"a circle proves nothing", d("D"), map[string][]standard.Mapping{"a": {to("b", standard.Same, all...)}, "b": {to("c", standard.Same,
			all...)}, "c": {to("a", standard.Same, all...)}}, "a:doc", "missing: no document fulfils it; the same is asked for by " +
			"B:1 doc, C:1 doc | clausebook new doc"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := line(cellOf(t, trace.Join(input(three(c.mappings), c.doc)), c.item)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestWaiverIsOfOneStandard holds that what was accepted or left out for one standard says nothing for another.
func TestWaiverIsOfOneStandard(t *testing.T) {
	t.Parallel()
	in := input(three(map[string][]standard.Mapping{"b": {to("a", standard.Same, "doc")}}))
	in.Waivers = []config.Waiver{{Target: "a:doc", Reason: "later", Expires: day("2027-01-01")}}
	if c := cellOf(t, trace.Join(in), "b:doc"); c.State != trace.Missing || len(c.Carried) != 0 {
		t.Error(line(c))
	}
}

// TestListedOnce holds that the same gap of several standards is listed once, where it is asked for most firmly.
func TestListedOnce(t *testing.T) {
	t.Parallel()
	lib := three(map[string][]standard.Mapping{"b": {to("a", standard.Same, "doc")}, "c": {to("a", standard.Same, "doc")}})
	lib.Standards[1].Required[0].Strength = standard.Explicit
	m := trace.Join(input(lib))
	gaps := m.Gaps()
	if len(gaps) != 1 || gaps[0].Ref.String() != "b:doc" || fmt.Sprint(gaps[0].Also) != "[a:doc c:doc]" {
		t.Errorf("%v", gaps)
	}
	if c := cellOf(t, m, "a:doc"); c.State != trace.Missing || c.Listed.String() != "b:doc" {
		t.Error(line(c), c.Listed)
	}
	lib = three(map[string][]standard.Mapping{"b": {to("a", standard.Narrower, "doc")}})
	if gaps = trace.Join(input(lib)).Gaps(); len(gaps) != 3 {
		t.Errorf("what is not the same is listed once: %v", gaps)
	}
}

// TestCarriedNeverClaimsMore draws mappings and documents, and holds every cell against what documents show by themselves: better only
// where a way of the matrix without mappings carries that much, and never worse.
func TestCarriedNeverClaimsMore(t *testing.T) {
	t.Parallel()
	relations := []standard.Relation{standard.Same, standard.Narrower, standard.Broader, standard.Related}
	items := []string{"doc", "1", "2-a"}
	better := 0
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 70))
		mappings := map[string][]standard.Mapping{}
		for range r.IntN(6) {
			from := string("abc"[r.IntN(3)])
			mappings[from] = append(mappings[from], to(string("abc"[r.IntN(3)]), relations[r.IntN(4)], items[r.IntN(3)]))
		}
		lib := three(mappings)
		docs := random(three(nil), r, r.IntN(5))
		with, without := trace.Join(input(lib, docs...)), trace.Join(input(three(nil), docs...))
		book := carry.Read(lib)
		for _, s := range lib.Standards {
			for _, item := range items {
				better += heldAgainst(t, book, s.Ref(item), with, without)
			}
		}
	}
	if better < 20 {
		t.Errorf("only %d cells were better for what is carried", better)
	}
}

func heldAgainst(t *testing.T, book *carry.Book, ref standard.Ref, with, without *trace.Matrix) int {
	t.Helper()
	now, own := with.Cell(ref).State, without.Cell(ref).State
	best := own
	for _, w := range book.To(ref) {
		from := without.Cell(w.From()).State
		switch {
		case w.Worth() == carry.Hint:
			continue
		case w.Worth() == carry.Part && from.Rank() > trace.Partly.Rank():
			from = trace.Partly
		}
		if from.Rank() > best.Rank() {
			best = from
		}
	}
	if now.Rank() < own.Rank() || now.Rank() > best.Rank() {
		t.Errorf("%s is %s, by its own documents %s, at best %s: %s", ref, now, own, best, with.Cell(ref).Reason)
	}
	if now.Rank() > own.Rank() {
		return 1
	}
	return 0
}

// TestTheWayThatCountsIsMarked gives an item several ways: the one by which it counts is marked as such, however many follow it.
func TestTheWayThatCountsIsMarked(t *testing.T) {
	t.Parallel()
	for n := range 4 {
		rows := standard.Mapping{To: "a", Rows: []standard.MappingRow{{Item: "doc", To: []string{"doc"}, Relation: standard.Narrower}}}
		for _, item := range []string{"1", "2-a", "2"}[:n] {
			rows.Rows = append(rows.Rows, standard.MappingRow{Item: "doc", To: []string{item}, Relation: standard.Related})
		}
		in := input(three(map[string][]standard.Mapping{"b": {rows}}), d("D", "fulfils: [doc]", "covers: [\"1\", \"2-a\"]"))
		c := cellOf(t, trace.Join(in), "b:doc")
		counted := 0
		for _, x := range c.Carried {
			if x.Counted {
				counted++
			}
		}
		if counted != 1 || !c.CarriedInPart() || !c.Lent() {
			t.Errorf("of %d ways %d count: %+v", len(c.Carried), counted, c.Carried)
		}
	}
}
