package trace

import (
	"slices"

	"clausebook/internal/carry"
	"clausebook/internal/date"
	"clausebook/internal/phrase"
	"clausebook/internal/standard"
)

// carryOver counts for a cell what documents show for items of other standards to which mappings lead. What carries the whole makes
// the cell as good as the other one is by its documents; what carries a part makes it partly evidenced at best; a hint changes nothing.
// Waivers and conditions are about one standard, and so they carry nothing; nor does what was itself carried.
//
// An item that does not apply stays as it is.
func (j *joiner) carryOver(cell *Cell) {
	if j.own == nil || cell.State == NotApplicable {
		return
	}
	best, bestState := -1, State("")
	for _, w := range j.ways.To(cell.Ref) {
		from := j.own.Cell(w.From())
		if from == nil || !from.State.evidenced() {
			continue
		}
		cell.Carried = append(cell.Carried, Carried{Way: w, Title: from.Title, State: from.State})
		state, counts := lent(w, from.State)
		if counts && state.Rank() > cell.State.Rank() && (best < 0 || state.Rank() > bestState.Rank()) {
			best, bestState = len(cell.Carried)-1, state
		}
	}
	if best < 0 {
		return
	}
	cell.Carried[best].Counted = true
	j.lend(cell, cell.Carried[best], bestState)
}

// evidenced tells whether documents stand behind a state.
func (s State) evidenced() bool { return s != Missing && s != Waived && s != NotApplicable }

// lent gives the state that a way carries over, if it carries any.
func lent(w carry.Way, state State) (State, bool) {
	switch w.Worth() {
	case carry.Whole:
		return state, true
	case carry.Part:
		return Worst(state, Partly), true
	}
	return "", false
}

// lend gives a cell the state that is carried over to it, with the way as the reason.
func (j *joiner) lend(cell *Cell, c Carried, state State) {
	from := j.own.Cell(c.From())
	cell.Reason = j.through(c, from)
	cell.State, cell.Waiver, cell.At = state, nil, from.At
	cell.Owner, cell.Due, cell.Share = from.Owner, from.Due, Share{}
	switch {
	case c.Worth() != carry.Whole: // what is missing is a thing of this item
		if cell.Fix.IsZero() {
			cell.Fix = from.Fix
		}
		cell.Since, cell.SinceBy = date.Date{}, phrase.Phrase{}
	default:
		cell.Fix, cell.Missing, cell.Since, cell.SinceBy = from.Fix, from.Missing, from.Since, from.SinceBy
	}
	if c.Worth() != carry.Whole {
		cell.At = ""
	}
	for _, e := range from.Evidence[:min(len(from.Evidence), shown)] {
		e.Through = from.Ref
		cell.Evidence = append(cell.Evidence, e)
	}
	cell.Evidence = distinct(cell.Evidence)
}

// through words the way by which evidence counts.
func (j *joiner) through(c Carried, from *Cell) phrase.Phrase {
	way := phrase.Of("through %s, %s", j.nameOf(c.From()), c.Relation().Words())
	if len(c.Rows) > 1 {
		way = phrase.Of("through %s by way of %s, %s", j.nameOf(c.From()), j.nameOf(c.Rows[0].To), c.Relation().Words())
	}
	switch c.Relation() {
	case standard.Narrower:
		return phrase.Of("%s: this asks for a part of it, and nobody has shown that the documents deal with that part; there: %s",
			way, from.Reason)
	case standard.Broader:
		return phrase.Of("%s: this asks for more than it, and the rest is not evidenced; there: %s", way, from.Reason)
	}
	return phrase.Of("%s: %s", way, from.Reason)
}

// nameOf names an item of a standard for readers of another one.
func (j *joiner) nameOf(ref standard.Ref) string {
	s := j.Standards.Standard(ref.Standard)
	if s.Clause(ref.Item) != nil {
		return s.Label() + " §" + ref.Item
	}
	return s.Label() + " " + ref.Item
}

// gather lists each gap once: of required documents of several standards that ask for the same and are gaps of the same state, the one
// that is asked for most firmly stands for the others. Of equals, the one of the first standard does.
func (j *joiner) gather(m *Matrix) {
	for _, s := range m.Standards {
		for i := range s.Required {
			c := &s.Required[i]
			if c.State.Gap() && c.Listed == (standard.Ref{}) && c.Also == nil {
				j.together(m, c)
			}
		}
	}
}

func (j *joiner) together(m *Matrix, c *Cell) {
	group := []*Cell{c}
	for _, ref := range j.ways.Same(c.Ref) {
		other := m.Cell(ref)
		if other.Kind == standard.KindRequired && other.State == c.State && other.Also == nil && other.Listed == (standard.Ref{}) {
			group = append(group, other)
		}
	}
	if len(group) == 1 {
		return
	}
	first := slices.MinFunc(group, func(a, b *Cell) int { return firmness[a.Strength] - firmness[b.Strength] })
	for _, x := range group {
		if x != first {
			x.Listed = first.Ref
			first.Also = append(first.Also, x.Ref)
		}
	}
	var names []phrase.Phrase
	for _, ref := range first.Also {
		names = append(names, phrase.Text(j.nameOf(ref)))
	}
	first.Reason = phrase.Of("%s; the same is asked for by %s", first.Reason, phrase.Join(names, ", "))
}
