package view

import (
	"slices"

	"clausebook/internal/standard"
	"clausebook/internal/trace"
)

// SubjectParts gives what an area or a stage is made of: its processes, and its clauses of the primary standard.
func (s *View) SubjectParts(std *standard.Standard, x *standard.Subject) []standard.Ref {
	var out []standard.Ref
	for _, id := range x.Processes {
		out = append(out, standard.Ref{Standard: std.ID, Item: id})
	}
	if primary := s.Standards.Primary(); primary != nil {
		for _, id := range x.Clauses[primary.ID] {
			out = append(out, standard.Ref{Standard: primary.ID, Item: id})
		}
	}
	return out
}

// SubjectState gives the worst state of the parts of a subject; nothing where one of them is not judged.
func (s *View) SubjectState(std *standard.Standard, x *standard.Subject) trace.State {
	var states []trace.State
	for _, ref := range s.SubjectParts(std, x) {
		states = append(states, s.Cell(ref.Standard, ref.Item).State)
	}
	if len(states) == 0 || slices.Contains(states, "") {
		return ""
	}
	return trace.Worst(states...)
}
