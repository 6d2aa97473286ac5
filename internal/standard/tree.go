package standard

import "slices"

// Below lists a clause and everything under it, in the standard's order.
func (s *Standard) Below(id string) []*Clause {
	at := s.below(nil, id, map[string]bool{})
	slices.Sort(at)
	out := make([]*Clause, len(at))
	for i, n := range at {
		out[i] = &s.Clauses[n]
	}
	return out
}

// below gathers the places of a clause and of what is under it; a chain of parents that never ends is followed once.
func (s *Standard) below(at []int, id string, seen map[string]bool) []int {
	if seen[id] {
		return at
	}
	seen[id] = true
	at = append(at, s.called[id]...)
	for _, n := range s.under[id] {
		if id != "" {
			at = s.below(at, s.Clauses[n].ID, seen)
		}
	}
	return at
}

// Controls lists the clauses that apply as a statement of applicability says: the lowest ones below a clause that is selectable. One that
// has requirements of its own is none, for these are what counts there.
func (s *Standard) Controls() []*Clause {
	parents := map[string]bool{}
	for i := range s.Clauses {
		parents[s.Clauses[i].Parent] = true
	}
	var out []*Clause
	inside := map[string]bool{}
	for i := range s.Clauses {
		c := &s.Clauses[i]
		inside[c.ID] = c.Selectable || c.Parent != "" && inside[c.Parent]
		if inside[c.ID] && !c.Selectable && !parents[c.ID] && len(c.Requirements) == 0 {
			out = append(out, c)
		}
	}
	return out
}

// Children lists the clauses directly under one; with an empty id the top level.
func (s *Standard) Children(id string) []*Clause {
	var out []*Clause
	for _, n := range s.under[id] {
		out = append(out, &s.Clauses[n])
	}
	return out
}

// Top gives the top-level clause above this one. A chain of parents that never ends is cut at the clause itself.
func (s *Standard) Top(c *Clause) *Clause {
	at := c
	for range s.Clauses {
		parent := s.Clause(at.Parent)
		if at.Parent == "" || parent == nil {
			return at
		}
		at = parent
	}
	return c
}
