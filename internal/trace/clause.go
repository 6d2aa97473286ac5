package trace

import (
	"cmp"
	"slices"

	"clausebook/internal/phrase"
	"clausebook/internal/standard"
)

// clauses gives the cells of all clauses, in the standard's order. A clause is as good as the worst of its
// requirements and sub-clauses; what does not apply is left aside unless nothing else is there. A clause without
// either follows from its required documents and from what covers it; one that is informative asks for nothing.
func (j *joiner) clauses(s *standard.Standard, cells map[string]*Cell) []Cell {
	out := make([]Cell, len(s.Clauses))
	below := map[string][]*Cell{} // sub-clauses by parent
	for i := len(s.Clauses) - 1; i >= 0; i-- {
		c := &s.Clauses[i]
		sub := below[c.ID]
		slices.Reverse(sub) // they were met from the end
		out[i] = j.clause(s, c, sub, cells)
		below[c.Parent] = append(below[c.Parent], &out[i])
	}
	return out
}

func (j *joiner) clause(s *standard.Standard, c *standard.Clause, sub []*Cell, cells map[string]*Cell) Cell {
	ref := standard.Ref{Standard: s.ID, Item: c.ID}
	own := make([]*Cell, 0, len(c.Requirements))
	for _, r := range c.Requirements {
		own = append(own, pick([]string{r.ID}, cells)...)
	}
	covers := j.covering[ref]
	cell := Cell{Ref: ref, Kind: standard.KindClause, Title: c.Title, Strength: firmestOf(slices.Concat(own, sub))}
	cell.Evidence = clauseEvidence(covers, own, pick(c.Required, cells))
	parts := slices.Concat(own, sub)
	switch {
	case len(parts) > 0:
		j.follow(&cell, parts)
	case c.Informative:
		cell.State, cell.Reason = NotApplicable, phrase.Of("it has no requirements that can be checked")
	default:
		j.bare(&cell, s, c, covers, cells)
		j.leaveOut(&cell)
		j.carryOver(&cell)
		j.holdBack(&cell)
	}
	if cell.Owner == "" {
		cell.Owner = firstOwner(ownerOf(covers), parts)
	}
	return cell
}

// counted words what a clause consists of: "5 requirements and 2 sub-clauses".
func counted(parts []*Cell) phrase.Phrase {
	own := 0
	for _, p := range parts {
		if p.Kind != standard.KindClause {
			own++
		}
	}
	sub := len(parts) - own
	requirements, clauses := phrase.Count(own, "%d requirement", "%d requirements"), phrase.Count(sub, "%d sub-clause", "%d sub-clauses")
	switch {
	case sub == 0:
		return requirements
	case own == 0:
		return clauses
	}
	return phrase.Of("%s and %s", requirements, clauses)
}

// follow takes the worst of the parts, leaving aside those that do not apply. The reason names the requirement at the
// bottom of it, however deep it lies.
func (j *joiner) follow(cell *Cell, parts []*Cell) {
	applying := slices.DeleteFunc(slices.Clone(parts), func(c *Cell) bool { return c.State == NotApplicable })
	for _, p := range parts {
		cell.From = append(cell.From, p.Ref)
	}
	if len(applying) == 0 {
		cell.State, cell.Reason = NotApplicable, phrase.Of("none of %s applies: %s", counted(parts), parts[0].Reason)
		return
	}
	worst := slices.MinFunc(applying, func(a, b *Cell) int { return a.State.Rank() - b.State.Rank() })
	cell.State, cell.Owner, cell.Fix, cell.Waiver = worst.State, worst.Owner, worst.Fix, worst.Waiver
	cell.Since, cell.SinceBy = worst.Since, worst.SinceBy
	for _, p := range applying {
		if !p.Due.IsZero() && (cell.Due.IsZero() || p.Due.Before(cell.Due)) {
			cell.Due = p.Due
		}
	}
	bottom := cmp.Or(j.bottom[worst.Ref], worst)
	j.bottom[cell.Ref] = bottom
	cell.Reason = tallied(len(parts)-len(applying), applying, bottom)
}

// tallied words the states of the parts that apply: "2 of 5 requirements are not met (1 missing, 1 draft); worst is 8.5.1.3-a: ...".
// Those that do not apply are left out of both numbers, as in shares, and told apart.
func tallied(left int, applying []*Cell, bottom *Cell) phrase.Phrase {
	n, what := map[State]int{}, counted(applying)
	for _, c := range applying {
		n[c.State]++
	}
	aside := func(s phrase.Phrase) phrase.Phrase {
		if left > 0 {
			return phrase.Of("%s, %d not applicable", s, left)
		}
		return s
	}
	if n[Met] == len(applying) {
		return aside(phrase.Of("%d of %s met", n[Met], what))
	}
	var open []phrase.Phrase
	for _, s := range States {
		if n[s] > 0 && s != Met {
			open = append(open, phrase.Of("%d %s", n[s], s.words()))
		}
	}
	unmet := aside(phrase.Of("%d of %s not met (%s)", len(applying)-n[Met], what, phrase.Join(open, ", ")))
	return phrase.Of("%s; the worst is %s: %s", unmet, bottom.Ref.Item, bottom.Reason)
}

// bare decides about a clause without requirements and sub-clauses.
func (j *joiner) bare(cell *Cell, s *standard.Standard, c *standard.Clause, covers []claim, cells map[string]*Cell) {
	required := pick(c.Required, cells)
	for _, r := range required {
		cell.From = append(cell.From, r.Ref)
	}
	// Nothing says what the clause asks for, so it is treated as one requirement for an activity.
	j.answer(cell, &standard.Requirement{Kind: "activity"}, weigh(required, s), covers)
	cell.Strength = firmestOf(required)
}

// clauseEvidence gathers what covers the clause and the best evidence of its requirements and required documents.
func clauseEvidence(covers []claim, own, required []*Cell) []Evidence {
	out := evidenceFor(covers, required)
	for _, r := range own {
		out = append(out, r.Evidence...)
	}
	return distinct(out)
}
