package standard_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"clausebook/internal/standard"
)

// TestBelowIsWhatLooksUpward compares the clauses under one with what going upward from every clause gives, over random trees, with
// clauses that are named twice and parents that go round in a circle.
func TestBelowIsWhatLooksUpward(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		s := &standard.Standard{}
		n := 1 + r.IntN(12)
		for i := range n {
			c := standard.Clause{ID: fmt.Sprint(r.IntN(n))}
			if i > 0 && r.IntN(3) > 0 {
				c.Parent = fmt.Sprint(r.IntN(n))
			}
			s.Clauses = append(s.Clauses, c)
		}
		s.Index()
		for i := range n {
			id := fmt.Sprint(i)
			var got, want []int
			for _, c := range s.Below(id) {
				got = append(got, slices.IndexFunc(s.Clauses, func(x standard.Clause) bool { return &x == c || x.ID == c.ID }))
			}
			inside := map[string]bool{id: true}
			for range s.Clauses { // until nothing is added
				for _, c := range s.Clauses {
					if inside[c.Parent] && c.Parent != "" {
						inside[c.ID] = true
					}
				}
			}
			for _, c := range s.Clauses {
				if inside[c.ID] {
					want = append(want, slices.IndexFunc(s.Clauses, func(x standard.Clause) bool { return x.ID == c.ID }))
				}
			}
			if !slices.Equal(got, want) {
				t.Fatalf("below %s: %v, want %v of %v", id, got, want, s.Clauses)
			}
		}
	}
}
