package impact

import (
	"clausebook/internal/standard"
	"clausebook/internal/trace"
)

// Compare says what a change does. The cost follows the number of documents and items.
func Compare(before, after Side) Impact {
	pairs := match(before.Docs, after.Docs)
	i := Impact{Cells: cells(before.Matrix, after.Matrix), Settings: append(settings(before.Config, after.Config), granted(before, after)...)}
	i.Tell = tells(before, after, pairs)
	j := judge{before, after, max(before.Approvals.Least, after.Approvals.Least)}
	for _, p := range pairs {
		touched, ok := p.document()
		if ok {
			i.Documents = append(i.Documents, touched)
		}
		lost, given := j.approvals(p)
		i.Lost, i.Given = append(i.Lost, lost...), append(i.Given, given...)
		if need, needed := j.need(p); ok && needed {
			i.Needed = append(i.Needed, need)
		}
	}
	return i
}

// cells gives the items whose state changed: those that are in use after in their order, then those that went.
func cells(before, after *trace.Matrix) []Cell {
	var out []Cell
	for _, c := range all(after) {
		now := Cell{Ref: c.Ref, Kind: c.Kind, Title: c.Title, Strength: c.Strength, After: c.State, Reason: c.Reason.String()}
		if was := before.Cell(c.Ref); was != nil {
			now.Before, now.Was = was.State, was.Reason.String()
		}
		if now.Before == now.After {
			continue
		}
		now.Worse = now.After.Gap() && (now.Before == "" || now.After.Rank() < now.Before.Rank())
		out = append(out, now)
	}
	for _, c := range all(before) {
		if after.Cell(c.Ref) == nil {
			out = append(out, Cell{Ref: c.Ref, Kind: c.Kind, Title: c.Title, Strength: c.Strength, Before: c.State, Was: c.Reason.String(),
				Reason: "the standard in use no longer includes it", Worse: true})
		}
	}
	return out
}

// all gives every cell of a matrix: standard by standard, what is required first and what follows from it after.
func all(m *trace.Matrix) []trace.Cell {
	var out []trace.Cell
	for _, s := range m.Standards {
		for _, list := range [][]trace.Cell{s.Required, s.Clauses, s.Requirements, s.Processes} {
			out = append(out, list...)
		}
	}
	return out
}

// Of gives the cells of one kind.
func (i Impact) Of(kind standard.Kind) []Cell {
	var out []Cell
	for _, c := range i.Cells {
		if c.Kind == kind {
			out = append(out, c)
		}
	}
	return out
}
