package standard

// Below lists a clause and everything under it, in the standard's order.
func (s *Standard) Below(id string) []*Clause {
	var out []*Clause
	inside := map[string]bool{id: true}
	for i := range s.Clauses {
		c := &s.Clauses[i]
		if inside[c.ID] || inside[c.Parent] && c.Parent != "" {
			inside[c.ID] = true
			out = append(out, c)
		}
	}
	return out
}

// Children lists the clauses directly under one; with an empty id the top level.
func (s *Standard) Children(id string) []*Clause {
	var out []*Clause
	for i := range s.Clauses {
		if s.Clauses[i].Parent == id {
			out = append(out, &s.Clauses[i])
		}
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
