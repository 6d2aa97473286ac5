package carry_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"clausebook/internal/carry"
	"clausebook/internal/standard"
)

var relations = []standard.Relation{standard.Same, standard.Narrower, standard.Broader, standard.Related}

// drawn makes standards of a few clauses each, with mappings among them drawn by chance, circles included.
func drawn(r *rand.Rand) *standard.Library {
	lib := &standard.Library{}
	for i := range 2 + r.IntN(4) {
		s := &standard.Standard{ID: fmt.Sprintf("std%d", i)}
		for k := range 1 + r.IntN(4) {
			s.Clauses = append(s.Clauses, standard.Clause{ID: fmt.Sprintf("%d", k+1)})
		}
		s.Index()
		lib.Standards = append(lib.Standards, s)
	}
	for _, s := range lib.Standards {
		for _, to := range lib.Standards {
			m := standard.Mapping{To: to.ID, Reviewed: r.IntN(2) == 0}
			for range r.IntN(5) {
				m.Rows = append(m.Rows, standard.MappingRow{Item: s.Clauses[r.IntN(len(s.Clauses))].ID,
					To: []string{to.Clauses[r.IntN(len(to.Clauses))].ID}, Relation: relations[r.IntN(len(relations))]})
			}
			s.Mappings = append(s.Mappings, m)
		}
	}
	return lib
}

// said gives the relations that the files state of two items, as seen from the first one.
func said(lib *standard.Library, to, from standard.Ref) []standard.Relation {
	var out []standard.Relation
	for _, s := range lib.Standards {
		for _, m := range s.Mappings {
			for _, r := range m.Rows {
				if s.Ref(r.Item) == to && m.To == from.Standard && slices.Contains(r.To, from.Item) {
					out = append(out, r.Relation)
				}
				if s.Ref(r.Item) == from && m.To == to.Standard && slices.Contains(r.To, to.Item) {
					out = append(out, r.Relation.Turned())
				}
			}
		}
	}
	return out
}

// TestNeverClaimsMore holds over random mappings that no way carries more than the rows on it say, that none is longer than it may
// be, and that none passes an item twice or ends where it began.
func TestNeverClaimsMore(t *testing.T) {
	t.Parallel()
	seen := map[carry.Worth]int{}
	for seed := range uint64(400) {
		lib := drawn(rand.New(rand.NewPCG(seed, 16)))
		book := carry.Read(lib)
		for _, s := range lib.Standards {
			for _, c := range s.Clauses {
				for _, w := range book.To(s.Ref(c.ID)) {
					hold(t, lib, s.Ref(c.ID), w)
					seen[w.Worth()]++
				}
			}
		}
	}
	for _, worth := range []carry.Worth{carry.Hint, carry.Part, carry.Whole} {
		if seen[worth] == 0 {
			t.Errorf("no way of the worth %d was drawn", worth)
		}
	}
}

func hold(t *testing.T, lib *standard.Library, to standard.Ref, w carry.Way) {
	t.Helper()
	if w.To() != to || w.From().Standard == to.Standard || len(w.Rows) > carry.MaxRows {
		t.Errorf("a way to %s: %v", to, w)
	}
	passed := map[standard.Ref]bool{to: true}
	count := map[standard.Relation]int{}
	for i, r := range w.Rows {
		if passed[r.From] {
			t.Errorf("%v passes %s twice", w, r.From)
		}
		passed[r.From] = true
		if i > 0 && w.Rows[i-1].To != r.From {
			t.Errorf("%v is broken", w)
		}
		told := said(lib, r.To, r.From)
		differs := func(x standard.Relation) bool { return x != r.Relation && x != standard.Same }
		if r.Relation != standard.Related && slices.ContainsFunc(told, differs) {
			t.Errorf("%s to %s is %s, although a file says %v", r.To, r.From, r.Relation, told)
		}
		if r.Relation != standard.Related && !slices.Contains(told, r.Relation) {
			t.Errorf("%s to %s is %s, which nobody says: %v", r.To, r.From, r.Relation, told)
		}
		count[r.Relation]++
	}
	pure := count[standard.Related] == 0 && (count[standard.Narrower] == 0 || count[standard.Broader] == 0)
	switch w.Worth() {
	case carry.Whole:
		if count[standard.Same] != len(w.Rows) || w.Relation() != standard.Same {
			t.Errorf("%v carries the whole", w)
		}
	case carry.Part:
		if !pure || count[standard.Same] == len(w.Rows) {
			t.Errorf("%v carries a part", w)
		}
	case carry.Hint:
		if pure || w.Relation() != standard.Related {
			t.Errorf("%v is a hint", w)
		}
	}
}

// TestDirections holds which way narrower and broader point.
func TestDirections(t *testing.T) {
	t.Parallel()
	a := &standard.Standard{ID: "a", Clauses: []standard.Clause{{ID: "1"}}, Mappings: []standard.Mapping{{To: "b",
		Rows: []standard.MappingRow{{Item: "1", To: []string{"1", "gone"}, Relation: standard.Narrower}}}, {To: "absent",
		Rows: []standard.MappingRow{{Item: "1", To: []string{"1"}, Relation: standard.Same}}}}}
	b := &standard.Standard{ID: "b", Clauses: []standard.Clause{{ID: "1"}}}
	a.Index()
	b.Index()
	book := carry.Read(&standard.Library{Standards: []*standard.Standard{a, b}})
	for ref, want := range map[standard.Ref]standard.Relation{a.Ref("1"): standard.Narrower, b.Ref("1"): standard.Broader} {
		if ways := book.To(ref); len(ways) != 1 || ways[0].Relation() != want || ways[0].Worth() != carry.Part {
			t.Errorf("%s: %v, want one that is %s", ref, ways, want)
		}
	}
	if carry.Read(nil).Empty() != true || book.Empty() {
		t.Error("what is empty")
	}
}
