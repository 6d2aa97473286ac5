package period

import (
	"slices"
)

// within gives the part of a span that lies in another; ok is false where there is none. A zero end is open.
func (s Span) within(outer Span) (Span, bool) {
	if s.From.Before(outer.From) {
		s.From = outer.From
	}
	if s.To.IsZero() || s.To.After(outer.To) {
		s.To = outer.To
	}
	return s, !s.To.Before(s.From)
}

// rest gives the days of a span that no other covers, in order.
func (s Span) rest(covered []Span) []Span {
	covered = slices.Clone(covered)
	slices.SortFunc(covered, func(a, b Span) int { return a.From.Compare(b.From) })
	var out []Span
	next := s.From
	for _, c := range covered {
		c, ok := c.within(s)
		if !ok {
			continue
		}
		if next.Before(c.From) {
			out = append(out, Span{next, c.From.AddDays(-1)})
		}
		if after := c.To.AddDays(1); next.Before(after) {
			next = after
		}
	}
	if !s.To.Before(next) {
		out = append(out, Span{next, s.To})
	}
	return out
}

// sum counts the days of spans that do not overlap.
func sum(spans []Span) int {
	n := 0
	for _, s := range spans {
		n += s.Days()
	}
	return n
}
